"""Which tables a reader meets, in the page and in every file alike: those that say something.

Made from released cells only. Whoever sees which tables are left out sees less than the audit
assumes of everybody: the mark of every entry (``docs/privacy.md#what-a-reader-meets``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from components.releases import words
from components.releases.words import ReleasedTable
from db.codes import Mark
from db.releases.names import NO_COLUMN, TOTALS, measure_of


@dataclass(frozen=True)
class Listed:
    """The tables to be shown, and whether any was left out."""

    tables: list[ReleasedTable]
    has_left_out: bool


def listed(tables: Sequence[ReleasedTable]) -> Listed:
    """The grand totals in one table, then every table that shows more than its own."""
    shown = [table for table in tables if says_something(table)]
    totals = _totals(tables)
    return Listed(totals + shown, has_left_out=len(shown) < len(tables))


def says_something(table: ReleasedTable) -> bool:
    """Whether a number stands in it; a grand total of persons does not count, which stands among
    the totals."""
    numbers = table.rows["mark"] == Mark.PUBLISHED
    if not table.is_trust:
        numbers &= ~words.is_grand(table.rows)
    return bool(numbers.any())


def _totals(tables: Sequence[ReleasedTable]) -> list[ReleasedTable]:
    """The published grand total of each measure; none where none is published."""
    found: dict[str, ReleasedTable] = {}
    for table in tables:
        if not table.is_trust and table.total_value is not None:
            found.setdefault(measure_of(table.code), table)
    if not found:
        return []
    rows = [table.rows[words.is_grand(table.rows)].tail(1) for table in found.values()]
    cells = pd.concat(rows, ignore_index=True).assign(
        table=TOTALS, row=list(found), column=NO_COLUMN
    )
    return [words.table(TOTALS, cells, next(iter(found.values())).base)]
