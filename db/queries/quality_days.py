"""Days as numbers in SQL, alike on SQLite and PostgreSQL; and the Monday of a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _DayNumber(FunctionElement[int]):
    """The number of a day, counted from 1970."""

    type = sa.Integer()
    inherit_cache = True


@compiles(_DayNumber)
def _number(element: _DayNumber, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} - DATE '1970-01-01')"


@compiles(_DayNumber, "sqlite")
def _number_of_text(element: _DayNumber, compiler: Any, **how: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) - 2440587.5 AS INTEGER)"


def sql_day(day: Any) -> Any:
    """The number of a column of days."""
    return _DayNumber(day)


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
