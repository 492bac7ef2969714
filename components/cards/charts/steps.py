"""The steps of a path: a bar each, and at its end whoever is still under way there."""

from __future__ import annotations

import altair as alt
import pandas as pd

from components.cards.charts import native, then
from components.cards.charts.colours import EDGE, INK, PATH
from components.cards.charts.native import Panel, Series
from components.cards.charts.shapes import after_both, totals, with_wrapped_labels
from components.cards.charts.theme import (
    Spec,
    count_axis,
    finished,
    labels_height,
    part_colours,
    room_for,
    rows_axis,
)
from components.cards.charts.then import Then

#: The parts of a bar, in the order of ``PATH``.
PARTS = tuple(PATH)


def steps(
    rows: pd.DataFrame,
    *,
    unit: str,
    place: str,
    names: dict[str, str],
    days: str,
    beside: Then | None = None,
) -> Spec:
    """``rows``: ``label``, ``value``, ``under_way`` (of them), ``text`` (after the bar), ``side``
    (bool: beside the path), ``days`` (a median, or missing); ``names``: what each of ``PARTS`` is
    called; ``days``: what the medians are called in a workbook. A part is found by its ``part``:
    its label and its name."""
    same = _same(rows, unit, names, days, beside)
    named = with_wrapped_labels(rows)
    drawn, order = parts(named, names), named["label"].tolist()
    most = max(float(rows["value"].max()), then.most(beside))
    base = alt.Chart(drawn).encode(y=rows_axis(order))
    bar = base.mark_bar(height=16, stroke=EDGE, strokeWidth=0.75).encode(
        x=alt.X("start:Q", title=unit, axis=count_axis(most), scale=room_for(rows["text"], most)),
        x2=alt.X2("end:Q"),
        color=part_colours({names[each]: colour for each, colour in PATH.items()}),
        tooltip=[
            alt.Tooltip("label:N", title=place),
            alt.Tooltip("series:N", title=unit),
            alt.Tooltip("value:Q", title=unit),
        ],
    )
    ends = after_both(named, beside)
    number = (
        alt.Chart(ends[["label", "after", "text"]])
        .mark_text(align="left", dx=5, color=INK)
        .encode(y=rows_axis(order), x=alt.X("after:Q"), text=alt.Text("text:N"))
    )
    others = [] if beside is None else totals(beside, order, place)
    return finished(alt.layer(bar, *others, number), same, height=labels_height(order))


def parts(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """A row for each part of a bar that holds anybody."""
    found = []
    for label, value, under_way, side in zip(
        rows["label"], rows["value"], rows["under_way"], rows["side"], strict=True
    ):
        waits = 0 if pd.isna(under_way) else int(under_way)
        first = "side" if side else "on"
        for part, start, end in ((first, 0, int(value) - waits),
                                 ("under_way", int(value) - waits, int(value))):  # fmt: skip
            if end > start:
                found.append((label, names[part], start, end, end - start,
                              f"{label} · {names[part]}"))  # fmt: skip
    return pd.DataFrame(found, columns=["label", "series", "start", "end", "value", "part"])


def _same(
    rows: pd.DataFrame, unit: str, names: dict[str, str], days: str, beside: Then | None
) -> native.Native:
    """Parts of bars, then the medians on a scale of their own."""
    made = parts(rows, names)
    colours = [(names[each], colour) for each, colour in PATH.items()]
    labels = rows["label"].tolist()
    same = native.by_series("stacked", made, unit=unit, labels=labels, colours=colours)
    same = native.with_totals(same, beside)
    if rows["days"].notna().any():
        medians = Series(name=days, values=native.numbers(rows["days"]), colour=PATH["on"])
        same["panels"].append(Panel(title=days, series=[medians], unit=days))
    return same
