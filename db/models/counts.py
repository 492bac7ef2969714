"""What each agency's own register counts: the only series that exists before an agent arrives."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from db.codes import CountMeasure
from db.models.base import UtcDateTime, check, enum_type, now


class AgencyCount(SQLModel, table=True):
    """One monthly count from an agency's register (``month`` is its first day)."""

    __tablename__ = "agency_counts"
    __table_args__ = (check("value", "value >= 0"),)

    agency_id: int = Field(foreign_key="agencies.id", primary_key=True)
    month: date = Field(primary_key=True)
    measure: CountMeasure = Field(sa_type=enum_type(CountMeasure), primary_key=True)
    value: int
    source: str = Field(max_length=120)
    entered_by: int | None = Field(default=None, foreign_key="accounts.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
