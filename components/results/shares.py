"""Shares with their intervals, as charts and tables take them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from components.language import i18n, percents
from components.results.common import percent_cell
from db.statistics import FEW
from db.statistics.rounding import FEWEST

BOUNDS = ("share", "lower", "upper")


def chart_rows(rows: pd.DataFrame, label: list[str]) -> pd.DataFrame:
    """The rows behind a chart of intervals, of ``BOUNDS``, ``numerator`` and ``denominator``; what
    is of few has its counts in the place of a dot."""
    is_few = rows["denominator"] < FEWEST
    share, lower, upper = (
        (100 * rows[name].astype(float)).round(6).mask(is_few) for name in BOUNDS
    )
    return pd.DataFrame(
        {
            "label": label,
            "value": share,
            "lower": lower,
            "upper": upper,
            "note": [
                percents.counts(part, n) if n < FEWEST else f"n = {i18n.number(n)}"
                for part, n in _counts(rows)
            ],
            "quiet": rows["denominator"] < FEW,
        }
    )


def columns(rows: pd.DataFrame) -> dict[str, list[int | str]]:
    """The columns of a table for ``BOUNDS``, in whole percent; of few, the counts alone."""
    few = [n < FEWEST for _, n in _counts(rows)]
    told = {"share": [percents.cell(part, n) for part, n in _counts(rows)]}
    for name in BOUNDS[1:]:
        bounds = zip(rows[name], few, strict=True)
        told[name] = [percent_cell(None if is_few else each) for each, is_few in bounds]
    return {i18n.t(f"column.{name}"): cells for name, cells in told.items()}


def legend(denominators: Iterable[int], key: str = "note.grey") -> str:
    """What is grey, and what has no percentage, of so many drawn; nothing where neither is."""
    drawn = [int(each) for each in denominators if each]
    told = []
    if any(FEWEST <= each < FEW for each in drawn):
        told.append(i18n.t(key, few=FEW))
    if any(each < FEWEST for each in drawn):
        told.append(i18n.t("note.no_percent", fewest=FEWEST))
    return " ".join(told)


def _counts(rows: pd.DataFrame) -> list[tuple[int, int]]:
    columns = (rows[name].astype(int) for name in ("numerator", "denominator"))
    return list(zip(*columns, strict=True))
