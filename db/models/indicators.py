"""The programme's indicators as data: what each means, where it began, where it is to go.

Nothing here is about a person: erasing one keeps all of it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from db.models.base import UtcDateTime, check, enum_type, now


class AddsUp(StrEnum):
    """What a figure is of a longer time: events summed, each person once, the parts of a share and
    its whole summed, or the newest value."""

    SUM = "SUM"
    PERSONS = "PERSONS"
    RATIO = "RATIO"
    LAST = "LAST"

    @property
    def is_share(self) -> bool:
        """Whether values are shares from 0 to 1; the others are counts."""
        return self in (AddsUp.RATIO, AddsUp.LAST)


class Counted(StrEnum):
    """What one unit of the figure, or of its denominator, is."""

    PERSONS = "PERSONS"
    EVENTS = "EVENTS"
    ANSWERS = "ANSWERS"


class Indicator(SQLModel, table=True):
    """One indicator; what it means is said by its newest version.

    ``explain_over``: how far from its path it may be, in percent of the way from the baseline to
    the next target, before a sentence is asked for.
    """

    __tablename__ = "indicators"
    __table_args__ = (check("explain_over", "explain_over BETWEEN 5 AND 100"),)

    code: str = Field(max_length=20, primary_key=True)
    sort: int
    is_key: bool = False
    explain_over: int = 20


class IndicatorVersion(SQLModel, table=True):
    """A definition, never changed in place: another one is another version, with its reason.

    ``made_by`` is empty where the program brought it.
    """

    __tablename__ = "indicator_versions"
    __table_args__ = (
        sa.UniqueConstraint("indicator", "number"),
        check("number", "number >= 1"),
    )

    id: int = Field(default=None, primary_key=True)
    indicator: str = Field(max_length=20, foreign_key="indicators.code")
    number: int
    level: str = Field(max_length=20)
    counts: Counted = Field(sa_type=enum_type(Counted))
    adds_up: AddsUp = Field(sa_type=enum_type(AddsUp))
    #: Whether less is better; it decides only where target and baseline are the same.
    is_falling: bool = False
    frequency: str = Field(max_length=20)
    #: What it may be broken down by, separated by commas.
    breakdowns: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=300)
    made_by: int | None = Field(default=None, foreign_key="accounts.id")
    made_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class IndicatorText(SQLModel, table=True):
    """What a version says in one language; ``{institution}`` stands for the programme's own."""

    __tablename__ = "indicator_texts"

    version_id: int = Field(foreign_key="indicator_versions.id", primary_key=True)
    language: str = Field(max_length=2, primary_key=True)
    title: str = Field(max_length=200)
    definition: str = Field(max_length=1000)
    numerator: str = Field(default="", max_length=300)
    denominator: str = Field(default="", max_length=300)
    limits: str = Field(default="", max_length=600)
    source: str = Field(default="", max_length=300)


def _one_a_place(table: str, *columns: str) -> tuple[sa.Index, sa.Index]:
    """One row an indicator and agency, and one for the programme; NULLs are never equal."""
    programme = sa.text("agency_id IS NULL")
    return (
        sa.Index(f"uq_{table}_agency", "indicator", "agency_id", *columns, unique=True),
        sa.Index(
            f"uq_{table}_programme",
            "indicator",
            *columns,
            unique=True,
            sqlite_where=programme,
            postgresql_where=programme,
        ),
    )


class IndicatorBaseline(SQLModel, table=True):
    """Where an agency, or the programme (no agency), stood at the end of a day, and who says so."""

    __tablename__ = "indicator_baselines"
    __table_args__ = _one_a_place("indicator_baselines")

    id: int = Field(default=None, primary_key=True)
    indicator: str = Field(max_length=20, foreign_key="indicators.code")
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    value: float
    on_day: date
    source: str = Field(max_length=200)


class IndicatorTarget(SQLModel, table=True):
    """What is to be reached by the end of a day; ``version_id``: the definition it was set under.

    The value of a count is all since the baseline, with the baseline.
    """

    __tablename__ = "indicator_targets"
    __table_args__ = _one_a_place("indicator_targets", "due_on")

    id: int = Field(default=None, primary_key=True)
    indicator: str = Field(max_length=20, foreign_key="indicators.code")
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    due_on: date
    value: float
    version_id: int = Field(foreign_key="indicator_versions.id")


class IndicatorChange(SQLModel, table=True):
    """One change of a baseline or target, as text for people: from what to what; empty: none.

    ``cell`` is ``value``, ``day`` or ``source`` of the baseline, or the day of a target.
    """

    __tablename__ = "indicator_changes"
    __table_args__ = (sa.Index("ix_indicator_changes_indicator", "indicator", "id"),)

    id: int = Field(default=None, primary_key=True)
    indicator: str = Field(max_length=20, foreign_key="indicators.code")
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    cell: str = Field(max_length=10)
    former: str = Field(max_length=200)
    value: str = Field(max_length=200)
    changed_by: int = Field(foreign_key="accounts.id")
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class IndicatorNote(SQLModel, table=True):
    """Why a figure is off its path, in one sentence of a manager: of the period that ends with the
    target of ``due_on``, with the figure and the path as they stood. A later sentence about the
    same period stands beside it.
    """

    __tablename__ = "indicator_notes"
    __table_args__ = (
        sa.Index("ix_indicator_notes_period", "indicator", "agency_id", "due_on", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    indicator: str = Field(max_length=20, foreign_key="indicators.code")
    agency_id: int | None = Field(default=None, foreign_key="agencies.id")
    due_on: date
    as_of: date
    value: float
    expected: float
    sentence: str = Field(max_length=500)
    version_id: int = Field(foreign_key="indicator_versions.id")
    written_by: int = Field(foreign_key="accounts.id")
    written_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
