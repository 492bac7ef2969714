"""Training enrolments and how they went."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from db.codes import TrainingStatus
from db.models.base import check, enum_type
from db.models.events import RecordedEvent


class TrainingEnrolment(RecordedEvent, table=True):
    """One person in one course (lists ``TRAINING_TYPE``, ``TRAINING_STATUS``, ``DROP_REASON``)."""

    __tablename__ = "training_enrolments"
    __table_args__ = (
        check("dates", "planned_end_on IS NULL OR planned_end_on >= starts_on"),
        check("drop_reason", "drop_reason IS NULL OR status = 'DROPPED'"),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_training_enrolments_activity", "agency_id", "starts_on", "type", "status"),
    )

    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    type: str = Field(max_length=20)
    centre_id: int | None = Field(default=None, foreign_key="organisations.id")
    starts_on: date
    planned_end_on: date | None = None
    status: TrainingStatus = Field(sa_type=enum_type(TrainingStatus))
    status_on: date
    drop_reason: str | None = Field(default=None, max_length=20)
    #: The status before the last step, so that the step can be undone.
    earlier_status: str | None = Field(default=None, max_length=20)
    earlier_status_on: date | None = None

    @property
    def seen(self) -> str:
        """With the status, so that a correction does not overwrite a step made meanwhile."""
        return f"{super().seen} {self.status} {self.status_on}"
