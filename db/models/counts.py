"""What each agency's own register counts: the only series that exists before an agent arrives."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import CountMeasure
from db.models.base import UtcDateTime, check, enum_type, now


class AgencyCount(SQLModel, table=True):
    """One monthly count from an agency's register (``month`` is its first day).

    ``noted_on`` is the day of the register or note that ``source`` names.
    """

    __tablename__ = "agency_counts"
    __table_args__ = (check("value", "value >= 0"),)

    agency_id: int = Field(foreign_key="agencies.id", primary_key=True)
    month: date = Field(primary_key=True)
    measure: CountMeasure = Field(sa_type=enum_type(CountMeasure), primary_key=True)
    value: int
    source: str = Field(max_length=120)
    noted_on: date | None = None
    entered_by: int | None = Field(default=None, foreign_key="accounts.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AgencyCountChange(SQLModel, table=True):
    """One change of a count: what stood there and what stands now; empty: not received."""

    __tablename__ = "agency_count_changes"
    __table_args__ = (sa.Index("ix_agency_count_changes_cell", "agency_id", "month", "measure"),)

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agencies.id")
    month: date
    measure: CountMeasure = Field(sa_type=enum_type(CountMeasure))
    former: int | None = None
    value: int | None = None
    source: str = Field(max_length=120)
    noted_on: date
    entered_by: int = Field(foreign_key="accounts.id")
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
