"""What managers say in the programme's reports, beside the figures.

Nothing here is about a person: erasing one keeps all of it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class ReportKind(StrEnum):
    """The donor's report, and the sheet of what was learnt."""

    DONOR = "DONOR"
    LESSONS = "LESSONS"


class ReportText(SQLModel, table=True):
    """What one part of a report says of a period; the newest row holds, and none is changed.

    An empty text takes the part's words away.
    """

    __tablename__ = "report_texts"
    __table_args__ = (
        check("dates", "ends_on >= starts_on"),
        sa.Index("ix_report_texts_period", "report", "starts_on", "ends_on", "part", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    report: ReportKind = Field(sa_type=enum_type(ReportKind))
    starts_on: date
    ends_on: date
    part: str = Field(max_length=20)
    text: str = Field(max_length=2000)
    written_by: int = Field(foreign_key="accounts.id")
    written_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
