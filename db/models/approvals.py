"""What was said of the entries of an agency's month: complete, approved, or returned."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class ApprovalState(StrEnum):
    """``PROPOSED``: an agent says that the month is complete; ``WITHDRAWN``: that it is not yet."""

    PROPOSED = "PROPOSED"
    WITHDRAWN = "WITHDRAWN"
    APPROVED = "APPROVED"
    RETURNED = "RETURNED"


class PeriodApproval(SQLModel, table=True):
    """One word on one agency's month; the newest one holds, and none is ever changed.

    ``counted``: how many entries of each kind stood on the day of an approval, as JSON, so that one
    that left the month afterwards is noticed, and the month's revision, by which it is known that
    nothing was done to it since. It is about an agency and nobody else: erasing a person keeps it.
    """

    __tablename__ = "period_approvals"
    __table_args__ = (
        check("dates", "ends_on >= starts_on"),
        check("note", "(note <> '') = (state = 'RETURNED')"),
        sa.Index("ix_period_approvals_period", "agency_id", "starts_on", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    starts_on: date
    ends_on: date
    state: ApprovalState = Field(sa_type=enum_type(ApprovalState))
    said_by: int = Field(foreign_key="accounts.id")
    said_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    note: str = Field(default="", max_length=300)
    counted: str = Field(default="", max_length=200)
