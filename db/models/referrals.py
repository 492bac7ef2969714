"""Persons sent on to another place, and what that place answered."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import ReferralStatus
from db.models.base import UtcDateTime, check, enum_type, now
from db.models.events import RecordedEvent

#: Feedback later than this comes too late for the person.
FEEDBACK_DAYS = 30


class Referral(RecordedEvent, table=True):
    """One person sent to one place (lists ``REFERRAL_REASON``, ``REFERRAL_STATUS``).

    The place is an organisation of the directory or another agency. ``may_share`` says whether the
    person agrees that both places speak about it: without it the person goes there alone, and only
    they can say what came of it. ``answered_after``: how many days went by until the first answer.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        check("one_place", "(organisation_id IS NULL) <> (to_agency_id IS NULL)"),
        check("elsewhere", "to_agency_id IS NULL OR to_agency_id <> agency_id"),
        check("refusal_reason", "(refusal_reason IS NOT NULL) = (status = 'REFUSED')"),
        check("answered", "(answered_after IS NULL) = (status IN ('SENT', 'NO_REPLY'))"),
        check("answer_day", "answered_after IS NULL OR answered_after >= 0"),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_referrals_activity", "agency_id", "sent_on", "type", "status"),
        sa.Index("ix_referrals_waiting", "status", "status_on"),
    )

    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    type: str = Field(max_length=20)
    organisation_id: int | None = Field(default=None, foreign_key="organisations.id")
    to_agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    may_share: bool
    sent_on: date
    status: ReferralStatus = Field(
        default=ReferralStatus.SENT, sa_type=enum_type(ReferralStatus), nullable=False
    )
    status_on: date
    refusal_reason: str | None = Field(default=None, max_length=20)
    answered_after: int | None = None
    #: The status before the last step, so that the step can be undone.
    earlier_status: str | None = Field(default=None, max_length=20)
    earlier_status_on: date | None = None

    @property
    def seen(self) -> str:
        """With the status, so that a correction does not overwrite an answer given meanwhile."""
        return f"{super().seen} {self.status} {self.status_on}"


class ReferralLink(SQLModel, table=True):
    """A link by which the place answers once, without an account; stored is the code's hash."""

    __tablename__ = "referral_links"
    __table_args__ = (check("over", "used_at IS NULL OR closed_at IS NULL"),)

    id: int = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referrals.id", index=True)
    code_hash: str = Field(max_length=64, unique=True)
    made_by: int = Field(foreign_key="accounts.id")
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: The last day on which it takes an answer.
    until: date
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
