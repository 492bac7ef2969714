"""What managers mark on the time of an agency, or of the whole programme: events and notes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class MarkKind(StrEnum):
    """What a manager marks on the time of an agency or of the programme; a ``NOTE`` is read on the
    agency's page and drawn on no chart."""

    RAMADAN = "RAMADAN"
    STRIKE = "STRIKE"
    MOVE = "MOVE"
    CLOSURE = "CLOSURE"
    OTHER = "OTHER"
    NOTE = "NOTE"


class MarkedEvent(SQLModel, table=True):
    """One event or note, at an agency or, with none, in the whole programme; both days included.

    It is about a place and nobody in particular: erasing a person keeps it. One that was removed
    is shown no more, and stays.
    """

    __tablename__ = "marks"
    __table_args__ = (
        check("dates", "ends_on >= starts_on"),
        check("removed", "(removed_by IS NULL) = (removed_at IS NULL)"),
        sa.Index("ix_marks_days", "agency_id", "starts_on"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    kind: MarkKind = Field(sa_type=enum_type(MarkKind))
    starts_on: date
    ends_on: date
    sentence: str = Field(max_length=200)
    marked_by: int = Field(foreign_key="accounts.id")
    marked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    removed_by: int | None = Field(default=None, foreign_key="accounts.id")
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
