"""The events that measures count, each defined once: for pages, for files and for releases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import col

from db.inputs.dates import sql_age
from db.models import Case
from db.models.events import RecordedEvent

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True, kw_only=True, eq=False)
class Events:
    """Rows of one table, no void ones: whom each is about, the day that puts it into a period, its
    kind, and ``which`` of the rows are such events."""

    table: type[RecordedEvent]
    id: Mapped[Any]
    case_id: Mapped[Any]
    day: Mapped[date]
    kind: Mapped[Any]
    which: tuple[Condition, ...] = ()
    #: Kind and code of the tallies that count people with such events, if there are any.
    tally: tuple[str, str] | None = None

    def where(self, *conditions: Condition, tally: tuple[str, str] | None = None) -> Events:
        """Those of them that meet further conditions, with tallies of their own."""
        return replace(self, which=(*self.which, *conditions), tally=tally)

    @property
    def agency_id(self) -> Mapped[Any]:
        """The agency where each was entered."""
        return col(self.table.agency_id)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What makes a row such an event, on whatever day."""
        return (col(self.table.voided_at).is_(None), *self.which)

    def within(self, start: date, end: date) -> tuple[Condition, ...]:
        """The same, with the day in a period; both its ends belong to it."""
        return (*self.conditions, self.day.between(start, end))

    @property
    def age(self) -> sa.ColumnElement[int]:
        """How old the person was, in years; of a query that joins ``Case``."""
        return sql_age(self.day, col(Case.birth_year))

    @property
    def persons(self) -> sa.ColumnElement[int]:
        """How many distinct persons they are about."""
        return sa.func.count(sa.distinct(self.case_id))
