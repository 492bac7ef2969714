"""The charts of a sheet, drawn by the spreadsheet itself from numbers that stand below them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from components.cards.cells import safe
from components.cards.charts.colours import EDGE, INK, LINE, SOFT
from components.cards.charts.native import Native, Numbers, Panel, Series

if TYPE_CHECKING:
    from components.cards.workbooks import Formats

#: In pixels; a row of a sheet is as high by itself.
WIDE, ROW = 640, 20
HIGH, SMALL, BAR, AROUND = 300, 190, 26, 110
_TYPES = {"columns": "column", "bars": "bar", "stacked": "bar", "spans": "bar",
          "days": "scatter", "numbers": "scatter"}  # fmt: skip
_FONT = {"color": SOFT, "size": 9}
_PALE = 60
#: Above the columns of how far an interval reaches.
REACH = ("95 % (-)", "95 % (+)")
Place = tuple[int, int]


def draw(book: Any, page: Any, same: Native, title: str, column: int, formats: Formats) -> None:
    """All charts of a sheet from ``column`` on, one below the other, and their numbers below."""
    high = _height(same)
    first = math.ceil(high * len(same["panels"]) / ROW) + 1
    places = _numbers(page, same, (first, column), formats)
    most = _most(same)
    for number, panel in enumerate(same["panels"]):
        found = [next(places) for _ in panel["series"]]
        chart = _chart(book, page, same, panel, found, formats)
        _axes(chart, same, panel, None if "unit" in panel else most)
        named = panel["title"] or title
        chart.set_title({
            "name": str(safe(named)), "overlay": False,
            "name_font": {"size": 11, "bold": True, "color": INK},
        })  # fmt: skip
        chart.set_legend({"none": True} if len(panel["series"]) < 2 or same["kind"] == "spans"
                         else {"position": "bottom", "font": _FONT})  # fmt: skip
        chart.set_size({"width": WIDE, "height": high - 4})
        chart.show_blanks_as("gap")
        page.insert_chart(0, column, chart, {
            "y_offset": number * high, "object_position": 3, "description": str(safe(named)),
        })  # fmt: skip


def _height(same: Native) -> int:
    """Of one chart."""
    if same["kind"] in ("bars", "stacked", "spans"):
        beside = 1 if same["kind"] != "bars" else len(same["panels"][0]["series"])
        return max(SMALL, AROUND + BAR * len(same["labels"]) * beside)
    return SMALL if len(same["panels"]) > 1 else HIGH


def _most(same: Native) -> float | None:
    """The end of the one scale of several charts."""
    shared = [each for each in same["panels"] if "unit" not in each]
    if len(shared) < 2:
        return None
    known = [
        value
        for panel in shared
        for series in _ends(same, panel)
        for value in series
        if value is not None
    ]
    return math.ceil(max([*known, 1]) * 1.15)


def _ends(same: Native, panel: Panel) -> list[Numbers]:
    """Where the bars of a chart end: those that are parts of one, all together."""
    found = [series["values"] for series in panel["series"]]
    if same["kind"] != "stacked":
        return found
    return [[sum(each or 0 for each in parts) for parts in zip(*found, strict=True)]]


class _At:
    """Where a series stands: its name, the cells of its labels, the cells of its numbers."""

    def __init__(self, name: Place, labels: Place, values: Place, count: int) -> None:
        self.name, self.labels, self.values, self.count = name, labels, values, max(count, 1)

    def cells(self, page: Any, first: Place) -> list[object]:
        row, column = first
        return [page.get_name(), row, column, row + self.count - 1, column]


def _numbers(page: Any, same: Native, first: Place, formats: Formats) -> Iterator[_At]:
    """Write the numbers of all charts; where each series stands, in their order."""
    row, column = first
    is_alone = same["kind"] in ("days", "numbers", "spans")
    if not is_alone:
        page.write_string(row, column, "", formats.heading)
        for down, label in enumerate(same["labels"], start=1):
            page.write_string(row + down, column, str(safe(label)))
    found: list[_At] = []
    labels = column
    for panel in same["panels"]:
        for series in panel["series"]:
            if is_alone:
                labels = column if not found else column + 1
                column = _own_labels(page, same, series, (row, labels), formats)
            column += 1
            _column(page, (row, column), _named(panel, series), series["values"], formats)
            found.append(
                _At((row, column), (row + 1, labels), (row + 1, column), len(series["values"]))
            )
            for name, reach in zip(REACH, _reach(series), strict=False):
                column += 1
                _column(page, (row, column), name, reach, formats)
    return iter(found)


def _column(page: Any, first: Place, name: str, values: Numbers, formats: Formats) -> None:
    row, column = first
    page.write_string(row, column, name, formats.heading)
    for down, value in enumerate(values, start=1):
        if value is not None:
            form = formats.whole if float(value).is_integer() else formats.broken
            page.write_number(row + down, column, value, form)


def _reach(series: Series) -> list[Numbers]:
    """How far the interval reaches below and above each value."""
    if "lower" not in series:
        return []
    value, bounds = series["values"], (series["lower"], series["upper"])
    return [
        [
            None if at is None or end is None else abs(at - end)
            for at, end in zip(value, ends, strict=True)
        ]
        for ends in bounds
    ]


def _named(panel: Panel, series: Series) -> str:
    parts = [panel["title"], series["name"]] if len(panel["series"]) > 1 else [series["name"]]
    return str(safe(" · ".join(filter(None, parts))))


def _own_labels(page: Any, same: Native, series: Series, first: Place, formats: Formats) -> int:
    """The days or numbers that a series stands at, of a span with its label before; the last
    column."""
    row, column = first
    if same["kind"] == "spans":
        page.write_string(row, column, "", formats.heading)
        for down, label in enumerate(same["labels"], start=1):
            page.write_string(row + down, column, str(safe(label)))
        column += 1
    page.write_string(row, column, "" if same["kind"] == "spans" else str(safe(same["labels"][0])),
                      formats.heading)  # fmt: skip
    for down, at in enumerate(series.get("at", []), start=1):
        if isinstance(at, str):
            page.write_datetime(row + down, column, date.fromisoformat(at[:10]), formats.day)
        else:
            page.write_number(row + down, column, at, formats.broken)
    return column


def _chart(
    book: Any, page: Any, same: Native, panel: Panel, found: Sequence[_At], formats: Formats
) -> Any:
    kind = same["kind"]
    options = {"type": _TYPES[kind]}
    if kind in ("stacked", "spans"):
        options["subtype"] = "stacked"
    if kind in ("days", "numbers"):
        options["subtype"] = "straight_with_markers" if kind == "days" else "straight"
    chart = book.add_chart(options)
    if kind == "spans":
        _add_starts(chart, page, found[0])
    lines = book.add_chart({"type": "line"})
    for series, at in zip(panel["series"], found, strict=True):
        (lines if series.get("is_line") else chart).add_series(
            _series(page, same, series, at, formats)
        )
    if any(series.get("is_line") for series in panel["series"]):
        chart.combine(lines)
    return chart


def _series(page: Any, same: Native, series: Series, at: _At, formats: Formats) -> dict[str, Any]:
    is_line = same["kind"] in ("days", "numbers") or series.get("is_line")
    made: dict[str, Any] = {
        "name": [page.get_name(), *at.name],
        "categories": at.cells(page, at.labels),
        "values": at.cells(page, at.values),
    }
    if is_line:
        made["line"] = {"color": series["colour"], "width": 2}
        made["marker"] = {"type": "circle" if same["kind"] == "days" else "none", "size": 5,
                          "fill": {"color": series["colour"]}}  # fmt: skip
        return made
    made["fill"], made["border"] = {"color": series["colour"]}, {"color": EDGE, "width": 0.5}
    made["gap"], made["overlap"] = 50, 100 if same["kind"] in ("stacked", "spans") else 0
    if any(series.get("pale", [])):
        made["points"] = [
            {"fill": {"color": series["colour"], "transparency": _PALE}} if pale else None
            for pale in series["pale"]
        ]
    if "lower" in series:
        made["y_error_bars"] = _interval(page, at, formats)
    elif same["kind"] != "spans":
        made["data_labels"] = {"value": True, "font": _FONT, "num_format": "#,##0;-#,##0;"}
    return made


def _interval(page: Any, at: _At, formats: Formats) -> dict[str, Any]:
    """The bars of an interval, from the two columns after the values."""
    row, column = at.values
    below, above = (formats.reference(*at.cells(page, (row, column + side))) for side in (1, 2))
    return {
        "type": "custom",
        "plus_values": above,
        "minus_values": below,
        "line": {"color": INK, "width": 1.5},
    }


def _add_starts(chart: Any, page: Any, at: _At) -> None:
    """An empty part of each bar, up to the day on which it begins."""
    row, column = at.values
    at.labels = (row, column - 2)
    chart.add_series({
        "name": [page.get_name(), row - 1, column - 1],
        "categories": at.cells(page, at.labels),
        "values": at.cells(page, (row, column - 1)),
        "fill": {"none": True}, "border": {"none": True}, "gap": 50, "overlap": 100,
    })  # fmt: skip


def _axes(chart: Any, same: Native, panel: Panel, most: float | None) -> None:
    grid = {"visible": True, "line": {"color": LINE, "width": 0.75}}
    unit = str(safe(panel.get("unit", same["unit"])))
    value: dict[str, Any] = {
        "name": unit, "name_font": _FONT | {"bold": False}, "num_font": _FONT,
        "major_gridlines": grid, "line": {"none": True}, "num_format": "#,##0",
    }  # fmt: skip
    if most is not None:
        value |= {"min": 0, "max": most}
    for series in panel["series"]:
        known = [each for each in (*series.get("lower", []), *series.get("upper", []))
                 if each is not None]  # fmt: skip
        if known:
            # Whole tens, or an interval would end outside of the chart.
            value |= {"min": 10 * math.floor(min(0, *known) / 10),
                      "max": 10 * math.ceil(max(0, *known) / 10)}  # fmt: skip
    labels: dict[str, Any] = {"num_font": _FONT, "line": {"color": LINE},
                              "major_gridlines": {"visible": False}}  # fmt: skip
    if same["kind"] in ("columns", "days", "numbers"):
        if same["kind"] != "columns":
            labels |= {"name": str(safe(same["labels"][0])), "name_font": _FONT | {"bold": False}}
        if same["kind"] == "days":
            labels["num_format"] = "mm/yyyy"
        chart.set_x_axis(labels)
        chart.set_y_axis(value)
        return
    if same["kind"] == "spans":
        first = min(date.fromisoformat(str(each)[:10]) for each in panel["series"][0]["at"])
        value |= {"num_format": "mm/yyyy", "min": (first - date(1899, 12, 30)).days}
    # From the top, as on the screen; the axis of numbers stays below.
    chart.set_y_axis(labels | {"reverse": True, "label_position": "low"})
    chart.set_x_axis(value | {"label_position": "high"})
