"""What the tallies say of work, of the checks whether it lasted, and of courses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.inputs.results import ResultFilter
from db.measures import spans, tallied
from db.measures.events import Events
from db.models import Tally
from db.models.base import Column
from db.models.tallies import CENTRES, CHECKS, ENDS, ENTERED, LATE, day_at, month_at

_AT, _NEXT, _CODE, _AGENCY = (
    col(each) for each in (Tally.at, Tally.next_at, Tally.code, Tally.agency_id)
)
#: By month, agency and code: events, and people.
Monthly = dict[tuple[int, int, str], tuple[int, int]]


def monthly(
    session: Session,
    events: str,
    people: str,
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> Monthly:
    """Events of one kind, and people of another; each person once in a month, an agency and a
    code."""
    days = spans.of(wanted)
    keys = [days.month, _AGENCY, _CODE, col(Tally.kind)]
    found: dict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    for month, agency, code, kind, n in tallied.sums(
        session, [events, people], keys, days, agencies, wanted
    ):
        found[month, agency, code][kind] = n
    return {key: (n[events], n[people]) for key, n in sorted(found.items()) if n[events]}


def enrolments(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[tuple[int, int], tuple[int, int]]:
    """By month and agency, places in courses and people, whatever the course and the centre."""
    days, kind = spans.of(wanted), col(Tally.kind)
    keys, either = [days.month, _AGENCY, kind], sa.or_(kind == CENTRES, _CODE == "")
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for month, agency, each, n in tallied.sums(
        session, [CENTRES, ENTERED], keys, days, agencies, wanted, either
    ):
        found[month, agency][each] = n
    return {key: (n[CENTRES], n[ENTERED]) for key, n in sorted(found.items()) if n[CENTRES]}


def people_by_code(
    session: Session,
    kind: str,
    events: Events,
    keys: Sequence[Column],
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> dict[str, int]:
    """Distinct persons of a period by code; ``keys`` give the code of an event's row, its parts one
    by one."""
    found = tallied.by_code(session, kind, agencies, wanted, tallied.last_seen(wanted))
    twice = tallied.again(session, events, keys, wanted, agencies)
    return Counter(found) - Counter({":".join(map(str, key)): n for key, n in twice.items()})


def checks(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], overdue_from: date
) -> dict[tuple[str, int, str], int]:
    """Checks due in the period by group, month and answer; those without an answer as ``overdue``
    (due before a day), ``pending`` (due by today) or ``coming``."""
    found: Counter[tuple[str, int, str]] = Counter()
    for group, month, said, n in _checks(session, wanted, agencies):
        found[group, month, said or "coming"] += n
    spans = {"pending": today(session), "overdue": overdue_from - timedelta(days=1)}
    later = "coming"
    for state, last in spans.items():
        part = replace(wanted, end=min(wanted.end, last))
        for group, month, _, n in _checks(session, part, agencies, _CODE.like("%:")):
            found[group, month, later] -= n
            found[group, month, state] += n
        later = state
    return found


def _checks(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    *conditions: sa.ColumnElement[bool],
) -> list[tuple[str, int, str, int]]:
    rows = tallied.by_code(session, CHECKS, agencies, wanted, *conditions)
    found = []
    for code, n in rows.items():
        group, month, said = code.split(":")
        found.append((group, int(month), said, n))
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
