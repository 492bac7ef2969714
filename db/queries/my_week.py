"""An agent's own week beside their usual one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Intervention, Posting
from db.records import KINDS
from db.statistics.medians import median

WEEK = timedelta(days=7)
#: How many weeks are looked back, and of how many nothing usual can be said.
WEEKS, FEWEST = 8, 4


@dataclass(frozen=True)
class MyWeek:
    """Entries of this week so far; ``usual`` is the median of the last weeks up to the same day of
    the week, none where the agent has been recording for fewer than ``FEWEST`` of them."""

    entries: int
    usual: int | None
    weeks: int


def my_week(session: Session, *, viewer: Viewer) -> MyWeek:
    """The viewer's own entries by the day they are about, wherever they were made."""
    require(session, viewer.account_id, Permission.DAY_READ)
    day = today(session)
    monday = day - timedelta(days=day.weekday())
    by_day = _by_day(session, viewer, monday - WEEKS * WEEK, day)
    past = [monday - number * WEEK for number in range(1, WEEKS + 1)]
    # Weeks before the first entry were nobody's.
    begun = min(by_day, default=day)
    known = [each for each in past if each + WEEK > begun]
    counts = [_until(by_day, each, day.weekday()) for each in known]
    usual = median(Counter(counts)) if len(counts) >= FEWEST else None
    return MyWeek(_until(by_day, monday, day.weekday()), usual, len(counts))


def _until(by_day: Counter[date], monday: date, weekday: int) -> int:
    return sum(by_day[monday + timedelta(days=each)] for each in range(weekday + 1))


def posted_ever(session: Session, viewer: Viewer) -> tuple[int, ...]:
    """The agencies where the viewer was ever posted: all places where they can have entered, said
    so that rows are found by agency and day."""
    query = select(Posting.agency_id).where(Posting.account_id == viewer.account_id)
    return tuple(sorted(set(session.exec(query))))


def _by_day(session: Session, viewer: Viewer, first: date, last: date) -> Counter[date]:
    asked = {
        "agencies": posted_ever(session, viewer),
        "viewer": viewer.account_id,
        "first": first,
        "last": last,
    }
    found = Counter[date]()
    for day, count in session.execute(_counted(), asked):
        found[day] += count
    return found


@cache
def _counted() -> sa.CompoundSelect[Any]:
    """Made once: to make it takes longer than to run it."""
    agencies = sa.bindparam("agencies", type_=sa.Integer, expanding=True)
    author = sa.bindparam("viewer", type_=sa.Integer)
    first, last = (sa.bindparam(each, type_=sa.Date) for each in ("first", "last"))
    counted = []
    for kind in KINDS:
        if not kind.is_of_a_person:
            continue
        table: Any = kind.table
        day = col(getattr(table, kind.day))
        # Whoever is named of a group session is no entry beside the session.
        alone = [col(Intervention.group_id).is_(None)] if table is Intervention else []
        counted.append(
            sa.select(day, sa.func.count())
            .where(
                col(table.agency_id).in_(agencies),
                col(table.entered_by) == author,
                col(table.voided_at).is_(None),
                day.between(first, last),
                *alone,
            )
            .group_by(day)
        )
    return sa.union_all(*counted)
