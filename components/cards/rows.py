"""Rows of a table by the names of their columns, so that a reader and mypy can follow them."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import TypeVar

import pandas as pd

Row = TypeVar("Row")


def rows_of(table: pd.DataFrame, shape: Callable[..., Row]) -> list[Row]:
    """Each row as a ``shape`` (a named tuple), whose fields are names of columns."""
    columns = list(signature(shape).parameters)
    return [shape(*row) for row in table[columns].itertuples(index=False, name=None)]
