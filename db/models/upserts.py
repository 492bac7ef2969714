"""Inserts that mind the row that is there: each database has one of its own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

_INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert(dialect: str, table: sa.Table) -> Any:
    """The insert of a database, by the name of its dialect."""
    return _INSERTS[dialect](table)
