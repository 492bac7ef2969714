"""What the tallies say of work, of the checks whether it lasted, and of courses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.inputs.results import ResultFilter
from db.measures import movers, spans, tallied
from db.measures.events import Events
from db.models.base import Column
from db.models.tallies import (
    CENTRES,
    CHECKS,
    COLUMNS,
    ENDS,
    ENTERED,
    LATE,
    READS_TALLIES,
    day_at,
    month_at,
)

_NEXT, _CODE, _AGENCY = COLUMNS.next_at, COLUMNS.code, COLUMNS.agency_id
#: By month, agency and code: events, and people.
Monthly = dict[tuple[int, int, str], tuple[int, int]]


def monthly(
    session: Session,
    events: str,
    people: str,
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> Monthly | None:
    """Events of one kind, and people of another; each person once in a month, an agency and a
    code. None where rows must tell."""
    found = tallied.monthly(session, [events], people, [_CODE], wanted, agencies)
    if found is None:
        return None
    return {
        (month, agency, code): (n[events], n[people])
        for (month, agency, code), n in found.items()
        if n[events]
    }


def enrolments(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[tuple[int, int], tuple[int, int]] | None:
    """By month and agency, places in courses and people, whatever the course and the centre. None
    where rows must tell."""
    either = sa.or_(COLUMNS.kind == CENTRES, _CODE == "")
    found = tallied.monthly(session, [CENTRES], ENTERED, [], wanted, agencies, either)
    if found is None:
        return None
    return {
        (month, agency): (n[CENTRES], n[ENTERED])
        for (month, agency), n in found.items()
        if n[CENTRES]
    }


def people_by_code(
    session: Session,
    kind: str,
    events: Events,
    keys: Sequence[Column],
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> dict[str, int] | None:
    """Distinct persons of a period by code, none where rows must tell; ``keys`` give the code of an
    event's row, its parts one by one."""
    told = tallied.parts(session, [kind], wanted, agencies)
    if not told:
        return None
    found = Counter[str]()
    for stored_as, days, once in told:
        stored = stored_as(kind)
        found.update(tallied.by_code(session, stored, agencies, wanted, once, days=days))
    twice = movers.again(session, events, keys, wanted, agencies)
    return found - Counter({":".join(map(str, key)): n for key, n in twice.items()})


def checks(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], overdue_from: date
) -> dict[tuple[str, int, str], int]:
    """Checks due in the period by group, month and answer; those without an answer as ``overdue``
    (due before a day), ``pending`` (due by today) or ``coming``."""
    ends = (wanted.end, min(wanted.end, today(session)), overdue_from - timedelta(days=1))
    parts = [spans.of(replace(wanted, end=min(wanted.end, end))) for end in ends]
    query = (
        sa.select(_CODE, *(sa.func.sum(each.within) for each in parts))
        .where(COLUMNS.kind == CHECKS, _AGENCY.in_(agencies), spans.any_of(parts))
        .group_by(_CODE)
    )
    if wanted.sexes:
        query = query.where(COLUMNS.who.in_(wanted.sexes))
    found: Counter[tuple[str, int, str]] = Counter()
    for code, *numbers in session.execute(query, execution_options=READS_TALLIES).all():
        # PostgreSQL sums whole numbers to decimals.
        all_, due, overdue = map(int, numbers)
        group, month, said = code.split(":")
        states = {said: all_} if said else {
            "coming": all_ - due, "pending": due - overdue, "overdue": overdue
        }  # fmt: skip
        found.update({(group, int(month), state): n for state, n in states.items() if n})
    return found


def ended(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> Counter[tuple[str, int, str]]:
    """Of those who entered a course in the period, those whose planned end has passed: by kind,
    centre, and what became of them."""
    day, days = today(session), spans.span(wanted.start, wanted.end)
    before = tallied.by_code(session, ENDS, agencies, wanted, month_at(day) > _NEXT)
    of_late = day_at(day.replace(day=1)), day_at(day) - 1
    this_month = spans.Span((1, 0), {month_at(day): of_late})
    late = tallied.sums(session, [LATE], [_CODE], this_month, agencies, wanted, days.holds(_NEXT))
    found: Counter[tuple[str, int, str]] = Counter()
    for code, n in (*before.items(), *late):
        kind, centre, became = code.split(":")
        found[kind, int(centre), became] += n
    return found
