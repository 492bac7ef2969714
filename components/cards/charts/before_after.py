"""Monthly counts around a day, a small row a place; and curves of what came by month, likewise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.colours import FIGURE, INK, LINE, PAPER, SOFT
from components.cards.charts.marks import Mark, over_rows
from components.cards.charts.months import LIGHTER, Words, base_axis, months_axis, ring
from components.cards.charts.theme import Spec, finished

#: The height of a small row, and the part of it that its highest mark takes.
ROW, FULL = 70, 0.62
#: The height of the words beside a day.
DAY = 13
#: Where a row begins and ends, from its base line upwards.
TOP = 0.95


class Row(NamedTuple):
    """A place: its name, words below it, the label of the month of its day, and words beside that;
    no month where there is no such day."""

    name: str
    under: str
    month: str | None = None
    beside: str = ""


def around_a_day(
    rows: pd.DataFrame,
    *,
    months: Sequence[str],
    places: Sequence[Row],
    words: Words,
    marks: Sequence[Mark] = (),
) -> Spec:
    """Bars a month on one scale, an upright line at each place's day, a broken line for what was
    expected after it, and a ring where nothing was received.

    ``rows``: ``month`` (label), ``series`` (name), ``value`` and ``expected`` (missing where there
    is none), ``pale`` (bool: on no side of the day). ``words.total`` names what was expected.
    """
    at = {each.name: place for place, each in enumerate(places)}
    drawn = _on_their_lines(rows, at)
    axis = base_axis([each.name for each in places], [each.under for each in places])
    floor = pd.DataFrame({"base": [float(each) for each in at.values()]})
    layers = [
        alt.Chart(floor).mark_rule(color=LINE).encode(y=axis),
        *over_rows(
            marks,
            months,
            {name: float(place) for name, place in at.items()},
            months_axis(months),
            words.of_events,
            below=DAY,
        ),
        _bars(drawn[drawn["value"].notna()], months, words),
        *_expected(drawn[drawn["expected"].notna()]),
        *_days(at, places),
        _highest(drawn),
    ]
    gaps = drawn.loc[drawn["value"].isna(), ["month", "series", "base"]]
    if len(gaps):
        layers.append(ring(alt.Chart(gaps), words).encode(x=alt.X("month:O"), y=axis))
    names = [each.name for each in places]
    same = native.around_a_day(rows, months, names, words.unit, words.total)
    return finished(alt.layer(*layers), same, height=ROW * len(places) + 8)


def _on_their_lines(rows: pd.DataFrame, at: Mapping[str, int]) -> pd.DataFrame:
    """Each bar and what was expected from the line of its place up, on one scale."""
    most = max(1.0, rows[["value", "expected"]].astype(float).max().max(skipna=True))
    base = rows["series"].map(at).astype(float)
    return rows.assign(
        base=base,
        opacity=rows["pale"].map({True: LIGHTER, False: 1.0}),
        top=base - FULL * rows["value"].astype(float) / most,
        line=base - FULL * rows["expected"].astype(float) / most,
    )


def _bars(drawn: pd.DataFrame, months: Sequence[str], words: Words) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(drawn[["month", "series", "value", "base", "top", "opacity"]])
        .mark_bar(color=FIGURE)
        .encode(
            x=months_axis(months),
            y=alt.Y("top:Q"),
            y2=alt.Y2("base:Q"),
            opacity=alt.Opacity("opacity:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("series:N", title=words.place),
                alt.Tooltip("month:O", title=words.month),
                alt.Tooltip("value:Q", title=words.unit),
            ],
        )
    )
    return chart


def _expected(drawn: pd.DataFrame) -> list[alt.Chart]:
    """What a model gives without a step at the day, a line a place; paper parts it from bars."""
    base = alt.Chart(drawn[["month", "series", "line"]]).encode(
        x=alt.X("month:O"), y=alt.Y("line:Q"), detail=alt.Detail("series:N")
    )
    return [
        base.mark_line(color=PAPER, strokeWidth=3.5),
        base.mark_line(color=INK, strokeWidth=1.5, strokeDash=[4, 3]),
    ]


def _days(at: Mapping[str, int], places: Sequence[Row]) -> list[alt.Chart]:
    """The upright line of each place's day, with its words."""
    rows = [
        (each.month, float(at[each.name]), at[each.name] - TOP, each.beside)
        for each in places
        if each.month is not None
    ]
    base = alt.Chart(pd.DataFrame(rows, columns=["month", "base", "end", "text"]))
    x = alt.X("month:O", bandPosition=0)
    rule = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=x, y=alt.Y("end:Q"), y2=alt.Y2("base:Q")
    )
    text = base.mark_text(color=INK, align="left", baseline="top", dx=3, fontSize=11)
    return [rule, text.encode(x=x, y=alt.Y("end:Q"), text=alt.Text("text:N"))]


