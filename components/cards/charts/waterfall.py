"""From one number to another by what makes the difference, step by step."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.colours import BESIDE, FIGURE, INK, LINE
from components.cards.charts.theme import (
    Spec,
    count_axis,
    finished,
    labels_height,
    room_for,
    rows_axis,
    wrapped,
)


def waterfall(rows: pd.DataFrame, *, unit: str, place: str) -> Spec:
    """``rows``, from the top: ``label``, ``start`` and ``end`` of the bar, ``text``, ``is_sum``
    (bool: a number itself, from nought, and no step)."""
    ends = rows["end"].astype(float)
    sizes = ends - rows["start"].astype(float).mask(rows["is_sum"], 0.0)
    same = native.single(
        "bars", unit, rows["label"].tolist(),
        native.Series(name=unit, values=native.numbers(sizes), colour=FIGURE),
    )  # fmt: skip
    named = rows.assign(
        label=[wrapped(each) for each in rows["label"]],
        furthest=rows[["start", "end"]].max(axis=1),
        colour=rows["is_sum"].map({True: FIGURE, False: BESIDE}),
    )
    order, most = named["label"].tolist(), float(named["furthest"].max())
    base = alt.Chart(named).encode(y=rows_axis(order))
    least = min(0.0, float(named[["start", "end"]].min().min()))
    scale = room_for(rows["text"], most)
    scale.domainMin = least
    bar = base.mark_bar(height=16).encode(
        x=alt.X("start:Q", title=unit, scale=scale, axis=count_axis(most)),
        x2=alt.X2("end:Q"),
        color=alt.Color("colour:N", scale=None),
        tooltip=[alt.Tooltip("label:N", title=place), alt.Tooltip("text:N", title=unit)],
    )
    # A step of nought has no bar: its place is marked all the same.
    at = base.mark_tick(color=LINE, size=22).encode(x=alt.X("end:Q"))
    number = base.mark_text(align="left", dx=6, color=INK)
    layers = [at, bar, number.encode(x=alt.X("furthest:Q"), text=alt.Text("text:N"))]
    return finished(alt.layer(*layers), same, height=labels_height(order))
