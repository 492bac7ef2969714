"""Pages of results with their filters, kept under a name by whoever looks at them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, now


class SavedView(SQLModel, table=True):
    """One page and what it was filtered by, in codes of ``db.inputs.saved_views``; its owner alone
    sees it. A named period stays one: "this quarter" is that of the day on which it is opened."""

    __tablename__ = "saved_views"
    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id")
    name: str = Field(max_length=60)
    page: str = Field(max_length=20)
    query: str = Field(max_length=1000)
    kept_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
