"""A figure over time beside the path it should take: a line with dots, and a dashed one through its
targets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.colours import FIGURE, INK, PAPER, SOFT
from components.cards.charts.marks import DayMark, Titles, over_days
from components.cards.charts.theme import Spec, count_axis, finished

HEIGHT = 280
_SCALE = alt.Scale(domainMin=0, nice=True)


class Words(NamedTuple):
    """What a chart calls its unit, a day, and its two lines."""

    unit: str
    day: str
    actual: str
    planned: str
    event: str = ""
    told: str = ""


def path(
    actual: pd.DataFrame,
    planned: pd.DataFrame,
    *,
    ticks: dict[str, str],
    words: Words,
    marks: Sequence[DayMark] = (),
) -> Spec:
    """``actual``: ``day`` (ISO), ``value``, ``text``, ``label`` (the day in words), and for shares
    ``lower`` and ``upper``. ``planned``: ``day``, ``value``, ``text``, ``label``, ``is_target``; no
    rows where there is no path. ``ticks``: ISO days of the axis and their labels."""
    x, y = _x(ticks), _y(actual, planned, words)
    layers = [
        *over_days(marks, x, Titles(words.event, words.told)),
        *_planned(planned, x, y, words),
        *_spread(actual, x),
        *_actual(actual, x, y, words, is_below=_is_below(actual, planned)),
    ]
    return finished(alt.layer(*layers), _native(actual, planned, words), height=HEIGHT)


def _native(actual: pd.DataFrame, planned: pd.DataFrame, words: Words) -> native.Native:
    """Two lines over days."""
    named = ((words.actual, FIGURE, actual), (words.planned, SOFT, planned))
    series = [
        native.Series(
            name=name,
            colour=colour,
            values=native.numbers(rows["value"]),
            at=rows["day"].tolist(),
        )
        for name, colour, rows in named
        if len(rows)
    ]
    return native.single("days", words.unit, [words.day], *series)


def _planned(rows: pd.DataFrame, x: alt.X, y: alt.Y, words: Words) -> list[alt.Chart]:
    if rows.empty:
        return []
    base = alt.Chart(rows).encode(x=x, y=y)
    targets = alt.Chart(rows[rows["is_target"]]).encode(x=x, y=y)
    return [
        base.mark_line(color=SOFT, strokeDash=[5, 4], strokeWidth=1.5),
        targets.mark_point(
            shape="diamond", size=90, color=SOFT, fill=PAPER, strokeWidth=2, opacity=1
        ).encode(tooltip=_tooltip(words.planned, words)),
        # Left of its mark: the last target lies at the end of the axis.
        targets.mark_text(align="right", dx=-8, dy=-10, color=SOFT, fontSize=11).encode(
            text=alt.Text("text:N")
        ),
    ]


def _spread(rows: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    if rows.empty or rows["lower"].isna().all():
        return []
    mark = alt.Chart(rows).mark_rule(color=FIGURE, strokeWidth=2, opacity=0.25)
    return [mark.encode(x=x, y=alt.Y("lower:Q", scale=_SCALE), y2=alt.Y2("upper:Q"))]


def _is_below(actual: pd.DataFrame, planned: pd.DataFrame) -> bool:
    """Whether the figure ends under its path: there its number meets no target's."""
    if actual.empty or planned.empty:
        return False
    last = actual.iloc[-1]
    ahead = planned[planned["day"] >= last["day"]]
    return bool(len(ahead)) and bool(last["value"] <= ahead.iloc[0]["value"])


def _actual(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, words: Words, *, is_below: bool
) -> list[alt.Chart]:
    if rows.empty:
        return []
    base = alt.Chart(rows).encode(x=x, y=y)
    last = alt.Chart(rows.tail(1)).encode(x=x, y=y)
    return [
        base.mark_line(color=FIGURE, strokeWidth=2.5),
        base.mark_point(filled=True, size=40, color=FIGURE, opacity=1).encode(
            tooltip=_tooltip(words.actual, words)
        ),
        last.mark_point(filled=True, size=110, color=FIGURE, opacity=1),
        last.mark_text(
            align="left" if is_below else "right",
            dx=6 if is_below else -8,
            dy=14 if is_below else -12,
            color=INK,
            fontWeight="bold",
        ).encode(text=alt.Text("text:N")),
    ]


def _tooltip(line: str, words: Words) -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title=words.day), alt.Tooltip("text:N", title=line)]


def _x(ticks: dict[str, str]) -> alt.X:
    names = "{" + ",".join(f"'{day}':'{label}'" for day, label in ticks.items()) + "}"
    days = list(ticks)
    return alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[days[0], days[-1]]),
        axis=alt.Axis(
            values=days,
            labelExpr=f"split({names}[utcFormat(datum.value, '%Y-%m-%d')], ' ')",
            labelOverlap="greedy",
            labelSeparation=4,
            grid=False,
        ),
    )


def _y(actual: pd.DataFrame, planned: pd.DataFrame, words: Words) -> alt.Y:
    most = max((float(rows["value"].max()) for rows in (actual, planned) if len(rows)), default=1)
    return alt.Y(
        "value:Q",
        title=words.unit,
        scale=_SCALE,
        axis=count_axis(most),
    )
