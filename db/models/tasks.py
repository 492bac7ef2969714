"""What agents have settled among themselves: who sees to a thing that waits, when, and which agency
a person goes to."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class TransferState(StrEnum):
    """How a person's transfer to another agency stands."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class Task(SQLModel, table=True):
    """What was settled of one thing that waits: an appointment, a placement check or a referral.

    Without a row it waits for whoever entered it, on its own day. ``account_id``: whose it is since
    it was handed over or taken. ``put_off_to``: until when it stays out of sight. It says nothing
    of the person, and is deleted with the thing that it is about.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        check(
            "one_thing",
            "(CASE WHEN follow_up_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN check_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN referral_id IS NULL THEN 0 ELSE 1 END) = 1",
        ),
        check("handed", "(handed_by IS NULL) = (handed_at IS NULL)"),
        check("times", "put_off_times >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    follow_up_id: int | None = Field(default=None, foreign_key="follow_ups.id", unique=True)
    check_id: int | None = Field(default=None, foreign_key="retention_checks.id", unique=True)
    referral_id: int | None = Field(default=None, foreign_key="referrals.id", unique=True)
    account_id: int | None = Field(default=None, foreign_key="accounts.id")
    put_off_to: date | None = None
    put_off_times: int = 0
    #: Who handed it over last, and why (list ``HANDOVER_REASON``; none when it was given back).
    handed_by: int | None = Field(default=None, foreign_key="accounts.id")
    handed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handed_reason: str | None = Field(default=None, max_length=20)
    is_back: bool = False


class Transfer(SQLModel, table=True):
    """A person who wants to be seen at another agency from now on; that agency says yes or no.

    It is asked only with the person's agreement. It tells of the person as the case does, and is
    deleted with it.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        check("elsewhere", "to_agency_id <> from_agency_id"),
        check("decided", "(state = 'PENDING') = (decided_at IS NULL)"),
        check("refusal", "(refusal_reason IS NOT NULL) = (state = 'DECLINED')"),
        # One at a time for a person.
        sa.Index(
            "uq_transfers_pending",
            "case_id",
            unique=True,
            sqlite_where=sa.text("state = 'PENDING'"),
            postgresql_where=sa.text("state = 'PENDING'"),
        ),
        sa.Index("ix_transfers_to", "to_agency_id", "state"),
        sa.Index("ix_transfers_from", "from_agency_id", "state"),
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    from_agency_id: int = Field(foreign_key="agencies.id")
    to_agency_id: int = Field(foreign_key="agencies.id")
    reason: str = Field(max_length=20)
    state: TransferState = Field(
        default=TransferState.PENDING, sa_type=enum_type(TransferState), nullable=False
    )
    asked_by: int = Field(foreign_key="accounts.id")
    asked_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="accounts.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refusal_reason: str | None = Field(default=None, max_length=20)
