"""Numbers in rows and columns, shaded: what two lists have in common, and nothing summed."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from components.cards.charts.colours import INK, PAPER, SHADES
from components.cards.charts.theme import LETTER, Spec, finished, rows_axis, wrapped

ROW = 34
#: The most letters of a column's name on one line.
COLUMN = 13


def matrix(
    rows: pd.DataFrame,
    *,
    unit: str,
    order: Sequence[str],
    columns: Sequence[str],
    places: tuple[str, str],
) -> Spec:
    """A cell for each row and column. ``rows``: ``label``, ``series``, ``value``, optional ``text``
    (what is written, else the value); ``places``: what a tooltip calls a row and a column."""
    texts = rows["text"] if "text" in rows else rows["value"].astype(int).astype(str)
    named = rows.assign(
        label=[wrapped(each) for each in rows["label"]],
        column=[wrapped(each, COLUMN) for each in rows["series"]],
        text=texts,
    )
    lines = [wrapped(each) for each in order]
    across = [wrapped(each, COLUMN) for each in columns]
    base = alt.Chart(named).encode(y=rows_axis(lines), x=_columns(across))
    cells = base.mark_rect(stroke=PAPER, strokeWidth=2).encode(
        color=alt.Color(
            "value:Q",
            scale=alt.Scale(range=list(SHADES), domainMin=0, domainMax=_most(rows)),
            legend=None,
        ),
        tooltip=[
            alt.Tooltip("label:N", title=places[0]),
            alt.Tooltip("series:N", title=places[1]),
            alt.Tooltip("text:N", title=unit),
        ],
    )
    numbers = base.mark_text(color=INK, fontSize=12).encode(text="text:N")
    high = max((each.count("\n") + 1 for each in lines), default=1)
    return finished(alt.layer(cells, numbers), height=len(lines) * max(ROW, 15 * high + 10))


def _columns(names: list[str]) -> alt.X:
    """Names above the columns, slanting where a phone has no room for them."""
    high = max((each.count("\n") for each in names), default=0)
    letters = max((len(line) for each in names for line in each.split("\n")), default=0)
    narrow = f"width < {(LETTER * letters + 6) * len(names)}"
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
