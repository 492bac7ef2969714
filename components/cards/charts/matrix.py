"""Numbers in rows and columns, shaded: what two lists have in common, and nothing summed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from components.cards.charts import native
from components.cards.charts.colours import INK, PAPER, SHADES
from components.cards.charts.theme import LETTER, ROOM, Spec, finished, rows_axis, wrapped
from components.cards.charts.then import Then

ROW = 34
#: Of a cell that holds another number below its own.
HIGH_ROW = 44
#: The most letters of a column's name on one line.
COLUMN = 13


def matrix(
    rows: pd.DataFrame,
    *,
    unit: str,
    order: Sequence[str],
    columns: Sequence[str],
    places: tuple[str, str],
    beside: Then | None = None,
) -> Spec:
    """A cell for each row and column. ``rows``: ``label``, ``series``, ``value``, optional ``text``
    (what is written, else the value); ``places``: what a tooltip calls a row and a column;
    ``beside``: another number below that of its cell, with its ``text``; none is nought."""
    texts = rows["text"] if "text" in rows else rows["value"].astype(int).astype(str)
    named = _named(rows.assign(text=texts))
    if beside is not None:
        other = beside.rows[["label", "series", "text"]].rename(columns={"text": "other"})
        named = named.merge(_named(other), how="left").fillna({"other": "0"})
    lines = [wrapped(each) for each in order]
    across = [wrapped(each, COLUMN) for each in columns]
    base = alt.Chart(named).encode(y=rows_axis(lines), x=_columns(across))
    tips = [
        alt.Tooltip("label:N", title=places[0]),
        alt.Tooltip("series:N", title=places[1]),
        alt.Tooltip("text:N", title=unit),
        *([alt.Tooltip("other:N", title=beside.name)] if beside else []),
    ]
    shades = alt.Scale(range=list(SHADES), domainMin=0, domainMax=_most(rows))
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(
        color=alt.Color("value:Q", scale=shades, legend=None), tooltip=tips
    )
    numbers = [_written(base, "text", 12, -8 if beside else 0)]
    if beside is not None:
        numbers.append(_written(base, "other", 10, 9))
    high = max((each.count("\n") + 1 for each in lines), default=1)
    row = max(HIGH_ROW if beside else ROW, 15 * high + 10)
    return finished(
        alt.layer(cells, *numbers),
        _same(rows, unit, order, columns, beside),
        height=len(lines) * row,
    )


def _written(base: alt.Chart, column: str, size: int, down: int) -> alt.Chart:
    mark = base.mark_text(color=INK, fontSize=size, dy=down)
    drawn: alt.Chart = mark.encode(text=alt.Text(f"{column}:N"))
    return drawn


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """With the names of rows and columns on as many lines as they need."""
    return rows.assign(
        label=[wrapped(each) for each in rows["label"]],
        column=[wrapped(each, COLUMN) for each in rows["series"]],
    )


def _same(
    rows: pd.DataFrame, unit: str, order: Sequence[str], columns: Sequence[str], beside: Then | None
) -> native.Native:
    """For a workbook; what is beside each column stands as another one."""
    names, every = list(columns), rows
    if beside is not None:
        others = [f"{each} · {beside.name}" for each in columns]
        there = beside.rows.assign(series=beside.rows["series"] + f" · {beside.name}")
        names, every = [*names, *others], pd.concat([rows, there], ignore_index=True)
    colours = native.aside(names)
    return native.by_series("bars", every, unit=unit, labels=list(order), colours=colours)


def _columns(names: list[str]) -> alt.X:
    """Names above the columns, slanting where a phone has no room for them."""
    high = max((each.count("\n") for each in names), default=0)
    letters = max((len(line) for each in names for line in each.split("\n")), default=0)
    narrow = f"{ROOM} < {(LETTER * letters + 6) * len(names)}"
    axis = alt.Axis(
        orient="top",
        labelPadding=6 + 14 * high,
        labelAngle=alt.ExprRef(f"{narrow} ? 40 : 0"),
        labelAlign=alt.ExprRef(f"{narrow} ? 'right' : 'center'"),
        labelExpr="split(datum.label, '\\n')",
        labelOverlap=False,
        labelLimit=0,
        ticks=False,
        domain=False,
        title=None,
    )
    return alt.X("column:N", sort=names, scale=alt.Scale(domain=names), axis=axis, title=None)


def _most(rows: pd.DataFrame) -> float:
    return max(float(rows["value"].max()), 1) if len(rows) else 1
