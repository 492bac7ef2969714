"""Ask for columns without what a session does for objects: each save asks a dozen times, and waits
for nothing longer than for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def ask(
    session: Session, statement: sa.Executable, values: Mapping[str, Any] | None = None
) -> sa.CursorResult[Any]:
    """What a statement finds that was put together once, with what the session holds so far."""
    session.flush()
    return session.connection().execute(statement, values)
