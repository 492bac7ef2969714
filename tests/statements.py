"""What a database is asked meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def noted(database: sa.Engine | sa.Connection | type[sa.Engine]) -> Iterator[list[str]]:
    """The statements, in their order."""
    found: list[str] = []

    def note(*each: object) -> None:
        found.append(str(each[2]))

    sa.event.listen(database, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(database, "before_cursor_execute", note)


def selects(statements: list[str]) -> int:
    """How many of them read."""
    return sum(each.startswith(("SELECT", "WITH")) for each in statements)
