"""What a chart of months is compared with: a line over each bar, on the same scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
import pandas as pd

from components.cards.charts.colours import INK, PAPER


class Then(NamedTuple):
    """``name``: of another time or place, as a tooltip and a workbook call it; ``rows``: ``month``,
    ``series`` and ``value`` as of the bars, none where there is nothing to compare with."""

    name: str
    rows: pd.DataFrame

    def summed(self) -> Then:
        """Of all places together."""
        rows = self.rows.groupby("month", sort=False)["value"].sum().reset_index()
        return Then(self.name, rows.assign(series=""))

    def by_place(self) -> dict[tuple[str, str], float]:
        """The value at each month and place."""
        keys = zip(self.rows["month"], self.rows["series"], strict=True)
        return dict(zip(keys, self.rows["value"].astype(float), strict=True))


def most(beside: Then | None) -> float:
    """The highest of them."""
    return float(beside.rows["value"].max()) if beside and len(beside.rows) else 0.0


def joined(drawn: pd.DataFrame, beside: Then | None, keys: Sequence[str]) -> pd.DataFrame:
    """The rows of the bars, each with what it is compared with in column ``other``."""
    if beside is None:
        return drawn
    other = beside.rows[[*keys, "value"]].rename(columns={"value": "other"})
    return drawn.merge(other, how="left", on=list(keys))


def tooltip(beside: Then | None) -> list[alt.Tooltip]:
    """What stands last in a bar's tooltip."""
    return [alt.Tooltip("other:Q", title=beside.name)] if beside else []


def lines(beside: Then, y: str) -> list[alt.Chart]:
    """A line as wide as a bar at the value of each month; paper parts it from the bar."""
    base = alt.Chart(beside.rows).encode(
        x=alt.X("month:O", bandPosition=0), x2=alt.X2("month", bandPosition=1), y=alt.Y(f"{y}:Q")
    )
    told = alt.Tooltip("value:Q", title=beside.name)
    return [
        base.mark_rule(color=PAPER, strokeWidth=4),
        base.mark_rule(color=INK, strokeWidth=2).encode(tooltip=[alt.Tooltip("month:O"), told]),
    ]


def lines_in_rows(
    beside: Then | None, places: Mapping[str, float], height: float
) -> list[alt.Chart]:
    """The same in small rows; ``places``: their base lines; ``height``: of one, in rows."""
    if beside is None:
        return []
    known = beside.rows[beside.rows["series"].isin(list(places))]
    base = known["series"].map(places).astype(float)
    at = known.assign(line=base - height * known["value"].astype(float))
    return lines(Then(beside.name, at), "line")