def _highest(drawn: pd.DataFrame) -> alt.Chart:
    """The number of each row's highest bar, so that the scale can be read."""
    known = drawn[drawn["value"].notna()]
    found = known.loc[known.astype({"value": float}).groupby("series")["value"].idxmax()]
    marks = found[["month", "top"]].assign(text=found["value"].astype(int).astype(str))
    chart: alt.Chart = (
        alt.Chart(marks)
        .mark_text(color=SOFT, baseline="bottom", dy=-1, fontSize=10)
        .encode(x=alt.X("month:O"), y=alt.Y("top:Q"), text=alt.Text("text:N"))
    )
    return chart


class Axis(NamedTuple):
    """What a chart of curves calls its places, its months and its probability."""

    place: str
    month: str
    value: str


def curves(
    rows: pd.DataFrame,
    *,
    places: Sequence[Row],
    months: int,
    words: Axis,
    straight: bool = False,
) -> Spec:
    """Steps with their band, a small row a place on one scale; ``straight`` from month to month
    where nothing is known of those between.

    ``rows``: ``series`` (name), ``month`` (from 0), ``value``, ``lower``, ``upper`` (percent).
    """
    at = {each.name: place for place, each in enumerate(places)}
    most = max(1.0, float(rows["upper"].max()))
    base = rows["series"].map(at).astype(float)
    drawn = rows.assign(
        base=base, **{f"{each}_at": base - FULL * rows[each] / most for each in
                      ("value", "lower", "upper")}
    )  # fmt: skip
    scale = alt.Scale(domain=[0, months], nice=False)
    ticks = alt.Axis(values=list(range(0, months + 1, 3)), format="d", grid=False)
    x = alt.X("month:Q", title=words.month, scale=scale, axis=ticks)
    axis = base_axis([each.name for each in places], [each.under for each in places])
    floor = pd.DataFrame({"base": [float(each) for each in at.values()]})
    form: Literal["linear", "step-after"] = "linear" if straight else "step-after"
    layers = [
        alt.Chart(floor).mark_rule(color=LINE).encode(y=axis),
        *_in_a_band(alt.Chart(drawn).encode(x=x, detail=alt.Detail("series:N")), form, words),
    ]
    same = native.curves(rows, [each.name for each in places], words.value, words.month)
    return finished(alt.layer(*layers), same, height=ROW * len(places) + 8)


def _in_a_band(
    base: alt.Chart, form: Literal["linear", "step-after"], words: Axis
) -> list[alt.Chart]:
    """A curve and its band, of such a form."""
    tooltip = [
        alt.Tooltip("series:N", title=words.place),
        alt.Tooltip("month:Q", title=words.month),
        alt.Tooltip("value:Q", title=words.value, format=".0f"),
    ]
    return [
        base.mark_area(color=FIGURE, opacity=0.18, interpolate=form).encode(
            y=alt.Y("lower_at:Q"), y2=alt.Y2("upper_at:Q")
        ),
        base.mark_line(color=FIGURE, strokeWidth=2, interpolate=form).encode(
            y=alt.Y("value_at:Q"), tooltip=tooltip
        ),
    ]
