"""Whether an agency's own register changed when its agent came: docs/before_after.md.

Only ``agency_counts`` are read, never agents' entries, and the postings that say when an agent was
there. A month that was not received is missing, and stays so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.inputs.dates import month_index, month_of
from db.inputs.results import EARLIEST, ResultFilter
from db.measures.base import agencies_of
from db.measures.placements import postings
from db.models import Agency, AgencyCount, Posting, Programme
from db.models.base import Query
from db.statistics import interrupted_time_series
from db.statistics.interrupted_time_series import Change, Half, Month, Side

ONE_DAY = timedelta(days=1)
#: Two registers, of each a step; and beside it, at half of its level each, a bend of the trend and
#: the change at the day itself.
TESTS_AN_AGENCY = 4
Spans = list[tuple[date, date | None]]


class Cut(NamedTuple):
    """What an agency's months are parted by: its postings, else the middle arrival of the others;
    and the day that it closed on, or a late one."""

    spans: Spans
    middle: date | None
    closed_on: date


@dataclass(frozen=True, kw_only=True)
class Series:
    """The register of one agency, from its first month received (or that in which its agent came)
    to the last one awaited.

    ``arrived_on``: the first day of any posting, or none. ``day``: what the series is cut at; where
    no agent came, the middle one of the other agencies' arrivals. ``left_on``: the last day of
    any posting, where nobody is posted today.
    """

    agency_id: int
    arrived_on: date | None
    left_on: date | None = None
    day: date | None
    months: tuple[Month, ...]
    change: Change | None

    @property
    def has_agent(self) -> bool:
        return self.arrived_on is not None

    @property
    def before(self) -> Half:
        return interrupted_time_series.half(self.months, Side.BEFORE)

    @property
    def after(self) -> Half:
        return interrupted_time_series.half(self.months, Side.AFTER)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """All series in the agencies' order; ``p_value``: whether those with an agent changed otherwise
    than those without, which is not asked under ten agencies on a side."""

    series: tuple[Series, ...]
    p_value: float | None


def registered(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Compared:
    """Persons registered, a month and agency."""
    return _compared(session, wanted, CountMeasure.REGISTERED, viewer)


def positioned(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Compared:
    """Positioning interviews, a month and agency."""
    return _compared(session, wanted, CountMeasure.POSITIONING, viewer)


def first_day(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> date:
    """The first day that the page is about: of the programme, or of the oldest month received."""
    oldest = sa.select(sa.func.min(col(AgencyCount.month))).where(
        col(AgencyCount.agency_id).in_(agencies_of(session, wanted, viewer))
    )
    began: date = session.exec(select(Programme)).one().starts_on
    return min(began, session.execute(oldest).scalar_one() or began)


def _compared(
    session: Session, wanted: ResultFilter, measure: CountMeasure, viewer: Viewer
) -> Compared:
    day = today(session)
    last = month_index(day) - 1
    # Also of agencies that are not looked at: what is chosen must not move the day of the others.
    whole = ResultFilter(EARLIEST, day)
    spans: dict[int, Spans] = {}
    for agency_id, starts_on, ends_on in postings(session, whole, viewer=viewer)[
        ["agency_id", "starts_on", "ends_on"]
    ].itertuples(index=False, name=None):
        spans.setdefault(agency_id, []).append(
            (starts_on, ends_on if isinstance(ends_on, date) else None)
        )
    arrivals = {agency: min(first for first, _ in found) for agency, found in spans.items()}
    middle = _middle(arrivals.values())
    cut = [
        Series(
            agency_id=agency,
            arrived_on=arrivals.get(agency),
            left_on=_left_on(spans.get(agency, []), day),
            day=arrivals.get(agency, middle),
            months=_months(received, last, Cut(spans.get(agency, []), middle, closed_on)),
            change=None,
        )
        for agency, closed_on, received in _received(session, wanted, measure, viewer)
    ]
    tests = _tests(session)
    found = tuple(
        replace(each, change=interrupted_time_series.change(each.months, tests=tests))
        for each in cut
    )
    ratios = {
        has_agent: [each.change.ratio for each in found if each.change and each.has_agent is
                    has_agent]
        for has_agent in (True, False)
    }  # fmt: skip
    return Compared(
        series=found, p_value=interrupted_time_series.between(ratios[True], ratios[False])
    )


def _left_on(spans: Spans, day: date) -> date | None:
    ends = [end for _, end in spans if end is not None and end < day]
    return max(ends) if ends and len(ends) == len(spans) else None


def _tests(session: Session) -> int:
    """How many intervals one answer tells: of each agency where an agent ever came, of both
    registers. Not only of the agencies that are looked at or whose register came, for an agency's
    interval must be the same whoever reads it, whatever they chose and whatever others hand in;
    those without an agent are drawn as wide."""
    came: int = session.execute(
        sa.select(sa.func.count(sa.distinct(col(Posting.agency_id)))).where(
            col(Posting.starts_on) <= today(session)
        )
    ).scalar_one()
    return TESTS_AN_AGENCY * max(1, came)


def _middle(days: Iterable[date]) -> date | None:
    """The middle one, of two the earlier."""
    found = sorted(days)
    return found[(len(found) - 1) // 2] if found else None


def _received(
    session: Session, wanted: ResultFilter, measure: CountMeasure, viewer: Viewer
) -> list[tuple[int, date, dict[int, int]]]:
    """Each agency in its order, the day that it closed on (or a late one), and its counts by
    month."""
    agency = col(Agency.id)
    query: Query = (
        sa.select(agency, col(Agency.closed_on), col(AgencyCount.month), col(AgencyCount.value))
        .outerjoin(
            AgencyCount,
            sa.and_(col(AgencyCount.agency_id) == agency, col(AgencyCount.measure) == measure),
        )
        .where(agency.in_(agencies_of(session, wanted, viewer)))
        .order_by(col(Agency.sort), agency, col(AgencyCount.month))
    )
    found: dict[int, tuple[int, date, dict[int, int]]] = {}
    for agency_id, closed_on, month, value in session.execute(query):
        counts = found.setdefault(agency_id, (agency_id, closed_on or date.max, {}))[2]
        if month is not None:
            counts[month_index(month)] = value
    return list(found.values())


def _months(received: dict[int, int], last: int, cut: Cut) -> tuple[Month, ...]:
    """From the first month received, or that of the arrival, to the last one awaited."""
    if not received:
        return ()
    first = min([*received, *(month_index(start) for start, _ in cut.spans)])
    last = min(last, month_index(cut.closed_on))
    return tuple(
        Month(each, received.get(each), working_days(each), _side(each, cut))
        for each in range(first, last + 1)
    )


def working_days(month: int) -> int:
    """Mondays to Fridays of a month; holidays are not known."""
    return int(np.busday_count(month_of(month), month_of(month + 1)))


def _side(month: int, cut: Cut) -> Side:
    """Before the agent came; with one on each day of the month; or neither. Where no agent came,
    before or after the middle arrival of the others. Neither, if the agency closed within it."""
    spans, middle = cut.spans, cut.middle
    first, last = month_of(month), month_of(month + 1) - ONE_DAY
    if cut.closed_on < last:
        return Side.NEITHER
    if not spans:
        if middle is None or last < middle:
            return Side.BEFORE
        return Side.AFTER if first >= middle else Side.NEITHER
    if last < min(start for start, _ in spans):
        return Side.BEFORE
    return Side.AFTER if _is_covered(first, last, spans) else Side.NEITHER


def _is_covered(first: date, last: date, spans: Spans) -> bool:
    """Whether somebody was posted on each of these days."""
    reached = first
    for start, end in sorted(spans, key=lambda each: each[0]):
        if start <= reached:
            reached = max(reached, (end or last) + ONE_DAY)
    return reached > last
