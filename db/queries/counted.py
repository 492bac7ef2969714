"""How many rows a list has beyond those shown."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def counted(session: Session, query: Any) -> int:
    """The rows of a query, which may have no limit."""
    whole = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    return int(session.execute(whole).scalar_one())
