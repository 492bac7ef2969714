"""Events on the time of a chart: a light band over the months that one touches, with its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts.colours import INK, LINE, SOFT

OPACITY = 0.55
#: The part of a month's place that its bar leaves free; a band takes the whole place.
GAP = 0.1
#: Room for one name above another where events overlap, and the height of a name in a small row.
LINE_HEIGHT, NAME = 12, 14
#: Above a chart, room for the number of a point at its top.
NUMBER = 24
#: The mean width in pixels of a letter of a name.
LETTER = 5.5
#: So many names stand side by side over the whole width.
NAMES_ACROSS = 8
#: Where a small row begins, from its base line upwards.
TOP = 0.95


class Mark(NamedTuple):
    """An event: its name, its days and sentence in words, the labels of the months it touches, and
    the name of the one place that it is of; none where it is of all."""

    name: str
    told: str
    months: Sequence[str]
    place: str | None = None


class Titles(NamedTuple):
    """What a tooltip calls an event and its days."""

    event: str
    told: str


def over_months(
    marks: Sequence[Mark], columns: Sequence[str], x: alt.X, titles: Titles
) -> list[alt.Chart]:
    """Bands from the top to the bottom of a chart of months, with their names above it: a bar as
    high as the chart would hide those within."""
    rows = _rows(marks, columns)
    if rows.empty:
        return []
    least, lines = least_width(rows.assign(row=""), columns), rows["lane"].max() + 1
    names = (
        _name(alt.Chart(rows[rows["first"] & (rows["lane"] == lane)]), least=least).encode(
            x=alt.X("month:O", bandPosition=0), y=alt.value(LINE_HEIGHT * (lane - lines) - 2)
        )
        for lane in sorted(set(rows["lane"]))
    )
    return [_band(rows).encode(x=x, tooltip=_tooltip(titles)), *names]


def over_rows(
    marks: Sequence[Mark],
    columns: Sequence[str],
    places: Mapping[str, float],
    x: alt.X,
    titles: Titles,
    *,
    below: int = 0,
) -> list[alt.Chart]:
    """Bands in the small rows of the places that events are of; ``places``: their base lines. What
    is of all is named in the first row. ``x``: the axis of the bars, for the layer that comes first
    decides how it is drawn. ``below``: pixels that a row keeps for other words."""
    known = [each for each in marks if each.place is None or each.place in places]
    if not known or not places:
        return []
    first = min(places, key=lambda each: places[each])
    found = []
    for name, base in places.items():
        here = [each for each in known if each.place in (None, name)]
        is_named = [each.place is not None or name == first for each in here]
        rows = _rows(here, columns, is_named)
        found.append(rows.assign(row=name, base=base, top=base - TOP))
    drawn = pd.concat(found, ignore_index=True)
    named, least = drawn[drawn["first"]], least_width(drawn, columns)
    names = (
        _name(
            alt.Chart(named[named["lane"] == lane]), below + LINE_HEIGHT * int(lane), least
        ).encode(x=alt.X("month:O", bandPosition=0), y=alt.Y("top:Q"))
        for lane in sorted(set(named["lane"]))
    )
    return [
        _band(drawn).encode(x=x, y=alt.Y("top:Q"), y2=alt.Y2("base:Q"), tooltip=_tooltip(titles)),
        *names,
    ]


def _band(rows: pd.DataFrame) -> alt.Chart:
    whole = alt.RelativeBandSize(band=1 / (1 - GAP))
    drawn: alt.Chart = alt.Chart(rows).mark_rect(color=LINE, opacity=OPACITY, width=whole)
    return drawn


def _rows(
    marks: Sequence[Mark], columns: Sequence[str], is_named: Sequence[bool] = ()
) -> pd.DataFrame:
    """A row an event and month; ``first``: where its name stands, if it is named; ``lane``: so many
    lines lower, so that no name lies on another."""
    room = -(-len(columns) // NAMES_ACROSS)
    at = {each: place for place, each in enumerate(columns)}
    rows: list[tuple[str, str, str, bool, int]] = []
    ends: list[int] = []
    for number, each in enumerate(marks):
        named = not is_named or is_named[number]
        months = [month for month in each.months if month in at]
        if not months:
            continue
        begin = at[months[0]]
        lane = next((place for place, end in enumerate(ends) if end <= begin), len(ends))
        if named:
            ends[lane : lane + 1] = [begin + room]
        rows += [
            (month, each.name, each.told, named and month == months[0], lane) for month in months
        ]
    return pd.DataFrame(rows, columns=["month", "event", "told", "first", "lane"])


def least_width(rows: pd.DataFrame, columns: Sequence[str]) -> float:
    """How wide a chart must be for each name to end a letter before the next of its line; on a
    narrower one the names are left to the words below it."""
    at = {each: place for place, each in enumerate(columns)}
    least = 0.0
    for _, line in rows[rows["first"]].groupby(["row", "lane"], sort=False):
        begins, names = [at[each] for each in line["month"]], list(line["event"])
        found = sorted(zip(begins, names, strict=True))
        for (begin, name), (following, _) in pairwise(found):
            months = max(following - begin, 1)
            least = max(least, LETTER * (len(name) + 1) * len(columns) / months)
    return least


def _name(chart: alt.Chart, lower: int = 0, least: float = 0) -> alt.Chart:
    named: alt.Chart = chart.mark_text(
        color=SOFT,
        align="left",
        baseline="top",
        dx=2,
        dy=1 + lower,
        fontSize=alt.ExprRef(f"width < {least:.0f} ? 0 : 10") if least else 10,
    ).encode(text=alt.Text("event:N"))
    return named


def _tooltip(titles: Titles) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("event:N", title=titles.event),
        alt.Tooltip("told:N", title=titles.told),
    ]


class DayMark(NamedTuple):
    """An event on an axis of days: its first day and the one after its last, in ISO."""

    name: str
    told: str
    start: str
    end: str


def over_days(marks: Sequence[DayMark], x: alt.X, titles: Titles) -> list[alt.Chart]:
    """Bands over an axis of days; a rule at the first day, for one of few days is too thin. Their
    names stand above the chart and the numbers of its points."""
    if not marks:
        return []
    rows = pd.DataFrame(
        [(*each, at % 3) for at, each in enumerate(marks)],
        columns=["event", "told", "start", "end", "lane"],
    ).rename(columns={"start": "day"})
    base, lines = alt.Chart(rows).encode(x=x), rows["lane"].max() + 1
    names = (
        _name(alt.Chart(rows[rows["lane"] == lane])).encode(
            x=x, y=alt.value(LINE_HEIGHT * (lane - lines) - NUMBER)
        )
        for lane in sorted(set(rows["lane"]))
    )
    return [
        base.mark_rect(color=LINE, opacity=OPACITY).encode(
            x2=alt.X2("end:T"), tooltip=_tooltip(titles)
        ),
        base.mark_rule(color=INK, opacity=0.35, strokeDash=[2, 3]),
        *names,
    ]
