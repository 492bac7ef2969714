"""Entries that contradict each other, and values that are hardly so: counted, and row by row.

No form refuses any of it, or did when it was entered: each is to be looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import (
    CONTRACT_SEEN,
    ENTERED_TRAINING,
    FINISHED_TRAINING,
    NOT_WRITTEN,
    OutcomeType,
    TrainingStatus,
)
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.models import (
    Case,
    FirstContact,
    Intervention,
    Placement,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.doubts import ADULT, BIG_GROUP, LONG_ACT, LONG_COURSE, MANY_HOURS, OLDEST, YOUNGEST
from db.models.doubts import Rule as Rule
from db.queries import quality_tallies
from db.queries.quality_days import sql_day
from db.queries.quality_entry import agencies_of

#: How many rows of a rule are shown.
ROWS = 30


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """So many of one rule in an agency's month."""

    rule: Rule
    agency_id: int
    month: date
    number: int


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One entry to be looked at; a group session is about nobody in particular, and whoever has
    gone to an agency that the viewer does not see is not named."""

    agency_id: int
    day: date
    case_code: str | None
    value: int | None


@dataclass(frozen=True)
class _Found:
    """Which rows a rule finds, where, on which day; ``value``: what is unlikely about them."""

    rows: Any
    table: Any
    day: Any
    which: tuple[Any, ...]
    value: Any = None

    @property
    def agency_id(self) -> Any:
        """The agency that the row is of."""
        return col(self.table.agency_id)


def counts(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> list[Doubts]:
    """Each rule, agency and month of the period with something to be looked at."""
    return found(session, wanted, viewer=viewer)[0]


def found(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> tuple[list[Doubts], Counter[tuple[int, date]]]:
    """The same, and by agency and month how many entries any rule finds: each once, and none of
    somebody named of a group session, which is no entry of its own."""
    agencies = agencies_of(session, wanted, viewer)
    by_rule, entries = quality_tallies.doubts(session, agencies, wanted.start, wanted.end)
    order = list(Rule)
    doubts = [
        Doubts(rule=Rule(rule), agency_id=agency_id, month=month_of(index), number=number)
        for (rule, agency_id, index), number in by_rule.items()
    ]
    doubts.sort(key=lambda each: (order.index(each.rule), each.agency_id, each.month))
    doubtful = {(agency_id, month_of(index)): n for (agency_id, index), n in entries.items()}
    return doubts, Counter(doubtful)


def rows(session: Session, wanted: ResultFilter, rule: Rule, *, viewer: Viewer) -> list[Doubt]:
    """The newest rows of one rule in the period, ``ROWS`` at most."""
    agencies = agencies_of(session, wanted, viewer)
    days = quality_tallies.doubtful_days(session, rule, agencies, wanted.start, wanted.end, ROWS)
    found = _rule(rule)
    code: Any = sa.null()
    value = sa.null() if found.value is None else found.value
    if rule is not Rule.BIG_GROUP:
        is_known = col(Case.agency_id).in_(scope(session, viewer, Permission.RESULTS_READ))
        code = sa.case((is_known, col(Case.code)))
        value = sa.case((is_known, value)) if rule is Rule.AGE else value
    source = found.rows
    if rule not in (Rule.BIG_GROUP, Rule.AGE, Rule.AFTER_CLOSING):
        source = sa.join(source, Case, col(Case.id) == col(found.table.case_id))
    query = (
        sa.select(found.agency_id, found.day.label("day"), code.label("code"), value.label("value"))
        .select_from(source)
        .where(sa.tuple_(found.agency_id, found.day).in_(days), *found.which)
        .order_by(found.day.desc(), col(found.table.case_id))
        .limit(ROWS)
    )
    return [
        Doubt(agency_id=agency_id, day=day, case_code=case_code, value=number)
        for agency_id, day, case_code, number in session.execute(query)
    ]


def total(found: list[Doubts]) -> Counter[Rule]:
    """How many of each rule."""
    summed = Counter[Rule]()
    for each in found:
        summed[each.rule] += each.number
    return summed


def _rule(rule: Rule) -> _Found:
    return (_of_jobs() | _of_courses() | _of_acts() | _of_people())[rule]


def _met(table: Any) -> Any:
    """Rows with the first contact of their person, if there was one."""
    return sa.outerjoin(table, FirstContact, col(FirstContact.case_id) == col(table.case_id))


def _stands(table: Any) -> Any:
    return col(table.voided_at).is_(None)


def _age_on(day: Any) -> Any:
    """The age that is reached in the year of a day."""
    return sa.extract("year", day) - col(Case.birth_year)


def _of_jobs() -> dict[Rule, _Found]:
    job, contacted = Placement, col(FirstContact.contacted_on)
    started, stands = col(job.starts_on), _stands(job)
    before = sa.or_(contacted.is_(None), started < contacted)
    registered = sql_day(contacted) + col(FirstContact.registered_after)
    late = registered > sql_day(started), started >= contacted
    answered = sa.join(RetentionCheck, job, col(RetentionCheck.placement_id) == col(job.id))
    done_on, hours = col(RetentionCheck.done_on), col(job.hours_per_week)
    many = (stands, hours > MANY_HOURS)
    unwritten = (col(job.evidence) == CONTRACT_SEEN, col(job.contract) == NOT_WRITTEN)
    of_minor = (_age_on(started) < ADULT, col(job.type) != OutcomeType.APPRENT)
    return {
        Rule.PLACED_FIRST: _Found(_met(job), job, started, (stands, before)),
        Rule.REGISTERED_LATE: _Found(_met(job), job, started, (stands, *late)),
        Rule.ANSWER_FIRST: _Found(answered, job, done_on, (stands, done_on < started)),
        Rule.MANY_HOURS: _Found(job, job, started, many, sa.cast(hours, sa.Integer)),
        Rule.SEEN_UNWRITTEN: _Found(job, job, started, (stands, *unwritten)),
        Rule.MINORS_WORK: _Found(job, job, started, (stands, *of_minor)),
    }


def _of_courses() -> dict[Rule, _Found]:
    course, contacted = TrainingEnrolment, col(FirstContact.contacted_on)
    began, stands, status = col(course.starts_on), _stands(course), col(course.status)
    before = sa.or_(contacted.is_(None), began < contacted)
    begun = status.in_(ENTERED_TRAINING)
    ended = status.in_(FINISHED_TRAINING | {TrainingStatus.DROPPED})
    days = sql_day(col(course.planned_end_on)) - sql_day(began)
    return {
        Rule.COURSE_FIRST: _Found(_met(course), course, began, (stands, begun, before)),
        Rule.END_FIRST: _Found(
            course, course, began, (stands, ended, col(course.status_on) < began)
        ),
        Rule.LONG_COURSE: _Found(course, course, began, (stands, days > LONG_COURSE), days),
    }


def _of_acts() -> dict[Rule, _Found]:
    act = Intervention
    done, stands, minutes = col(act.happened_on), _stands(act), col(act.minutes)
    closed = sa.join(act, Case, col(Case.id) == col(act.case_id))
    one = (stands, col(act.group_id).is_(None), minutes > LONG_ACT, col(act.case_id).is_not(None))
    heads = col(act.women) + col(act.men) + col(act.other)
    group = (stands, col(act.case_id).is_(None), heads > BIG_GROUP)
    return {
        Rule.AFTER_CLOSING: _Found(closed, act, done, (stands, done > col(Case.closed_on))),
        Rule.LONG_ACT: _Found(act, act, done, one, minutes),
        Rule.BIG_GROUP: _Found(act, act, done, group, heads),
    }


def _of_people() -> dict[Rule, _Found]:
    first, contacted = FirstContact, col(FirstContact.contacted_on)
    age = _age_on(contacted)
    people = sa.join(first, Case, col(Case.id) == col(first.case_id))
    beyond = sa.not_(age.between(YOUNGEST, OLDEST))
    return {Rule.AGE: _Found(people, first, contacted, (beyond,), sa.cast(age, sa.Integer))}
