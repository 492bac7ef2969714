"""Shares with their intervals, as charts and tables take them."""

from __future__ import annotations

import pandas as pd

from components.language import i18n
from components.results.common import percent_cell
from db.statistics import FEW

BOUNDS = ("share", "lower", "upper")


def chart_rows(rows: pd.DataFrame, label: list[str]) -> pd.DataFrame:
    """The rows behind a chart of intervals, of ``BOUNDS`` and ``denominator``."""
    share, lower, upper = ((100 * rows[name].astype(float)).round(6) for name in BOUNDS)
    return pd.DataFrame(
        {
            "label": label,
            "value": share,
            "lower": lower,
            "upper": upper,
            "note": [f"n = {i18n.number(int(n))}" for n in rows["denominator"]],
            "quiet": rows["denominator"] < FEW,
        }
    )


def columns(rows: pd.DataFrame) -> dict[str, list[int | str]]:
    """The columns of a table for ``BOUNDS``, in whole percent."""
    return {
        i18n.t(f"column.{name}"): [percent_cell(each) for each in rows[name]] for name in BOUNDS
    }
