"""Frozen releases for partners; published cells and true values never share a table."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.codes import Mark
from db.models.base import UtcDateTime, check, enum_type, now


class Release(SQLModel, table=True):
    """One numbered edition of one year or half-year, with the rules it was made by.

    ``groups`` are the merges of a year's tables (``db.inputs.release_groups``). Years with the same
    merges are of one ``series``; half-yearly tables from before there were years are of series 0.
    """

    __tablename__ = "releases"
    __table_args__ = (
        check("dates", "period_end >= period_start"),
        sa.UniqueConstraint("period_start", "period_end", "edition"),
        check("series", "series >= 0"),
    )

    id: int = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    edition: int = 1
    period_start: date
    period_end: date
    threshold: int
    base: int
    series: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    groups: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    frozen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    frozen_by: int = Field(foreign_key="accounts.id")
    submission_id: str = Field(max_length=36, unique=True)


class ReleaseCell(SQLModel, table=True):
    """What a partner may read. ``lower`` and ``upper`` bound a share (trust) in whole percents."""

    __tablename__ = "release_cells"
    __table_args__ = (check("value", "(mark = 'published') = (value IS NOT NULL)"),)

    release_id: int = Field(foreign_key="releases.id", primary_key=True)
    table_code: str = Field(primary_key=True, max_length=40)
    row_code: str = Field(primary_key=True, max_length=40)
    column_code: str = Field(primary_key=True, max_length=40)
    table_sort: int = 0
    row_sort: int = 0
    column_sort: int = 0
    mark: Mark = Field(sa_type=enum_type(Mark))
    value: int | None = None
    lower: int | None = None
    upper: int | None = None
    n: int | None = None


class ReleaseTruth(SQLModel, table=True):
    """The true value behind a cell and why it was hidden; for managers only."""

    __tablename__ = "release_truths"

    release_id: int = Field(foreign_key="releases.id", primary_key=True)
    table_code: str = Field(primary_key=True, max_length=40)
    row_code: str = Field(primary_key=True, max_length=40)
    column_code: str = Field(primary_key=True, max_length=40)
    value: int
    reason: str = Field(default="", max_length=20)
