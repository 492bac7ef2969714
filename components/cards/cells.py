"""What a cell of a file holds: a number, a day, nothing, or text that no spreadsheet runs.

A reader may open a file with another separator than its own: "Rabat;=1+1" is then two cells. So a
beginning of a formula is set apart wherever a cell could begin, and not only at its first letter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from numbers import Real

import pandas as pd

Cell = str | float | date | None

#: A cell that begins like this would be run as a formula; East Asian widths are read alike.
DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
#: Tabs and line ends begin a cell in some reader, and no name needs them.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
#: Between the place where a cell could begin and its first letter: spaces, quotes, marks of width
#: or direction, which a reader may drop.
_DROPPED = r"[\s\"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_BEGINNING = re.compile(f"((?:^|[;,|]){_DROPPED})([{re.escape(''.join(DANGEROUS))}])")


def safe(cell: object) -> Cell:
    """A cell as every file may hold it; numbers stay numbers, and what is no number is empty."""
    if isinstance(cell, str):
        return _BEGINNING.sub(r"\1'\2", _CONTROLS.sub(" ", cell))
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return None
    if isinstance(cell, date):
        return date(cell.year, cell.month, cell.day)
    if not isinstance(cell, Real):
        return safe(str(cell))
    number = float(cell)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def rows(table: pd.DataFrame) -> Iterator[list[Cell]]:
    """The rows of a table, each cell safe."""
    for row in table.itertuples(index=False, name=None):
        yield [safe(cell) for cell in row]


def headings(table: pd.DataFrame) -> list[str]:
    """The names of its columns, safe."""
    return [str(safe(str(name))) for name in table.columns]


def written(number: float, decimal: str) -> str:
    """A number in digits alone, with this decimal mark: neither groups nor powers of ten."""
    return format(Decimal(repr(number)), "f").replace(".", decimal)
