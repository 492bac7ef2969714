"""Counts a month: one row of bars, or one small row a place on the same scale."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts import native, then
from components.cards.charts.colours import FIGURE, INK, LINE, PAPER, SOFT
from components.cards.charts.marks import GAP, NAME, Mark, Titles, over_months, over_rows
from components.cards.charts.theme import Spec, count_axis, finished, isolated, wrapped
from components.cards.charts.then import Then

#: The opacity of a month that is not over.
LIGHTER = 0.4
#: A bar narrower than this many pixels has no room for its number.
NARROW = 19
#: The height of a small row, and the part of it that its highest bar takes.
ROW, FULL = 46, 0.68
#: How far a name is lifted that has words below it.
UNDER = 20
#: A bar's own lightness, from ``_lightened``.
_OPACITY = alt.Opacity("opacity:Q", scale=None, legend=None)


class Words(NamedTuple):
    """What a chart of months calls its unit, its places, and, in a tooltip, a month and a gap."""

    unit: str
    place: str
    month: str
    total: str
    gap: str
    event: str = ""
    told: str = ""

    @property
    def of_events(self) -> Titles:
        """Those of an event."""
        return Titles(self.event, self.told)


class Months(NamedTuple):
    """The columns of a chart in their order, those that are not over, and the events on them."""

    labels: Sequence[str]
    unfinished: Sequence[str] = ()
    marks: Sequence[Mark] = ()


def monthly(
    rows: pd.DataFrame, *, months: Months, words: Words, beside: Then | None = None
) -> Spec:
    """Bars a month. ``rows``: ``month`` (label), ``series`` (place), ``value`` (missing where
    nothing was received: a ring on the axis); several places are summed. ``beside``: a line over
    each bar."""
    at = beside.summed() if beside else None
    same = native.over_months(
        rows.assign(series=""), unit=words.unit, months=months.labels, order=[""],
        unfinished=months.unfinished, beside=at,
    )  # fmt: skip
    summed = _lightened(
        _received(rows).groupby("month", sort=False)["value"].sum().reset_index(), months
    )
    bars = _large_bars(summed, months, words, at)
    gaps, bands = (
        _gaps(rows),
        over_months(months.marks, months.labels, months_axis(months.labels), words.of_events),
    )
    lines = then.lines(at, "value") if at else []
    if gaps.empty and not bands and not lines:
        return finished(bars, same, height=220)
    layers = [*bands, bars, *lines]
    if len(gaps):
        layers.append(ring(alt.Chart(gaps), words).encode(x=alt.X("month:O"), y=alt.datum(0)))
    return finished(alt.layer(*layers), same, height=220)


def _large_bars(
    summed: pd.DataFrame, months: Months, words: Words, beside: Then | None
) -> alt.Chart:
    most = max(_most(summed), then.most(beside))
    # Of noughts alone the axis would have its nought in the middle.
    scale = alt.Undefined if most else alt.Scale(domain=[0, 1])
    chart: alt.Chart = (
        alt.Chart(then.joined(summed, beside, ["month"]))
        .mark_bar(color=FIGURE, cornerRadiusEnd=2)
        .encode(
            x=months_axis(months.labels),
            y=alt.Y("value:Q", title=words.unit, scale=scale, axis=count_axis(max(most, 1))),
            opacity=_OPACITY,
            tooltip=[
                alt.Tooltip("month:O", title=words.month),
                alt.Tooltip("value:Q", title=words.unit),
                *then.tooltip(beside),
            ],
        )
    )
    return chart


def small_multiples(
    rows: pd.DataFrame,
    *,
    months: Months,
    order: Sequence[str],
    words: Words,
    totals: Mapping[str, str] | None = None,
    beside: Then | None = None,
) -> Spec:
    """A small row of bars a place, all on one scale, with its total at the end.

    ``rows`` and ``beside`` as for ``monthly``, one a place and month; ``order``: the places from
    the top; ``totals``: what stands at a row's end instead of its sum.
    """
    received = _lightened(_received(rows), months)
    places = {each: float(at) for at, each in enumerate(order)}
    most = max(_most(received), then.most(beside), 1)
    full = FULL * ROW / (ROW + NAME) if months.marks else FULL
    drawn = _on_their_lines(received, places, full / most)
    ends = _ends(received, places, words.total, totals or {})
    columns = [*months.labels, words.total]
    bands = over_rows(months.marks, months.labels, places, months_axis(columns), words.of_events)
    row = ROW + (NAME if bands else 0)
    layers = [
        alt.Chart(ends).mark_rule(color=LINE).encode(y=base_axis(order)),
        *bands,
        _small_bars(then.joined(drawn, beside, ["month", "series"]), columns, words, beside),
        *then.lines_in_rows(beside, places, full / most),
        *_numbers(drawn, ends, months, has_lines=beside is not None),
    ]
    gaps = _gaps(rows)
    if len(gaps):
        at = gaps.assign(base=gaps["series"].map(places))
        layers.append(ring(alt.Chart(at), words).encode(x=alt.X("month:O"), y=base_axis(order)))
    same = native.over_months(
        rows, unit=words.unit, months=months.labels, order=order, unfinished=months.unfinished,
        beside=beside,
    )  # fmt: skip
    return finished(alt.layer(*layers), same, height=row * len(order) + 8)


def _on_their_lines(
    received: pd.DataFrame, places: Mapping[str, float], height: float
) -> pd.DataFrame:
    """Each bar from the line of its place up, with its number, if it has any."""
    base = received["series"].map(places).astype(float)
    return received.assign(
        base=base,
        top=base - height * received["value"].astype(float),
        text=received["value"].astype(str).mask(received["value"] == 0, ""),
    )


def _ends(
    received: pd.DataFrame, places: Mapping[str, float], total: str, totals: Mapping[str, str]
) -> pd.DataFrame:
    """What stands at the end of each row."""
    sums = received.groupby("series")["value"].sum().to_dict()
    texts = [totals.get(each, str(int(sums.get(each, 0)))) for each in places]
    return pd.DataFrame({"base": list(places.values()), "month": total, "text": texts})


def _small_bars(
    drawn: pd.DataFrame, columns: Sequence[str], words: Words, beside: Then | None
) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(drawn)
        .mark_bar(color=FIGURE)
        .encode(
            x=months_axis(columns),
            y=alt.Y("top:Q"),
            y2=alt.Y2("base:Q"),
            opacity=_OPACITY,
            tooltip=[
                alt.Tooltip("series:N", title=words.place),
                alt.Tooltip("month:O", title=words.month),
                alt.Tooltip("value:Q", title=words.unit),
                *then.tooltip(beside),
            ],
        )
    )
    return chart


def _numbers(
    drawn: pd.DataFrame, ends: pd.DataFrame, months: Months, *, has_lines: bool
) -> list[alt.Chart]:
    """The number of each bar, where there is room, and of each row; a line gives way to it."""
    whole = alt.Chart(ends).mark_text(
        color=INK, fontWeight="bold", baseline="bottom", fontSize=12, align="left", dx=3
    )
    start = alt.X("month:O", bandPosition=0)
    found = [whole.encode(x=start, y=alt.Y("base:Q"), text=alt.Text("text:N"))]
    size = alt.ExprRef(f"width < {NARROW * (len(months.labels) + 1)} ? 0 : 10")
    base = alt.Chart(drawn).encode(x=alt.X("month:O"), y=alt.Y("top:Q"), text=alt.Text("text:N"))
    if has_lines:
        found.append(
            base.mark_text(stroke=PAPER, strokeWidth=4, baseline="bottom", dy=-1, fontSize=size)
        )
    found.append(base.mark_text(color=SOFT, baseline="bottom", dy=-1, fontSize=size))
    return found


def months_axis(columns: Sequence[str]) -> alt.X:
    """Months side by side, each name on two lines; those that would touch are left out."""
    axis = alt.Axis(
        labelAngle=0,
        labelExpr="split(datum.label, ' ')",
        labelOverlap="greedy",
        labelSeparation=4,
        ticks=False,
        grid=False,
        title=None,
    )
    # Said here, as a chart that begins with bands of events would take none.
    scale = alt.Scale(domain=list(columns), paddingInner=GAP, paddingOuter=GAP / 2)
    return alt.X("month:O", sort=list(columns), scale=scale, axis=axis, title=None)


def base_axis(order: Sequence[str], under: Sequence[str] = ()) -> alt.Y:
    """Rows from the top, named left of their line; ``under``: a line of words below each name."""
    lines = [
        [*wrapped(name).splitlines(), *map(isolated, wrapped(words).splitlines())]
        for name, words in zip_longest(order, under, fillvalue="")
    ]
    names = json.dumps(lines, ensure_ascii=False)
    axis = alt.Axis(
        values=list(range(len(order))),
        labelExpr=f"{names}[datum.value]",
        labelBaseline="bottom",
        labelOffset=-UNDER if under else 0,
        ticks=False,
        domain=False,
        grid=False,
        title=None,
    )
    last = len(order) - 1
    scale = alt.Scale(domain=[last + 0.05, -0.95], nice=False, zero=False)
    return alt.Y("base:Q", scale=scale, axis=axis, title=None)


def _lightened(rows: pd.DataFrame, months: Months) -> pd.DataFrame:
    """Bars of months that are not over are lighter."""
    is_light = rows["month"].isin(list(months.unfinished))
    lightened: pd.DataFrame = rows.assign(opacity=is_light.map({True: LIGHTER, False: 1.0}))
    return lightened


def _received(rows: pd.DataFrame) -> pd.DataFrame:
    kept: pd.DataFrame = rows[rows["value"].notna()].astype({"value": int})
    return kept


def _gaps(rows: pd.DataFrame) -> pd.DataFrame:
    kept: pd.DataFrame = rows.loc[rows["value"].isna(), ["month", "series"]]
    return kept


def _most(rows: pd.DataFrame) -> float:
    return float(rows["value"].max()) if len(rows) else 0


def ring(chart: alt.Chart, words: Words) -> alt.Chart:
    """A ring where nothing was received."""
    drawn: alt.Chart = chart.mark_point(
        size=50, color=SOFT, fill=PAPER, strokeWidth=2, opacity=1
    ).encode(
        tooltip=[
            alt.Tooltip("month:O", title=words.month),
            alt.Tooltip("series:N", title=words.gap),
        ]
    )
    return drawn
