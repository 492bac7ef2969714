"""Bars of one place, each with a mark where the mean of several lies."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.colours import BESIDE, FIGURE, INK
from components.cards.charts.theme import (
    Spec,
    count_axis,
    finished,
    labels_height,
    room_for,
    rows_axis,
    wrapped,
)


def bars_beside(rows: pd.DataFrame, *, unit: str, place: str, mean_of: str) -> Spec:
    """``rows``: ``label``, ``value``, ``mean`` (missing where there is none), ``text``;
    ``mean_of``: what a workbook calls the mean."""
    series = [(unit, "value", FIGURE), (mean_of, "mean", BESIDE)]
    same = native.single(
        "bars", unit, rows["label"].tolist(),
        *(native.Series(name=name, values=native.numbers(rows[column]), colour=colour)
          for name, column, colour in series if rows[column].notna().any()),
    )  # fmt: skip
    named = rows.assign(
        label=[wrapped(each) for each in rows["label"]],
        furthest=rows[["value", "mean"]].astype(float).max(axis=1),
    )
    order, most = named["label"].tolist(), float(named["furthest"].max())
    base = alt.Chart(named).encode(y=rows_axis(order))
    bar = base.mark_bar(height=16, cornerRadiusEnd=3, color=FIGURE).encode(
        x=alt.X(
            "value:Q",
            title=unit,
            axis=count_axis(most),
            scale=room_for(rows["text"], most),
        ),
        tooltip=[alt.Tooltip("label:N", title=place), alt.Tooltip("text:N", title=unit)],
    )
    mean = base.transform_filter("isValid(datum.mean)").mark_tick(color=INK, thickness=3, size=24)
    number = base.mark_text(align="left", dx=6, color=INK)
    layers = [
        bar,
        mean.encode(x=alt.X("mean:Q")),
        number.encode(x=alt.X("furthest:Q"), text=alt.Text("text:N")),
    ]
    return finished(alt.layer(*layers), same, height=labels_height(order))
