"""Rows into tables by Core inserts in batches: fast, and bounded in memory."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

BATCH = 5_000
Row = dict[str, Any]


def insert(session: Session, table: type[SQLModel], rows: Iterable[Row]) -> int:
    """All rows; they must name the same columns. Returns how many."""
    # The table, not the mapped class: that would make one statement for each group of rows with the
    # same empty columns, five times as slow.
    statement = sa.insert(table.__table__)  # type: ignore[attr-defined]
    source, count = iter(rows), 0
    while batch := list(islice(source, BATCH)):
        session.execute(statement, batch)
        count += len(batch)
    return count


def restart_sequences(session: Session) -> None:
    """Let PostgreSQL's sequences continue after the ids that were given here."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    for table in SQLModel.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and column.name == "id":
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608
                f" coalesce((SELECT max(id) FROM {table.name}), 1))"
            )
