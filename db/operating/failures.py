"""What the command lines say of a database that cannot be used: one plain line, no values."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

FAILURES = (SQLAlchemyError, CommandError, OSError)


def in_one_line(failure: Exception) -> str:
    """The line for one of ``FAILURES``; a database error's own words may hold what people typed."""
    if isinstance(failure, CommandError):
        return "The database is of another version of Amudu."
    if isinstance(failure, OSError):
        return f"The database cannot be opened: {failure.strerror}."
    return f"The database refused: {type(failure).__name__}."
