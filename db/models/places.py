"""Where things happen: organisations, agencies, and who is posted where and when."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import check


class Office(SQLModel):
    """What can be said of any place: its names, where it is, and how its desk is reached.

    ``name`` stands in every language that has none of its own. ``languages`` are codes of the list
    ``LANGUAGE``, with commas. ``contact`` is the desk's, never a person's own.
    """

    name: str = Field(max_length=120, unique=True)
    name_en: str = Field(default="", max_length=120)
    name_ar: str = Field(default="", max_length=120)
    opening_hours: str = Field(default="", max_length=120)
    languages: str = Field(default="", max_length=80)
    contact: str = Field(default="", max_length=120)
    closed_on: date | None = None
    is_demo: bool = False

    def is_open(self, day: date) -> bool:
        """Whether it may be chosen for something new of ``day``: its last day is one of them."""
        return self.closed_on is None or day <= self.closed_on


class Organisation(Office, table=True):
    """A host institution, training centre, partner or funder (list ``ORG_TYPE``)."""

    __tablename__ = "organisations"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    short_name: str = Field(default="", max_length=30)
    type: str = Field(max_length=20)
    training_type: str | None = Field(default=None, max_length=20)
    city: str = Field(default="", max_length=60)
    region: str | None = Field(default=None, max_length=20)


class Agency(Office, table=True):
    """A local office that hosts, or might host, an agent; edited, never assumed ANAPEC."""

    __tablename__ = "agencies"

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    short_name: str = Field(max_length=30, unique=True)
    city: str = Field(max_length=60)
    region: str = Field(max_length=20)
    host_id: int = Field(foreign_key="organisations.id", index=True)
    sort: int = 0


class Posting(SQLModel, table=True):
    """An agent placed in an agency from one day to another (open when ``ends_on`` is empty).

    ``share`` is the part of a full week, in percent; ``languages`` those that the agent speaks
    there, as codes of the list ``LANGUAGE`` with commas.
    """

    __tablename__ = "postings"
    __table_args__ = (
        check("dates", "ends_on IS NULL OR ends_on >= starts_on"),
        check("share", "share BETWEEN 10 AND 100"),
        sa.UniqueConstraint("account_id", "agency_id", "starts_on"),
    )

    id: int = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="accounts.id", index=True)
    agency_id: int = Field(foreign_key="agencies.id", index=True)
    starts_on: date
    ends_on: date | None = None
    share: int = 100
    languages: str = Field(default="", max_length=80)
