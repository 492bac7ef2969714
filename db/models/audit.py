"""Who did what and when, without personal values; and the counters that make pages live."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, now


class AuditEntry(SQLModel, table=True):
    """One act: its author, object and the names (never the values) of changed fields."""

    __tablename__ = "audit_entries"
    __table_args__ = (sa.Index("ix_audit_entries_object", "entity", "entity_id"),)

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    role: str = Field(default="", max_length=20)
    action: str = Field(max_length=40)
    entity: str = Field(max_length=30)
    entity_id: str = Field(default="", max_length=40)
    fields: str = Field(default="", max_length=300)
    reason: str = Field(default="", max_length=40)


class ChangeCounter(SQLModel, table=True):
    """One row: ``version`` is raised by every act that changes a figure, ``reference`` by what
    changes the programme's settings, code lists, agencies or organisations.
    """

    __tablename__ = "change_counter"
    __table_args__ = (check("one_row", "id = 1"),)

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    reference: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
