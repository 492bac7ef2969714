"""Where things happen: organisations, agencies, and who is posted where and when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import check


class Organisation(SQLModel, table=True):
    """A host institution, training centre, partner or funder (list ``ORG_TYPE``)."""

    __tablename__ = "organisations"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=120, unique=True)
    type: str = Field(max_length=20)
    training_type: str | None = Field(default=None, max_length=20)
    is_demo: bool = False


class Agency(SQLModel, table=True):
    """A local office that hosts, or might host, an agent; edited, never assumed ANAPEC."""

    __tablename__ = "agencies"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=120, unique=True)
    short_name: str = Field(max_length=30, unique=True)
    name_ar: str = Field(max_length=120)
    city: str = Field(max_length=60)
    region: str = Field(max_length=20)
    host_id: int = Field(foreign_key="organisations.id", index=True)
    sort: int = 0
    is_demo: bool = False
    closed_on: date | None = None


class Posting(SQLModel, table=True):
    """An agent placed in an agency from one day to another (open when ``ends_on`` is empty)."""

    __tablename__ = "postings"
    __table_args__ = (
        check("dates", "ends_on IS NULL OR ends_on >= starts_on"),
        sa.UniqueConstraint("account_id", "agency_id", "starts_on"),
    )

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    agency_id: int = Field(foreign_key="agencies.id", index=True)
    starts_on: date
    ends_on: date | None = None
