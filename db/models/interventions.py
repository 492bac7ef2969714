"""What agents do with people, and the follow-ups they plan."""

from __future__ import annotations

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check
from db.models.events import RecordedEvent


class Intervention(RecordedEvent, table=True):
    """One act for one case, or one group session with head counts by sex; never both.

    A row of a case with a ``group_id`` says that the person was at that session: no further act,
    and no further head. An erasure keeps the row, as any other of the case.
    """

    __tablename__ = "interventions"
    __table_args__ = (
        check(
            "case_or_head_counts",
            "(case_id IS NOT NULL AND women IS NULL AND men IS NULL AND other IS NULL) OR "
            "(case_id IS NULL AND women >= 0 AND men >= 0 AND other >= 0 "
            "AND women + men + other BETWEEN 1 AND 500)",
        ),
        # A copy of the rows in the order of their ids finds the session there.
        check("group", "group_id IS NULL OR (case_id IS NOT NULL AND group_id < id)"),
        check("minutes", "minutes IS NULL OR minutes BETWEEN 1 AND 600"),
        sa.UniqueConstraint("submission_id", "position"),
        # All that interventions are counted by, and what says how good their entries are, so that
        # it looks through no rows.
        sa.Index(
            "ix_interventions_activity",
            "agency_id",
            "happened_on",
            "type",
            "voided_at",
            "case_id",
            "group_id",
            "entered_at",
            "minutes",
            "corrected_at",
        ),
        sa.Index(
            "ix_interventions_case", "case_id", "happened_on", "type", "agency_id", "voided_at"
        ),
        sa.Index("ix_interventions_entered", "entered_by", "entered_at"),
        sa.Index(
            "ix_interventions_group",
            "group_id",
            sqlite_where=sa.text("group_id IS NOT NULL"),
            postgresql_where=sa.text("group_id IS NOT NULL"),
        ),
    )

    case_id: int | None = Field(
        default=None, sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"))
    )
    women: int | None = None
    men: int | None = None
    other: int | None = None
    type: str = Field(max_length=20)
    mode: str = Field(max_length=20)
    language: str | None = Field(default=None, max_length=20)
    minutes: int | None = None
    happened_on: date
    group_id: int | None = Field(default=None, foreign_key="interventions.id")


class FollowUp(SQLModel, table=True):
    """A plan to see or call a person again; settled by the entry that does so."""

    __tablename__ = "follow_ups"
    __table_args__ = (sa.Index("ix_follow_ups_due", "agency_id", "settled_at", "due_on"),)

    id: int = Field(default=None, primary_key=True)
    case_id: int | None = Field(
        default=None, sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), index=True)
    )
    intervention_id: int = Field(foreign_key="interventions.id", unique=True)
    agency_id: int = Field(foreign_key="agencies.id")
    due_on: date
    due_at: time | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by_id: int | None = Field(default=None, foreign_key="interventions.id")
