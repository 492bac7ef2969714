"""How many rows a list has in all, when only some are shown."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from db.models.base import Query


def row_count(session: Session, query: Query) -> int:
    """How many rows a query has; the query itself must not have a limit."""
    whole = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    return int(session.execute(whole).scalar_one())
