"""Training enrolments and how they went, step by step."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import TrainingStatus
from db.models.base import UtcDateTime, check, enum_type, now
from db.models.events import RecordedEvent


class TrainingEnrolment(RecordedEvent, table=True):
    """One person in one course (lists ``TRAINING_TYPE``, ``TRAINING_STATUS``, ``DROP_REASON``,
    ``CERTIFICATE``, ``MEASURE``).

    Status and its day are those of its last step. In a course of the list it has the course's kind,
    centre and days, unless the person's own are others. Erasure keeps the row, and ``case_id``
    alone ties it to a person.
    """

    __tablename__ = "training_enrolments"
    __table_args__ = (
        check("dates", "planned_end_on IS NULL OR planned_end_on >= starts_on"),
        check("drop_reason", "drop_reason IS NULL OR status = 'DROPPED'"),
        check("certificate", "certificate IS NULL OR status = 'CERTIFIED'"),
        sa.UniqueConstraint("submission_id", "position"),
        sa.Index("ix_training_enrolments_activity", "agency_id", "starts_on", "type", "status"),
    )

    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    course_id: int | None = Field(default=None, foreign_key="courses.id", index=True)
    type: str = Field(max_length=20)
    centre_id: int | None = Field(default=None, foreign_key="organisations.id")
    starts_on: date
    planned_end_on: date | None = None
    status: TrainingStatus = Field(sa_type=enum_type(TrainingStatus))
    status_on: date
    drop_reason: str | None = Field(default=None, max_length=20)
    #: The kind of certificate that ended it.
    certificate: str | None = Field(default=None, max_length=20)
    #: The measure of the programme that pays for it.
    measure: str | None = Field(default=None, max_length=20)

    @property
    def seen(self) -> str:
        """With the status, so that a correction does not overwrite a step made meanwhile."""
        return f"{super().seen} {self.status} {self.status_on}"


class TrainingStep(SQLModel, table=True):
    """One step of an enrolment: a status and the day since which it holds, in the order of ``id``.

    A step is undone by deleting it; the first one is the enrolment's own entry and stays. Erasure
    keeps it with its enrolment, which alone ties it to a person.
    """

    __tablename__ = "training_steps"
    __table_args__ = (sa.Index("ix_training_steps_author", "entered_by", "entered_at"),)

    id: int = Field(default=None, primary_key=True)
    enrolment_id: int = Field(foreign_key="training_enrolments.id", index=True)
    status: TrainingStatus = Field(sa_type=enum_type(TrainingStatus))
    status_on: date
    entered_by: int = Field(foreign_key="accounts.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    #: Its status was put right: what was before it is no longer undone to.
    corrected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
