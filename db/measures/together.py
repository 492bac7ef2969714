"""Who comes together: a class begins its course on one day, and a session brings a group. What that
adds to the variance of a count, so that a change is not called one too often.

Of clusters of n it is the sum of n times n less n (Kish 1965): nothing where each comes alone. A
class is who begins a course of one kind and centre on one day, whichever agency sent them; without
a centre, those of each agency. A group is who is first seen at an agency, in the period or ever, on
a day on which they are named of a session there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_totals
from db.measures.activity import INTERVENTIONS
from db.measures.base import agencies_of, begun, of_chosen, so_far
from db.measures.courses import CENTRE, NO_CENTRE
from db.measures.events import Condition
from db.measures.training import CENTRE_TYPE, ENTERED
from db.models import Intervention, TrainingEnrolment
from db.models.base import Column, Query
from db.models.tallies import (
    CENTRES,
    CLASSES,
    COLUMNS,
    EVERYWHERE,
    GROUPED,
    READS_TALLIES,
    day_at,
)

#: By agency; ``EVERYWHERE`` is all of them.
Added = dict[int, int]
_N = sa.func.sum(COLUMNS.n).label("n")
#: The headlines of which it is known who comes together.
PEOPLE_SEEN, ENROLLED = HEADLINES = ("people_seen", "enrolled")


def classes(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> int:
    """What classes add, of all agencies together: of courses that have begun."""
    agencies = agencies_of(session, wanted, viewer)
    query = _classes(session, wanted, agencies, are_all=_are_all(session, agencies))
    return sum(_added(session, query).values())


def classes_by_agency(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Added:
    """The same of each agency alone."""
    agencies = agencies_of(session, wanted, viewer)
    return _added(session, _classes(session, wanted, agencies, is_apart=True))


def groups(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> int:
    """What sessions add to the number of people seen in the period."""
    return sum(groups_by_agency(session, wanted, viewer=viewer).values())


def groups_by_agency(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Added:
    """The same of each agency."""
    return _added(session, _groups(wanted, agencies_of(session, wanted, viewer), is_first=False))


def first_groups_by_agency(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Added:
    """What sessions add to the number of people who were never at an agency before."""
    return _added(session, _groups(wanted, agencies_of(session, wanted, viewer), is_first=True))


def of_headlines(
    session: Session, periods: Sequence[ResultFilter], names: Collection[str], *, viewer: Viewer
) -> dict[str, int]:
    """By headline of these ``names``, what those who come together add in all of these periods:
    read at once."""
    asked: list[Query] = []
    are_all = cache(partial(_are_all, session))
    for each in periods if names else ():
        agencies = agencies_of(session, each, viewer)
        if PEOPLE_SEEN in names:
            asked.append(_named(PEOPLE_SEEN, _groups(each, agencies, is_first=False)))
        if ENROLLED in names:
            query = _classes(session, each, agencies, are_all=are_all(agencies))
            asked.append(_named(ENROLLED, query))
    return _added(session, sa.union_all(*asked)) if asked else {}


def _named(name: str, query: Query) -> Query:
    """Written out: databases know no kind of a bound value in a union."""
    return sa.select(sa.literal_column(f"'{name}'").label("agency"), query.subquery().c.n)


def _are_all(session: Session, agencies: frozenset[int]) -> bool:
    return EVERYWHERE in tallied_totals.places(session, agencies)


def _classes(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    *,
    is_apart: bool = False,
    are_all: bool = False,
) -> Query:
    """By class ``agency`` (0 for all) and ``n``; ``are_all``: there are no other agencies."""
    wanted = so_far(session, wanted)
    place: Column
    keys: list[Column]
    no_centre: Condition
    if tallied.answers(wanted):
        if are_all:
            return _everywhere(wanted, agencies)
        place, code = COLUMNS.agency_id, COLUMNS.code
        query: Query = sa.select(_N).where(*_stored(CENTRES, wanted, agencies))
        keys, no_centre = [COLUMNS.at, code], code.like(f"%:{NO_CENTRE}")
    else:
        place = col(TrainingEnrolment.agency_id)
        query = of_chosen([sa.func.count().label("n")], begun(session, ENTERED), wanted, agencies)
        keys, no_centre = [ENTERED.day, CENTRE_TYPE, CENTRE], CENTRE == NO_CENTRE
    at = place if is_apart else sa.case((no_centre, place), else_=EVERYWHERE)
    return query.add_columns(at.label("agency")).group_by(*keys, at)


def _everywhere(wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    """The classes of all agencies, in the order in which they stand."""
    place = COLUMNS.agency_id
    query: Query = sa.select(_N, place.label("agency"))
    query = query.where(*_stored(CLASSES, wanted, agencies | {EVERYWHERE}))
    return query.group_by(place, COLUMNS.at, COLUMNS.code)


def _groups(wanted: ResultFilter, agencies: frozenset[int], *, is_first: bool) -> Query:
    """By group ``agency`` and ``n``."""
    if not tallied.answers(wanted):
        return _of_rows(wanted, agencies, is_first=is_first)
    since = 1 if is_first else day_at(wanted.start)
    return (
        sa.select(_N, COLUMNS.agency_id.label("agency"))
        .where(*_stored(GROUPED, wanted, agencies), COLUMNS.next_at < since)
        .group_by(COLUMNS.agency_id, COLUMNS.at)
    )


def _stored(kind: str, wanted: ResultFilter, agencies: frozenset[int]) -> list[Condition]:
    """The days of a period, one by one."""
    found = [
        COLUMNS.kind == kind,
        COLUMNS.agency_id.in_(agencies),
        COLUMNS.at.between(day_at(wanted.start), day_at(wanted.end)),
    ]
    return [*found, COLUMNS.who.in_(wanted.sexes)] if wanted.sexes else found


def _of_rows(wanted: ResultFilter, agencies: frozenset[int], *, is_first: bool) -> Query:
    """By agency and day, who was first seen there, named of a session."""
    place, person, day = INTERVENTIONS.agency_id, INTERVENTIONS.case_id, INTERVENTIONS.day
    before: Any = aliased(Intervention)
    earlier = [
        before.case_id == person,
        before.agency_id == place,
        before.voided_at.is_(None),
        before.happened_on < day,
    ]
    if not is_first:
        earlier.append(before.happened_on >= wanted.start)
    was_there = sa.exists().where(*earlier)
    columns = [place.label("agency"), sa.func.count(person.distinct()).label("n")]
    named = of_chosen(columns, INTERVENTIONS, wanted, agencies)
    return named.where(col(Intervention.group_id).is_not(None), ~was_there).group_by(place, day)


def _added(session: Session, each: Query | sa.CompoundSelect[Any]) -> dict[Any, int]:
    """By what stands as ``agency``."""
    cluster = each.subquery().c
    query = sa.select(cluster.agency, sa.func.sum(cluster.n * (cluster.n - 1)))
    rows = session.execute(query.group_by(cluster.agency), execution_options=READS_TALLIES)
    # PostgreSQL sums whole numbers to decimals.
    return {agency: int(n) for agency, n in rows if n}
