"""How many rows a list has in all, when only some are shown."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def counted(session: Session, query: Any) -> int:
    """How many rows a query has; the query itself must not have a limit."""
    whole = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    return int(session.execute(whole).scalar_one())
