"""Who has entered what and when: weeks with and without entries, and how long an entry waited.

An entry is an act that an agent does on its own day: an intervention (a group session once) or a
referral. Courses and placements begin on days that are not the agent's, so they count as entries,
and are neither late nor fill a week. Trust answers are in none of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.in_post import ENDS, last_day, with_ends
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.models import Posting
from db.models.base import Query
from db.models.quality_tallies import ACTS_OF_WEEK, STORED, monday_at
from db.models.tallies import day_at
from db.queries import quality_days, quality_tallies
from db.queries.quality_tallies import Place
from db.statistics.medians import median

#: An entry is in time up to so many days after what it is about.
IN_TIME_DAYS = 7
WEEK = timedelta(days=7)
#: Monday to Friday.
WORKING_DAYS = 5


class Week(NamedTuple):
    """One agency's week: acts of its days, and entries (of whatever day) made on its days.

    ``is_posted``: somebody was posted there on all five working days; ``is_gap``: and yet nothing
    was done, though the week is over.
    """

    agency_id: int
    monday: date
    acts: int
    entered: int
    is_posted: bool
    is_over: bool

    @property
    def is_gap(self) -> bool:
        """Whether it is a week without an entry."""
        return self.is_posted and self.is_over and not self.acts


class Lateness(NamedTuple):
    """Acts of one agency's month: how many, how many of them entered in time, and the median of the
    days between."""

    agency_id: int
    month: date
    entries: int
    in_time: int
    median_days: int


def agencies_of(session: Session, wanted: ResultFilter, viewer: Viewer) -> frozenset[int]:
    """The viewer's agencies, cut to those asked for."""
    return wanted.among(scope(session, viewer, Permission.RESULTS_READ))


def weeks(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Week]:
    """Each agency's weeks that the period touches, up to that of today, the oldest first."""
    agencies = agencies_of(session, wanted, viewer)
    first, last = _span(session, wanted)
    entered = quality_tallies.by_week(session, STORED, agencies, first, last)
    return _told(session, agencies, first, last, entered)


def weeks_of_acts(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Week]:
    """The same without the entries, for a long period: to find those takes a look at all rows."""
    agencies = agencies_of(session, wanted, viewer)
    return _told(session, agencies, *_span(session, wanted), Counter())


def _span(session: Session, wanted: ResultFilter) -> tuple[date, date]:
    """The first and the last Monday."""
    last = min(wanted.end, today(session))
    return quality_days.monday_of(wanted.start), quality_days.monday_of(last)


def _told(
    session: Session,
    agencies: frozenset[int],
    first: date,
    last: date,
    entered: Counter[Place],
) -> list[Week]:
    acts = quality_tallies.by_week(session, ACTS_OF_WEEK, agencies, first, last)
    posted = _posted_weeks(session, agencies, first, last)
    day = today(session)
    mondays = [(monday, day_at(monday), monday + WEEK <= day) for monday in _mondays(first, last)]
    return [
        Week(
            agency_id,
            monday,
            acts.get((agency_id, at), 0),
            entered.get((agency_id, at), 0),
            is_posted=(agency_id, at) in posted,
            is_over=is_over,
        )
        for agency_id in sorted(agencies)
        for monday, at, is_over in mondays
    ]


def lateness(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Lateness]:
    """Each agency's months of the period with an act, the oldest first."""
    agencies = agencies_of(session, wanted, viewer)
    found = quality_tallies.waited(session, agencies, wanted.start, wanted.end)
    return [
        Lateness(
            agency_id=agency_id,
            month=month_of(index),
            entries=counted.total(),
            in_time=sum(number for days, number in counted.items() if days <= IN_TIME_DAYS),
            median_days=median(counted),
        )
        for (agency_id, index), counted in sorted(found.items(), key=lambda each: each[0][::-1])
    ]


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += WEEK


def _posted_weeks(
    session: Session, agencies: frozenset[int], first: date, last: date
) -> set[Place]:
    """Weeks in which each working day had somebody in post, by agency and Monday."""
    query: Query = (
        sa.select(col(Posting.agency_id), col(Posting.starts_on), *ENDS)
        .where(col(Posting.agency_id).in_(agencies), col(Posting.starts_on) <= last + WEEK)
        .order_by(col(Posting.agency_id), col(Posting.starts_on))
    )
    begin, end = day_at(first), day_at(last)
    found, place, since, until = set[Place](), 0, 1, 0

    def close() -> None:
        """Take the weeks of days that were all in post."""
        low = max(begin, monday_at(since + WORKING_DAYS + 1))
        high = min(end, until - WORKING_DAYS + 1)
        found.update((place, monday) for monday in range(low, high + 1, WEEK.days))

    for agency_id, starts_on, *ends in session.execute(with_ends(query)):
        starts, ends_on = day_at(starts_on), last_day(session, *ends)
        if agency_id != place or starts > until + 1:
            close()
            place, since, until = agency_id, starts, starts - 1
        until = max(until, day_at(ends_on) if ends_on else end + WEEK.days)
    close()
    return found
