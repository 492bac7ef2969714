"""Statements of SQLAlchemy Core: columns, without what a session does for objects. Each save runs a
dozen of them, and waits for nothing longer than for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def execute(
    session: Session, statement: sa.Executable, values: Mapping[str, Any] | None = None
) -> sa.CursorResult[Any]:
    """What a statement finds that was put together once, with what the session holds so far."""
    session.flush()
    return session.connection().execute(statement, values)
