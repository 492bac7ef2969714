"""What the same chart is in a workbook: its numbers, and a shape that spreadsheets draw themselves.

They know no small multiples, no shaded matrix and no dots with intervals: those become charts on
one scale, bars side by side and bars with their intervals. It travels with the specification, as
``usermeta``, which Vega-Lite leaves alone; the browser is not sent it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast

import pandas as pd

from components.cards.charts.colours import FEW, FIGURE, INK, KINDS, STATES
from components.cards.charts.then import Then
from db.statistics.rounding import half_up

KEY = "usermeta"
#: Columns over labels, bars over labels, parts of bars, spans of days, lines over days or numbers.
Kind = Literal["columns", "bars", "stacked", "spans", "days", "numbers"]
Numbers = list[float | None]
#: For series that the screen tells apart by their place.
ASIDE = (FIGURE, KINDS["INTERN"], KINDS["APPRENT"], STATES["late"], KINDS["WAGE"], FEW)


class Series(TypedDict):
    """Numbers of one name; ``at``: where each stands, if not at the labels of its chart."""

    name: str
    values: Numbers
    colour: str
    lower: NotRequired[Numbers]
    upper: NotRequired[Numbers]
    at: NotRequired[list[str] | list[float]]
    #: Drawn lighter: months that are not over.
    pale: NotRequired[list[bool]]
    is_line: NotRequired[bool]


class Panel(TypedDict):
    """One chart; several of a sheet have one scale, but for one with a ``unit`` of its own."""

    title: str
    unit: NotRequired[str]
    series: list[Series]


class Native(TypedDict):
    """All charts of a sheet."""

    kind: Kind
    unit: str
    labels: list[str]
    panels: list[Panel]


def of(spec: dict[str, Any] | None) -> Native | None:
    """What a specification carries, if it does."""
    return cast("Native | None", (spec or {}).get(KEY))


def numbers(column: Iterable[Any]) -> Numbers:
    """Numbers as JSON holds them; what is missing is nothing."""
    return [None if each is None or pd.isna(each) else round(float(each), 6) for each in column]


def _whole(column: Iterable[float]) -> Numbers:
    return [None if pd.isna(each) else half_up(each) for each in column]


def single(kind: Kind, unit: str, labels: Sequence[str], *series: Series) -> Native:
    """One chart."""
    return Native(kind=kind, unit=unit, labels=list(labels),
                  panels=[Panel(title="", series=list(series))])  # fmt: skip


def with_intervals(rows: pd.DataFrame, unit: str) -> Native:
    """Bars with their intervals; what a row rests on stands beside its label."""
    # In whole percent, as the table beside it has them.
    shown = rows[["value", "lower", "upper"]].astype(float)
    value, lower, upper = (_whole(shown[each]) for each in shown)
    labels = [f"{label} · {note}" for label, note in zip(rows["label"], rows["note"], strict=True)]
    made = Series(name=unit, values=value, colour=FIGURE, lower=lower, upper=upper,
                  pale=[bool(each) for each in rows["quiet"]])  # fmt: skip
    return single("bars", unit, labels, made)


def by_series(
    kind: Kind,
    rows: pd.DataFrame,
    *,
    unit: str,
    labels: Sequence[str],
    colours: Sequence[tuple[str, str]],
) -> Native:
    """A number for each label and series of ``rows``: ``label``, ``series``, ``value``."""
    found = rows.groupby(["label", "series"], sort=False)["value"].sum(min_count=1).to_dict()
    series = [
        Series(
            name=name,
            colour=colour,
            values=numbers(found.get((label, name)) for label in labels),
        )
        for name, colour in colours
    ]
    return single(kind, unit, labels, *series)


def with_totals(same: Native, beside: Then | None) -> Native:
    """Other totals as a chart of their own, which a spreadsheet could only add to the parts."""
    if beside is None:
        return same
    found = dict(zip(beside.rows["label"], beside.rows["value"], strict=True))
    values = numbers(found.get(label) for label in same["labels"])
    other = Series(name=beside.name, values=values, colour=INK)
    same["panels"].append(Panel(title=beside.name, series=[other]))
    return same


def with_others(
    same: Native, beside: Then | None, labels: Sequence[str], digits: int = 6
) -> Native:
    """Another value of each bar, as a bar beside it."""
    if beside is None:
        return same
    found = dict(zip(beside.rows["label"], beside.rows["value"].astype(float), strict=True))
    values = [half_up(found[each], digits) if each in found else None for each in labels]
    same["panels"][0]["series"].append(Series(name=beside.name, values=numbers(values), colour=INK))
    return same


def over_months(
    rows: pd.DataFrame,
    *,
    unit: str,
    months: Sequence[str],
    order: Sequence[str],
    unfinished: Sequence[str],
    beside: Then | None = None,
) -> Native:
    """Columns a month, a chart a place: ``month``, ``series``, ``value``; ``beside`` as a line."""
    found = rows.groupby(["month", "series"], sort=False)["value"].sum(min_count=1).to_dict()
    pale = [each in unfinished for each in months]
    other = beside.by_place() if beside else {}
    panels = [
        Panel(
            title=name,
            series=[
                Series(
                    name=name or unit,
                    colour=FIGURE,
                    pale=pale,
                    values=numbers(found.get((month, name)) for month in months),
                )
            ],
        )
        for name in order
    ]
    for panel in panels:
        line = numbers(other.get((month, panel["title"])) for month in months)
        if beside and any(each is not None for each in line):
            panel["series"].append(Series(name=beside.name, values=line, colour=INK, is_line=True))
    return Native(kind="columns", unit=unit, labels=list(months), panels=panels)


def aside(names: Sequence[str]) -> list[tuple[str, str]]:
    """Series that stand side by side, each with a colour; with many the colours come again."""
    return [(name, ASIDE[place % len(ASIDE)]) for place, name in enumerate(names)]


def spans(rows: pd.DataFrame, unit: str, ticks: Sequence[str]) -> Native:
    """Bars from day to day: ``label``, ``start``, ``end`` (ISO days), within the axis."""
    begins = ticks[0] if ticks else ""
    starts = [max(str(each)[:10], begins) for each in rows["start"]]
    lasted = pd.to_datetime(rows["end"]) - pd.to_datetime(pd.Series(starts, index=rows.index))
    made = Series(name=unit, colour=FIGURE, at=starts, values=numbers(lasted.dt.days))
    return single("spans", unit, rows["label"].tolist(), made)


def around_a_day(
    rows: pd.DataFrame, months: Sequence[str], order: Sequence[str], unit: str, expected: str
) -> Native:
    """Columns a month and a line of what was expected, a chart a place."""
    found = rows.set_index(["series", "month"])
    panels = []
    for name in order:
        own = found.loc[[name]].droplevel("series").reindex(list(months))
        series = [Series(name=unit, values=numbers(own["value"]), colour=FIGURE)]
        if own["expected"].notna().any():
            told = numbers(own["expected"])
            series.append(Series(name=expected, values=told, colour=INK, is_line=True))
        panels.append(Panel(title=name, series=series))
    return Native(kind="columns", unit=unit, labels=list(months), panels=panels)


def curves(rows: pd.DataFrame, order: Sequence[str], value: str, month: str) -> Native:
    """A line with its two bounds over months, a chart a place."""
    panels = []
    for name in order:
        own = rows[rows["series"] == name]
        at = [float(each) for each in own["month"]]
        lines = (("value", value, FIGURE), ("lower", f"{value} (-)", FEW),
                 ("upper", f"{value} (+)", FEW))  # fmt: skip
        series = [
            Series(name=said, colour=colour, at=at, values=numbers(own[column]))
            for column, said, colour in lines
        ]
        panels.append(Panel(title=name, series=series))
    return Native(kind="numbers", unit=value, labels=[month], panels=panels)
