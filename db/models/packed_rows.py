"""Rows that a statement is given at once, however many: as JSON, of which each database has
functions of its own. The three whole numbers of a row are one there, which takes a third of the
time to read; each has room for a million, also below 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from db.models.base import Column

_ROOM = 2**21
_ZERO = _ROOM // 2
_UNITS = (_ROOM**2, _ROOM, 1)


def packed(rows: Iterable[tuple[int, int, int]]) -> str:
    """Rows as a statement is told of them."""
    high, low, _ = _UNITS
    rows = list(rows)
    if any(not -_ZERO <= number < _ZERO for row in rows for number in row):
        raise OverflowError("a number that has no room in a row")
    zeros = _ZERO * sum(_UNITS)
    return json.dumps([zeros + a * high + b * low + c for a, b, c in rows])


def columns(dialect: str, name: str) -> list[Column]:
    """The columns of the rows that are given by this name; each row is taken apart once."""
    text: Any = sa.bindparam(name, type_=sa.String)
    if dialect == "sqlite":
        each = sa.func.json_each(text)
    else:
        each = sa.func.jsonb_array_elements(sa.cast(text, JSONB))
    row = sa.cast(each.table_valued("value").c.value, sa.BigInteger)
    parts = [
        sa.cast(row // unit % _ROOM - _ZERO, sa.Integer).label(f"column_{at}")
        for at, unit in enumerate(_UNITS)
    ]
    return [*sa.select(*parts).cte("rows_given").prefix_with("MATERIALIZED").c]
