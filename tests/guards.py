"""The audit log's guards off for a moment, as whoever owns the database can have them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_audit%'"


@contextmanager
def off(connection: sa.Connection) -> Iterator[None]:
    """Within one transaction; they are on again at its end."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
        return
    guards = connection.exec_driver_sql(GUARDS).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, made in guards:
        connection.exec_driver_sql(made)
