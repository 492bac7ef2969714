"""People in work, by kind, and the checks whether it lasted."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import OutcomeType, RetentionStatus
from db.models.base import UtcDateTime, check, enum_type
from db.models.events import RecordedEvent


class Placement(RecordedEvent, table=True):
    """A first day worked, with evidence (``OUTCOME_TYPE``, ``CONTRACT_TYPE``, ``EVIDENCE``).

    The employer is an organisation of the directory, or nobody is named. An erasure keeps the row
    for the figures, and takes the employer away: with a small firm it would tell the person.
    """

    __tablename__ = "placements"
    __table_args__ = (
        check("hours", "hours_per_week IS NULL OR hours_per_week BETWEEN 1 AND 84"),
        check("ended_on", "ended_on IS NULL OR ended_on >= starts_on"),
        check("end_reason", "end_reason IS NULL OR ended_on IS NOT NULL"),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_placements_activity", "agency_id", "starts_on", "type"),
    )

    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    type: OutcomeType = Field(sa_type=enum_type(OutcomeType))
    starts_on: date
    contract: str = Field(max_length=20)
    evidence: str = Field(max_length=20)
    hours_per_week: float | None = None
    cnss_declared: bool | None = None
    employer_id: int | None = Field(default=None, foreign_key="organisations.id")
    sector: str | None = Field(default=None, max_length=20)
    measure: str | None = Field(default=None, max_length=20)
    ended_on: date | None = None
    end_reason: str | None = Field(default=None, max_length=20)


class RetentionCheck(SQLModel, table=True):
    """A check due 3, 6 or 12 months after the first day; created with its placement.

    ``added``: the placement's fields that became known with this answer, with commas between them;
    undoing the answer empties them again.
    """

    __tablename__ = "retention_checks"
    __table_args__ = (
        check("month", "month IN (3, 6, 12)"),
        check("done", "(done_on IS NULL) = (status IS NULL)"),
        sa.UniqueConstraint("placement_id", "month"),
        # With what a list goes on with, so that it looks through no rows.
        sa.Index(
            "ix_retention_checks_due",
            "cancelled_at",
            "done_on",
            "due_on",
            "placement_id",
            "month",
        ),
    )

    id: int = Field(default=None, primary_key=True)
    placement_id: int = Field(foreign_key="placements.id")
    month: int
    due_on: date
    done_on: date | None = None
    status: RetentionStatus | None = Field(default=None, sa_type=enum_type(RetentionStatus))
    still_cnss: bool | None = None
    added: str = Field(default="", max_length=100)
    entered_by: int | None = Field(default=None, foreign_key="accounts.id")
    entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
