"""Counts a month: one row of bars, or one small row a place on the same scale."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts.colours import FIGURE, INK, LINE, PAPER, SOFT
from components.cards.charts.theme import Spec, count_axis, finished, wrapped

#: The opacity of a month that is not over.
LIGHTER = 0.4
#: A bar narrower than this many pixels has no room for its number.
NARROW = 19
#: The height of a small row, and the part of it that its highest bar takes.
ROW, FULL = 46, 0.68
#: A bar's own lightness, from ``_lightened``.
_OPACITY = alt.Opacity("opacity:Q", scale=None, legend=None)


class Words(NamedTuple):
    """What a chart of months calls its unit, its places, and, in a tooltip, a month and a gap."""

    unit: str
    place: str
    month: str
    total: str
    gap: str


class Months(NamedTuple):
    """The columns of a chart in their order, and those that are not over."""

    labels: Sequence[str]
    unfinished: Sequence[str] = ()


def monthly(rows: pd.DataFrame, *, months: Months, words: Words) -> Spec:
    """Bars a month. ``rows``: ``month`` (label), ``series`` (place), ``value`` (missing where
    nothing was received: a ring on the axis); several places are summed."""
    summed = _lightened(
        _received(rows).groupby("month", sort=False)["value"].sum().reset_index(), months
    )
    bars = (
        alt.Chart(summed)
        .mark_bar(color=FIGURE, cornerRadiusEnd=2)
        .encode(
            x=_x(months.labels),
            y=alt.Y("value:Q", title=words.unit, axis=count_axis(_most(summed))),
            opacity=_OPACITY,
            tooltip=[
                alt.Tooltip("month:O", title=words.month),
                alt.Tooltip("value:Q", title=words.unit),
            ],
        )
    )
    gaps = _gaps(rows)
    if gaps.empty:
        return finished(bars, height=220)
    rings = _ring(alt.Chart(gaps), words).encode(x=alt.X("month:O"), y=alt.datum(0))
    return finished(alt.layer(bars, rings), height=220)


def small_multiples(
    rows: pd.DataFrame,
    *,
    months: Months,
    order: Sequence[str],
    words: Words,
    totals: Mapping[str, str] | None = None,
) -> Spec:
    """A small row of bars a place, all on one scale, with its total at the end.

    ``rows`` as for ``monthly``, one a place and month; ``order``: the places from the top;
    ``totals``: what stands at a row's end instead of its sum.
    """
    received, places = (
        _lightened(_received(rows), months),
        {each: at for at, each in enumerate(order)},
    )
    most = max(float(received["value"].max()), 1) if len(received) else 1
    base = received["series"].map(places).astype(float)
    drawn = received.assign(
        base=base,
        top=base - FULL * received["value"].astype(float) / most,
        text=received["value"].astype(str).mask(received["value"] == 0, ""),
    )
    sums = received.groupby("series")["value"].sum().to_dict()
    ends = pd.DataFrame(
        {
            "base": [float(at) for at in places.values()],
            "month": words.total,
            "text": [(totals or {}).get(each, str(int(sums.get(each, 0)))) for each in places],
        }
    )
    columns = [*months.labels, words.total]
    layers = [
        alt.Chart(ends).mark_rule(color=LINE).encode(y=_y(order)),
        _small_bars(drawn, columns, words),
        *_numbers(drawn, ends, months),
    ]
    gaps = _gaps(rows)
    if len(gaps):
        at = gaps.assign(base=gaps["series"].map(places).astype(float))
        layers.append(_ring(alt.Chart(at), words).encode(x=alt.X("month:O"), y=_y(order)))
    return finished(alt.layer(*layers), height=ROW * len(order) + 8)


def _small_bars(drawn: pd.DataFrame, columns: Sequence[str], words: Words) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(drawn)
        .mark_bar(color=FIGURE)
        .encode(
            x=_x(columns),
            y=alt.Y("top:Q"),
            y2="base:Q",
            opacity=_OPACITY,
            tooltip=[
                alt.Tooltip("series:N", title=words.place),
                alt.Tooltip("month:O", title=words.month),
                alt.Tooltip("value:Q", title=words.unit),
            ],
        )
    )
    return chart


def _numbers(drawn: pd.DataFrame, ends: pd.DataFrame, months: Months) -> list[alt.Chart]:
    """The number of each bar, where there is room, and of each row."""
    whole = alt.Chart(ends).mark_text(
        color=INK, fontWeight="bold", baseline="bottom", fontSize=12, align="left", dx=3
    )
    start = alt.X("month:O", bandPosition=0)
    found = [whole.encode(x=start, y=alt.Y("base:Q"), text="text:N")]
    size = alt.ExprRef(f"width < {NARROW * (len(months.labels) + 1)} ? 0 : 10")
    each = alt.Chart(drawn).mark_text(color=SOFT, baseline="bottom", dy=-1, fontSize=size)
    found.append(each.encode(x=alt.X("month:O"), y=alt.Y("top:Q"), text="text:N"))
    return found


def _x(columns: Sequence[str]) -> alt.X:
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
    return alt.X(
        "month:O", sort=list(columns), scale=alt.Scale(domain=list(columns)), axis=axis, title=None
    )


def _y(order: Sequence[str]) -> alt.Y:
    """Rows from the top, named left of their line."""
    names = json.dumps([wrapped(each).split("\n") for each in order], ensure_ascii=False)
    axis = alt.Axis(
        values=list(range(len(order))),
        labelExpr=f"{names}[datum.value]",
        labelBaseline="bottom",
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


def _ring(chart: alt.Chart, words: Words) -> alt.Chart:
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
