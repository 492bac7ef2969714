"""What the tallies say of people by the day on which they were first met."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.codes import BACK_WITHIN, OUTCOME_GROUPS, REGISTERED_WITHIN
from db.inputs.results import ResultFilter
from db.measures import funnel_steps, spans, tallied
from db.measures.base import of_people
from db.measures.events import Condition
from db.measures.training import ENTERED
from db.models import Agency, FirstContact
from db.models.base import Query
from db.models.tallies import (
    CHANNEL,
    COLUMNS,
    DAYS,
    MET,
    POSITIONED,
    READS_TALLIES,
    REGISTERED,
    RETURNED,
    TRAINED,
    WAITS,
)

BY_THEMSELVES = ("SELF", "PEER")
#: Codes of people who were registered, or back, in time.
IN_TIME, BACK = f"{REGISTERED}_{REGISTERED_WITHIN}", f"{RETURNED}_{BACK_WITHIN}"
_STEPS = {
    "FIRST_CONTACT": "",
    "REGISTERED": REGISTERED,
    "POSITIONING": POSITIONED,
    "TRAINING": TRAINED,
    **{group: group for group in OUTCOME_GROUPS},
}
_CODE, _AGENCY = COLUMNS.code, COLUMNS.agency_id


def _ripe(session: Session, wanted: ResultFilter, days: int) -> ResultFilter:
    """The part of a period that is so many days ago."""
    return replace(wanted, end=min(wanted.end, today(session) - timedelta(days=days)))


def reached(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> tuple[dict[str, int], dict[str, int], dict[str, Counter[int]]]:
    """As ``cohorts.funnel``: by step who reached it, who is still under way from there, and how
    many people took so many days from the step before."""
    waits = {step: f"{WAITS}:{step}" for step in funnel_steps.WAITING_STEPS}
    asked = _CODE.in_([*_STEPS.values(), *waits.values()])
    found = Counter(tallied.by_code(session, MET, agencies, wanted, asked))
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for code, n in tallied.by_code(session, DAYS, agencies, wanted).items():
        step, _, number = code.partition(":")
        days[step][int(number)] = n
    for person in _waiting_to_begin(session, wanted, agencies):
        found[TRAINED] -= person.only
        for days_taken, change in ((person.counted, -1), (person.true, 1)):
            if days_taken is not None:
                days[funnel_steps.TRAINING][days_taken] += change
    return (
        {step: found[code] for step, code in _STEPS.items()},
        {step: found[code] for step, code in waits.items()},
        days,
    )


class _Ahead(NamedTuple):
    """Somebody of a cohort in whose course nothing has begun: whether in no other either, and how
    many days to training are counted and true."""

    agency_id: int
    only: bool
    counted: int | None
    true: int | None


def _waiting_to_begin(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> list[_Ahead]:
    """Whom the tallies count in training for a course that is yet to begin: they know no today, and
    these are few."""
    first, day = FirstContact, today(session)
    # Every agency by its id, so that the index of days is looked up.
    somewhere = ENTERED.agency_id.in_(sa.select(col(Agency.id)))
    ahead = sa.select(ENTERED.case_id).where(*ENTERED.conditions, somewhere, ENTERED.day > day)
    met: Query = sa.select(col(first.case_id), col(first.agency_id)).where(
        col(first.agency_id).in_(agencies),
        col(first.contacted_on).between(wanted.start, wanted.end),
        col(first.case_id).in_(ahead),
    )
    people = session.execute(of_people(met, col(first.case_id), wanted)).all()
    at: dict[int, int] = {row.case_id: row.agency_id for row in people}
    if not at:
        return []
    reached: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for step in (funnel_steps.POSITIONED, funnel_steps.TRAINING):
        events = funnel_steps.EVENTS[step]
        rows = sa.select(events.case_id, events.day).where(
            *events.conditions, events.case_id.in_(at)
        )
        for case, on in session.execute(rows):
            reached[case][step].append(on.toordinal())
    return [_ahead(agency, reached[case], day.toordinal()) for case, agency in at.items()]


def _ahead(agency: int, reached: dict[str, list[int]], day: int) -> _Ahead:
    begun = [each for each in reached[funnel_steps.TRAINING] if each <= day]
    counted, true = (
        funnel_steps.days_of(each).get(funnel_steps.TRAINING)
        for each in (reached, {**reached, funnel_steps.TRAINING: begun})
    )
    return _Ahead(agency, not begun, counted, true)


def reached_by_agency(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[int, dict[str, int]]:
    """As ``cohorts.reached_by_agency``."""
    (found,) = _by_agency(session, [wanted], agencies, _CODE.in_(list(_STEPS.values())))
    for person in _waiting_to_begin(session, wanted, agencies):
        found[person.agency_id][TRAINED] -= person.only
    return {each: {step: found[each][code] for step, code in _STEPS.items()} for each in agencies}


def in_time_by_agency(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[int, tuple[int, int]]:
    """Of each agency people met long enough ago, and of them those registered in time."""
    ripe = _ripe(session, wanted, REGISTERED_WITHIN)
    (found,) = _by_agency(session, [ripe], agencies, _CODE.in_(["", IN_TIME]))
    return {each: (found[each][""], found[each][IN_TIME]) for each in agencies}


def registered(
    session: Session, periods: Sequence[ResultFilter], agencies: frozenset[int]
) -> list[tuple[int, int, int, int]]:
    """Of each of some periods that differ by their days alone: people met long enough ago, of them
    registered in time; people met, of them registered so far."""
    ripe = [spans.of(_ripe(session, each, REGISTERED_WITHIN)) for each in periods]
    met = [spans.of(each) for each in periods]
    codes = ("", IN_TIME, REGISTERED)
    found = tallied.by_at(session, MET, codes, [*ripe, *met], agencies, periods[0])
    everybody, in_time, so_far = (found[code] for code in codes)
    return [
        (old.total(everybody), old.total(in_time), all_.total(everybody), all_.total(so_far))
        for old, all_ in zip(ripe, met, strict=True)
    ]


def _by_agency(
    session: Session,
    periods: Sequence[ResultFilter],
    agencies: frozenset[int],
    asked: Condition,
) -> list[dict[int, Counter[str]]]:
    """Of each of some periods that differ by their days alone, by agency what came of the people;
    of the codes that are asked for."""
    days = [spans.of(each) for each in periods]
    query = (
        sa.select(_AGENCY, _CODE, *(sa.func.sum(each.within) for each in days))
        .where(COLUMNS.kind == MET, _AGENCY.in_(agencies), spans.any_of(days), asked)
        .group_by(_AGENCY, _CODE)
    )
    if periods[0].sexes:
        query = query.where(COLUMNS.who.in_(periods[0].sexes))
    found: list[dict[int, Counter[str]]] = [defaultdict(Counter) for _ in periods]
    for agency, code, *numbers in session.execute(query, execution_options=READS_TALLIES).all():
        for each, n in zip(found, numbers, strict=True):
            # PostgreSQL sums whole numbers to decimals.
            each[agency][code] = int(n)
    return found


def revealed(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[str, dict[int, tuple[int, int]]]:
    """As ``cohorts.revealed``: by measure and agency, how many of how many."""
    ripe = (_ripe(session, wanted, days) for days in (REGISTERED_WITHIN, BACK_WITHIN))
    asked = sa.or_(_CODE.in_(["", IN_TIME, BACK]), _CODE.like(f"{CHANNEL}:%"))
    found, in_time, back = _by_agency(session, [wanted, *ripe], agencies, asked)
    own = [f"{CHANNEL}:{each}" for each in BY_THEMSELVES]
    there = sorted(each for each, n in found.items() if n[""])
    return {
        "BACK_90": {each: (back[each][BACK], back[each][""]) for each in there},
        "REGISTERED_30": {each: (in_time[each][IN_TIME], in_time[each][""]) for each in there},
        "SELF_OR_PEER": {
            each: (
                sum(found[each][code] for code in own),
                sum(n for code, n in found[each].items() if code.startswith(f"{CHANNEL}:")),
            )
            for each in there
        },
    }
