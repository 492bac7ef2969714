"""How soon people find work, and how long they stay at work: docs/before_after.md#2-time-to-work.

Aalen and Johansen's estimator: whoever left the country or was closed before can no longer be seen
to find work, and is no person who still waits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OUTCOME_GROUP_OF, OUTCOME_GROUPS, RETENTION_MONTHS
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_time_to_work
from db.measures.base import agencies_of, of_people, people
from db.measures.due_checks import last_due
from db.measures.placements import PLACEMENTS, of_group
from db.models import Case, FirstContact, Placement, RetentionCheck
from db.models.at_work import Check, follow_ups
from db.models.base import Column, Query
from db.models.competing_risks import EVENT, GONE, LEFT, ends_of, until
from db.statistics import incidence
from db.statistics.incidence import Alike, Followed, Point

#: To which months they are told: at work, only at the checks.
TO_WORK_AT, AT_WORK_AT = range(25), (0, *RETENTION_MONTHS)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """One kind of event: how many had it, and how probable it is by month."""

    events: int
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Curves:
    """``followed`` persons or jobs; the curves by name."""

    followed: int
    curves: dict[str, Curve]


def to_work(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Curves:
    """From the first contact (in the period) to the first day worked, for each of the
    ``OUTCOME_GROUPS`` by itself; who left or was closed before is no longer awaited."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        found = tallied_time_to_work.to_work(session, wanted, agencies)
    else:
        counted = _to_work(session, wanted, agencies)
        found = {group: incidence.alike(each) for group, each in counted.items()}
    # Each kind of work is asked of the same persons.
    return Curves(
        followed=int(next(iter(found.values())).number.sum()),
        curves={group: _curve(alike, EVENT) for group, alike in found.items()},
    )


def _to_work(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[str, Counter[Followed]]:
    """By kind of work, how many persons were followed alike."""
    day, met = today(session), _met(wanted, agencies)
    known = [col(FirstContact.contacted_on), col(Case.closed_on), col(Case.close_reason)]
    # Of those who never began anything, only how many there are alike: all but the others.
    never: Counter[Followed] = Counter()
    counted = met.with_only_columns(*known, sa.func.count()).group_by(*known)
    for contacted_on, closed_on, reason, persons in session.execute(counted):
        never[_until(contacted_on, day, _ends(closed_on, reason))] += persons
    gone, placed = _gone(session, met), _placed(session, met, known)
    for each in placed.values():
        never[_until(each.contacted_on, day, _ends(each.closed_on, each.reason))] -= 1
    never = +never
    found = {}
    for group in OUTCOME_GROUPS:
        followed = never.copy()
        for case, each in placed.items():
            ends = _ends(each.closed_on, each.reason, gone.get(case))
            ends[EVENT] = _ordinal(each.began.get(group))
            followed[_until(each.contacted_on, day, ends)] += 1
        found[group] = followed
    return found


def at_work(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Curves:
    """By the checks since the first day of wage work (in the period): who was no more at work
    (``ended``), or had left the country (``left``). A job is followed to the last check that is due
    and answered."""
    agencies = agencies_of(session, wanted, viewer)
    if tallied.answers(wanted):
        followed = tallied_time_to_work.at_work(session, wanted, agencies)
    else:
        followed = _at_work(session, wanted, agencies)
    alike = incidence.alike(followed)
    return Curves(
        followed=followed.total(),
        curves={
            name: _curve(alike, cause, at=AT_WORK_AT, a_month=1)
            for name, cause in (("ended", EVENT), ("left", LEFT))
        },
    )


def _at_work(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> Counter[Followed]:
    """How many jobs were followed alike."""
    query: Query = (
        sa.select(PLACEMENTS.id, col(Placement.starts_on), col(Placement.ended_on))
        .select_from(Placement)
        .where(
            col(Placement.agency_id).in_(agencies),
            *of_group("WAGE").within(wanted.start, wanted.end),
        )
    )
    jobs = of_people(query, PLACEMENTS.case_id, wanted)
    checks, day = _checks(session, jobs), today(session)
    followed: Counter[Followed] = Counter()
    for job, starts_on, ended_on in session.execute(jobs):
        ways = follow_ups(_ordinal(ended_on), checks.get(job, []))
        due = last_due(starts_on, day)
        if due is not None and due in ways:
            followed[Followed(*ways[due])] += 1
    return followed


def _met(wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    """The persons first met in the period."""
    met_on = col(FirstContact.contacted_on)
    query: Query = (
        sa.select(col(FirstContact.case_id))
        .join(Case, col(Case.id) == col(FirstContact.case_id))
        .where(
            col(FirstContact.agency_id).in_(agencies),
            met_on.between(wanted.start, wanted.end),
            *people(wanted),
        )
    )
    return query


@dataclass(frozen=True)
class _Placed:
    """Somebody who began something: by group, the first day since they were met."""

    contacted_on: date
    closed_on: date | None
    reason: str | None
    began: dict[str, date] = field(default_factory=dict)


def _placed(session: Session, met: Query, known: Sequence[Column]) -> dict[int, _Placed]:
    """By case, these persons as far as they ever began anything."""
    case_id = col(FirstContact.case_id)
    columns = [case_id, PLACEMENTS.kind, PLACEMENTS.day, *known]
    query = met.join(Placement, PLACEMENTS.case_id == case_id).where(*PLACEMENTS.conditions)
    found: dict[int, _Placed] = {}
    for case, kind, day, *of_case in session.execute(query.with_only_columns(*columns)):
        each = found.setdefault(case, _Placed(*of_case))
        if day >= each.contacted_on:
            group = OUTCOME_GROUP_OF[kind]
            each.began[group] = min(day, each.began.get(group, day))
    return found


def _gone(session: Session, met: Query) -> Mapping[int, date]:
    """When a check learned of these persons that they had left the country, or died."""
    case_id = col(FirstContact.case_id)
    query = (
        met.join(Placement, PLACEMENTS.case_id == case_id)
        .join(RetentionCheck, col(RetentionCheck.placement_id) == PLACEMENTS.id)
        .where(*PLACEMENTS.conditions, col(RetentionCheck.status).in_(GONE))
        .with_only_columns(case_id, sa.func.min(col(RetentionCheck.done_on)))
        .group_by(case_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _checks(session: Session, jobs: Query) -> dict[int, list[Check]]:
    """The checks of each job; one that was cancelled since has said what it said."""
    check = RetentionCheck
    query = sa.select(
        *map(col, (check.placement_id, check.month, check.due_on, check.status, check.done_on))
    ).where(
        col(check.placement_id).in_(jobs.with_only_columns(PLACEMENTS.id)),
    )
    found: dict[int, list[Check]] = {}
    for job, month, due, status, done in session.execute(query):
        check_of = Check(month, due.toordinal(), status, _ordinal(done))
        found.setdefault(job, []).append(check_of)
    return found


def _ends(
    closed_on: date | None, reason: str | None, gone: date | None = None
) -> dict[int, int | None]:
    return ends_of(_ordinal(closed_on), reason, _ordinal(gone))


def _until(start: date, end: date, days: Mapping[int, int | None]) -> Followed:
    return Followed(*until(start.toordinal(), end.toordinal(), days))


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _curve(
    followed: Alike,
    cause: int,
    *,
    at: Sequence[int] = TO_WORK_AT,
    a_month: float = incidence.DAYS_A_MONTH,
) -> Curve:
    return Curve(
        events=int(followed.number[followed.causes == cause].sum()),
        points=tuple(incidence.by_month(followed, at, cause=cause, a_month=a_month)),
    )
