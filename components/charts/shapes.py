"""The few shapes that all results are drawn in; pure: frames and words in, Vega-Lite out."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from components.charts.theme import (
    ACCENT,
    CATEGORIES,
    INK,
    QUIET,
    category_colours,
    finished,
    rows_height,
    with_legend,
)

Spec = dict[str, Any]


def monthly(rows: pd.DataFrame, *, unit: str, months: list[str], series: list[str]) -> Spec:
    """Stacked bars a month. ``rows``: ``month`` (label), ``series`` (label), ``value``."""
    step = max(1, -(-len(months) // 8))
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X(
                "month:O",
                sort=months,
                title=None,
                scale=alt.Scale(domain=months),
                axis=alt.Axis(labelAngle=0, values=months[::step], labelOverlap=True),
            ),
            y=alt.Y("sum(value):Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d")),
            color=category_colours(series),
            tooltip=[
                alt.Tooltip("month:O", title=" "),
                alt.Tooltip("series:N", title=" "),
                alt.Tooltip("sum(value):Q", title=unit),
            ],
        )
    )
    return finished(chart)


def bars(rows: pd.DataFrame, *, unit: str) -> Spec:
    """Horizontal bars in the order given. ``rows``: ``label``, ``value``, ``text``; optional
    ``side`` (bool) draws a bar in the second colour, ``muted`` (bool) in grey."""
    order = rows["label"].tolist()
    base = alt.Chart(rows.assign(colour=_colour(rows))).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    bar = base.mark_bar(height=16, cornerRadiusEnd=3).encode(
        x=alt.X("value:Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d")),
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=unit)],
    )
    number = base.mark_text(align="left", dx=5, color=INK).encode(x="value:Q", text="text:N")
    return finished(bar + number, height=rows_height(len(order)))


def _colour(rows: pd.DataFrame) -> Any:
    for name, colour in (("side", CATEGORIES[1]), ("muted", QUIET)):
        if name in rows:
            return rows[name].map({True: colour, False: ACCENT})
    return ACCENT


def stacked(rows: pd.DataFrame, *, unit: str, order: list[str], series: list[str]) -> Spec:
    """Horizontal stacked bars. ``rows``: ``label``, ``series``, ``value``."""
    chart = (
        alt.Chart(rows)
        .mark_bar(height=16)
        .encode(
            y=alt.Y(
                "label:N",
                sort=order,
                title=None,
                scale=alt.Scale(domain=order),
                axis=alt.Axis(ticks=False, domain=False),
            ),
            x=alt.X("value:Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d")),
            color=category_colours(series),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("series:N", title=" "),
                alt.Tooltip("value:Q", title=unit),
            ],
        )
        .transform_calculate(rank=f"indexof({series}, datum.series)")
    )
    return finished(chart, height=with_legend(len(order), len(series)), legend_columns=1)


def intervals(rows: pd.DataFrame, *, unit: str, band: tuple[float, float] | None = None) -> Spec:
    """A dot and its 95 % interval a row, in percent from 0 to 100.

    ``rows``: ``label``, ``value``, ``lower``, ``upper`` (percent, missing where nothing is shown),
    ``note`` (n in words), ``quiet`` (bool: few answers, drawn in grey). ``band``: the mean's
    interval over all, as a light strip.
    """
    order = list(dict.fromkeys(rows["label"]))
    scale = alt.Scale(domain=[0, 100])
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(rows.assign(colour=rows["quiet"].map({True: QUIET, False: ACCENT}))).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    drawn = base.transform_filter("isValid(datum.value)")
    line = drawn.mark_rule(strokeWidth=2).encode(
        x=alt.X("lower:Q", scale=scale, title=unit), x2="upper:Q", color=colour
    )
    dot = drawn.mark_point(filled=True, size=80, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        color=colour,
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("note:N", title=" ")],
    )
    note = drawn.mark_text(dy=-10, color=INK, fontSize=11).encode(
        x=alt.X("value:Q", scale=scale), text="note:N"
    )
    absent = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=4, color=QUIET, fontStyle="italic")
        .encode(x=alt.datum(0), text="note:N")
    )
    layers = [line, dot, note, absent]
    if band is not None:
        strip = pd.DataFrame({"low": [band[0]], "high": [band[1]]})
        layers.insert(
            0,
            alt.Chart(strip)
            .mark_rect(color=ACCENT, opacity=0.12)
            .encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        )
    return finished(alt.layer(*layers), height=max(3, len(order)) * 40)


def timeline(rows: pd.DataFrame, *, first: str, last: str, ticks: dict[str, str]) -> Spec:
    """Postings as bars over time. ``rows``: ``label``, ``start``, ``end`` (ISO days), ``text``,
    ``series``; ``ticks`` maps ISO days of the axis to their labels."""
    order = list(dict.fromkeys(rows["label"]))
    series = list(dict.fromkeys(rows["series"]))
    names = "{" + ",".join(f"'{day}':'{label}'" for day, label in ticks.items()) + "}"
    chart = (
        alt.Chart(rows)
        .mark_bar(height=14, cornerRadius=4)
        .encode(
            y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False)),
            x=alt.X(
                "start:T",
                title=None,
                scale=alt.Scale(domain=[first, last]),
                axis=alt.Axis(
                    values=list(ticks),
                    labelExpr=f"{names}[timeFormat(datum.value, '%Y-%m-%d')]",
                ),
            ),
            x2="end:T",
            color=category_colours(series),
            tooltip=[alt.Tooltip("text:N", title=" ")],
        )
    )
    return finished(chart, height=with_legend(len(order), len(series)), legend_columns=1)
