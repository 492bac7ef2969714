"""The people who are accompanied, without names: a case is a code and a few broad facts, which may
be put right."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import Sex
from db.models.base import UtcDateTime, check, enum_type, now, random_id

#: Facts of a person that figures are cut by.
CUT_BY = ("sex", "birth_year")


class Case(SQLModel, table=True):
    """One person, known by a code on a card; the year of birth only, never a name."""

    __tablename__ = "cases"
    __table_args__ = (
        check("birth_year", "birth_year BETWEEN 1900 AND 2100"),
        sa.Index("ix_cases_agency_opened", "agency_id", "opened_on"),
        # All that a search goes by, and the people of an agency, so that no row is looked through.
        sa.Index("ix_cases_search", "agency_id", "birth_year", "nationality", "sex", "code", "id"),
        sa.UniqueConstraint("submission_id"),
    )

    id: int = Field(
        default_factory=random_id,
        sa_column=sa.Column(sa.BigInteger, primary_key=True, autoincrement=False),
    )
    code: str = Field(max_length=7, unique=True)
    agency_id: int = Field(foreign_key="agencies.id")
    sex: Sex = Field(sa_type=enum_type(Sex))
    birth_year: int
    has_turned_18: bool = False
    nationality: str = Field(default="NS", max_length=20)
    education: str = Field(default="NS", max_length=20)
    occupation: str = Field(default="NS", max_length=20)
    diploma_recognised: bool | None = None
    language: str | None = Field(default=None, max_length=20)
    entry_channel: str = Field(default="NS", max_length=20)
    status_group: str = Field(default="NOT_REC", max_length=20)
    opened_on: date
    opened_by: int = Field(foreign_key="accounts.id", index=True)
    entered_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    submission_id: str | None = Field(default=None, max_length=36)
    closed_on: date | None = None
    close_reason: str | None = Field(default=None, max_length=20)


class CaseChange(SQLModel, table=True):
    """One fact of a person that was corrected, or a closing or reopening: what stood there before
    and what stands there now, as text. It tells of the person as the case does, and goes with it.

    Of the legal status no value is kept, only that it was corrected.
    """

    __tablename__ = "case_changes"

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("cases.id"), nullable=False, index=True)
    )
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    changed_by: int = Field(foreign_key="accounts.id")
    field: str = Field(max_length=30)
    before: str = Field(default="", max_length=20)
    after: str = Field(default="", max_length=20)
    reason: str = Field(default="", max_length=20)
