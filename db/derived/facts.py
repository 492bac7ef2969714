"""What is known of each person and of each group session, as far as figures count it.

The same statements read a few, for upkeep, and all, for a recount: one owner after another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col

from db.derived import facts_quality as quality
from db.derived import facts_sent
from db.models import (
    Case,
    FirstContact,
    Intervention,
    Organisation,
    Placement,
    Programme,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.base import Column, Query

#: The parts of what is known, each a list of rows of plain values; days are their
#: ordinals, and so are moments, of the programme's own days.
PERSON, ACTS, FIRST, WORK, CHECKS, COURSES, SESSION = [
    "person",
    "acts",
    "first",
    "work",
    "checks",
    "courses",
    "group",
]
Facts = dict[str, list[list[Any]]]
_ZONE = sa.select(col(Programme.time_zone))
_BATCH = 20_000


def _selected(*columns: Any) -> Query:
    return sa.select(*columns)


def _of_cases() -> dict[str, tuple[Column, Query]]:
    act, first, work, course = Intervention, FirstContact, Placement, TrainingEnrolment
    case, check, centre = Case, RetentionCheck, Organisation
    stands = col(act.voided_at).is_(None)
    return {
        PERSON: (
            col(case.id),
            _selected(
                *map(col, (case.id, case.sex, case.entry_channel)),
                *map(col, (case.closed_on, case.close_reason)),
                *quality.PERSON,
            ),
        ),
        ACTS: (
            col(act.case_id),
            _selected(
                *map(col, (act.case_id, act.happened_on, act.agency_id, act.type)),
                sa.case((col(act.group_id).is_(None), 0), else_=1),
                *quality.ACT,
            ).where(stands, col(act.case_id).is_not(None)),
        ),
        FIRST: (
            col(first.case_id),
            _selected(
                *map(col, (first.case_id, first.contacted_on, first.agency_id)),
                *map(col, (first.registered_after, first.returned_after)),
                sa.case((col(first.positioned).is_(True), 1), else_=0),
            ),
        ),
        WORK: (
            col(work.case_id),
            _selected(
                *map(col, (work.case_id, work.starts_on, work.agency_id, work.type)),
                *map(col, (work.contract, work.evidence)),
                sa.case((col(work.cnss_declared).is_(True), 1), else_=0),
                col(work.ended_on),
                *quality.WORK,
            ).where(col(work.voided_at).is_(None)),
        ),
        CHECKS: (
            col(work.case_id),
            _selected(
                *map(col, (work.case_id, check.due_on, work.agency_id, work.type)),
                *map(col, (check.month, check.status)),
                *quality.CHECK,
            )
            .join_from(check, work, col(work.id) == col(check.placement_id))
            .where(col(work.voided_at).is_(None)),
        ),
        COURSES: (
            col(course.case_id),
            _selected(
                *map(col, (course.case_id, course.starts_on, course.agency_id, course.type)),
                *map(col, (course.status, course.planned_end_on, course.drop_reason)),
                sa.func.coalesce(col(course.centre_id), 0),
                sa.func.coalesce(col(centre.training_type), col(course.type)),
                *quality.COURSE,
            )
            .join_from(course, centre, col(centre.id) == col(course.centre_id), isouter=True)
            .where(col(course.voided_at).is_(None)),
        ),
    }


def _of_sessions() -> tuple[Column, Query]:
    act = Intervention
    return (
        col(act.id),
        _selected(
            -col(act.id),
            *map(col, (act.happened_on, act.agency_id, act.type)),
            *map(col, (act.women, act.men, act.other)),
            *quality.ACT,
        ).where(col(act.case_id).is_(None), col(act.voided_at).is_(None)),
    )


def _statements(part: str, owner: Column, query: Query) -> tuple[Query, Query, Query]:
    """For all, for some and for one: made once, for each save asks them."""
    # A session's owner has a minus.
    in_order = query.order_by(owner.desc() if part == SESSION else owner)
    some = in_order.where(owner.in_(sa.bindparam("ids", expanding=True)))
    return in_order, some, query.where(owner == sa.bindparam("id"))


_STATEMENTS = {
    part: _statements(part, owner, query)
    for part, (owner, query) in {
        **_of_cases(),
        **facts_sent.of_cases(),
        SESSION: _of_sessions(),
    }.items()
}


def _streams(
    connection: sa.Connection, owners: Collection[int] | None
) -> Iterator[Iterator[tuple[int, str, list[Any]]]]:
    """The rows of each part, by owner."""
    zone = _zone(connection)
    if owners is None:
        for part, (every, *_) in _STATEMENTS.items():
            found = connection.execute(every, execution_options={"yield_per": _BATCH})
            yield _rows(found, part, zone)
        return
    cases = [each for each in owners if each >= 0]
    sessions = [-each for each in owners if each < 0]
    works = False
    for part, (_, some, one) in _STATEMENTS.items():
        ids = sessions if part == SESSION else cases
        # Nobody who never worked has a check.
        if ids and (works or part != CHECKS):
            # A list has to be written out each time, and most saves are about one.
            asked = (one, {"id": ids[0]}) if len(ids) == 1 else (some, {"ids": ids})
            rows = connection.execute(*asked).all()
            works |= part == WORK and bool(rows)
            yield _rows(rows, part, zone)


def known(
    connection: sa.Connection, owners: Collection[int] | None = None
) -> Iterator[tuple[int, Facts]]:
    """By owner, in the order of their ids, what is known; of these, or of all. Whoever has nothing
    but a card is left out."""
    streams = list(_streams(connection, owners))
    for owner_id, rows in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        facts: Facts = {}
        for _, part, values in rows:
            facts.setdefault(part, []).append(values)
        if facts.keys() - {PERSON}:
            # In one order, whatever the database gave.
            yield owner_id, {part: _sorted(facts[part]) for part in sorted(facts)}


def _sorted(rows: list[list[Any]]) -> list[list[Any]]:
    return rows if len(rows) == 1 else sorted(rows, key=repr)


def _zone(connection: sa.Connection) -> ZoneInfo:
    return ZoneInfo(connection.execute(_ZONE).scalar() or "UTC")


def _rows(found: Iterable[Any], part: str, zone: ZoneInfo) -> Iterator[tuple[int, str, list[Any]]]:
    for row in found:
        values: list[Any] = list(row)
        yield values[0], part, [_plain(value, zone) for value in values[1:]]


def _plain(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        value = value.astimezone(zone)
    if isinstance(value, date):
        return value.toordinal()
    return str(value) if isinstance(value, str) else value


def written(facts: Facts) -> str:
    """Facts as they are stored; the same facts give the same text."""
    return json.dumps(facts, separators=(",", ":"))


def read(text: str) -> Facts:
    """The reverse; an empty text holds none."""
    found: Facts = json.loads(text or "{}")
    return found
