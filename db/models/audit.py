"""Who did what and when, without personal values; and the counters that make pages live."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, now


class AuditEntry(SQLModel, table=True):
    """One act: its author, object and the names (never the values) of changed fields."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_object", "entity", "entity_id"),
        sa.Index("ix_audit_entries_action", "action"),
    )

    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    role: str = Field(default="", max_length=20)
    action: str = Field(max_length=40)
    entity: str = Field(max_length=30)
    entity_id: str = Field(default="", max_length=40)
    fields: str = Field(default="", max_length=300)
    reason: str = Field(default="", max_length=40)

    def chained_content(self, place: int, before: str) -> str:
        """All that its mark in the chain holds fast: the row, its place, the mark before it."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        row = [place, self.id, at, self.account_id, self.role, self.action, self.entity]
        return f"{before}\n{json.dumps([*row, self.entity_id, self.fields, self.reason])}"


class AuditLink(SQLModel, table=True):
    """The place of one act in the chain, counted from 1 in the order of the commits."""

    __tablename__ = "audit_links"

    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry_id: int = Field(foreign_key="audit_entries.id", unique=True)
    mark: str = Field(max_length=64)


class AuditTail(SQLModel, table=True):
    """One row: the last place and its mark, so that newest rows cannot be cut off unseen.

    The acts up to ``unkeyed`` are older than the chain: their marks are made without the key.
    """

    __tablename__ = "audit_tail"
    __table_args__ = (check("one_row", "id = 1"),)

    id: int = Field(default=1, primary_key=True)
    place: int = 0
    mark: str = Field(default="", max_length=64)
    unkeyed: int = 0
    seal: str = Field(default="", max_length=64)

    def chained_content(self) -> str:
        """What its seal holds fast."""
        return tail_content(self.place, self.mark, self.unkeyed)


def tail_content(place: int, mark: str, unkeyed: int) -> str:
    """The same of one that is not made."""
    return f"tail {place} {unkeyed} {mark}"


class ChangeCounter(SQLModel, table=True):
    """One row: ``version`` is raised by every act that changes a figure, ``reference`` by what
    changes the programme's settings, code lists, agencies or organisations. ``named`` is raised
    with ``version`` by whoever notes in ``last_changes`` what was written.
    """

    __tablename__ = "change_counter"
    __table_args__ = (check("one_row", "id = 1"),)

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    reference: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    named: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class LastChange(SQLModel, table=True):
    """The change counter as it was raised when rows of a subject were last written
    (``db.access.table_tracking``): one more than it is, where no page need know of it yet.
    """

    __tablename__ = "last_changes"

    subject: str = Field(max_length=60, primary_key=True)
    version: int
