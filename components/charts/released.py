"""Charts of released cells: bars of rounded persons, dots with intervals for trust."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.charts.shapes import notes_above, with_wrapped_labels
from components.charts.theme import ACCENT as GREEN
from components.charts.theme import SOFT, room_for, rows_axis


def bars(rows: pd.DataFrame, *, unit: str) -> alt.LayerChart:
    """One bar a row; a hidden cell has no bar but its mark in words.

    ``rows``: ``label``, ``value`` (missing where hidden), ``text``; drawn in the order given.
    """
    rows = with_wrapped_labels(rows)
    order = rows["label"].tolist()
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn = base.transform_filter("isValid(datum.value)")
    bar = drawn.mark_bar(color=GREEN, cornerRadiusEnd=3, height=16).encode(
        x=alt.X(
            "value:Q",
            title=unit,
            axis=alt.Axis(tickMinStep=5, format="d", grid=True),
            scale=room_for(rows["text"][rows["value"].notna()], float(rows["value"].max())),
        ),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title=unit)],
    )
    number = drawn.mark_text(align="left", dx=5).encode(x="value:Q", text="text:N")
    masked = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=5, fontStyle="italic", fontSize=10, color=SOFT)
        .encode(x=alt.datum(0), text="text:N")
    )
    return alt.layer(bar, number, masked)


def shares(rows: pd.DataFrame, *, unit: str) -> alt.LayerChart:
    """A dot and its 95 % interval a row, in whole percents from 0 to 100.

    ``rows``: ``label``, ``value``, ``lower``, ``upper``, ``note`` (n in words, or the mark).
    """
    rows = with_wrapped_labels(rows)
    order = rows["label"].tolist()
    scale = alt.Scale(domain=[0, 100])
    base = alt.Chart(rows).encode(y=rows_axis(order))
    drawn = base.transform_filter("isValid(datum.value)")
    line = drawn.mark_rule(color=GREEN, strokeWidth=2).encode(
        x=alt.X("lower:Q", scale=scale, title=unit), x2="upper:Q"
    )
    dot = drawn.mark_point(filled=True, size=90, color=GREEN, opacity=1).encode(
        x=alt.X("value:Q", scale=scale),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("note:N", title=" ")],
    )
    masked = (
        base.transform_filter("!isValid(datum.value)")
        .mark_text(align="left", dx=5, fontStyle="italic", fontSize=10, color=SOFT)
        .encode(x=alt.datum(0), text="note:N")
    )
    return alt.layer(line, dot, *notes_above(drawn, scale, (0, 100)), masked)
