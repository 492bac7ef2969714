"""Interventions, and the people in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.codes import REGISTRATION, Sex
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_activity
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    frame,
    number_of,
    people,
    persons,
    selected,
)
from db.measures.events import Condition, Events
from db.models import Case, Intervention, tallies
from db.models.base import Column, Query

INTERVENTIONS = Events(
    table=Intervention,
    id=col(Intervention.id),
    case_id=col(Intervention.case_id),
    day=col(Intervention.happened_on),
    kind=col(Intervention.type),
    tally=(tallies.SEEN, ""),
)


#: A person who is named of a session was at it: no further act, and no further attendance.
ACTS = INTERVENTIONS.where(col(Intervention.group_id).is_(None))


def of_type(type_code: str) -> Events:
    """Interventions of one type (``INTERVENTION_TYPE``)."""
    return INTERVENTIONS.where(
        INTERVENTIONS.kind == type_code, tally=(tallies.seen_of(type_code), "")
    )


REGISTRATIONS = of_type(REGISTRATION)


def interventions_by_month(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month`` (first day), ``agency_id``, ``events``, ``persons`` (distinct cases within the
    month), ``attendances`` (heads of group sessions). Who is named of a session is a person, and
    neither an event nor an attendance."""
    agencies = agencies_of(session, wanted, viewer)
    if (told := tallied_activity.by_month(session, wanted, agencies)) is not None:
        return told
    month = sql_month_index(INTERVENTIONS.day)
    keys = [month, col(Intervention.agency_id)]
    columns = [
        month.label("month"),
        col(Intervention.agency_id),
        number_of(col(Intervention.group_id).is_(None)).label("events"),
        INTERVENTIONS.persons.label("persons"),
        sa.func.coalesce(sa.func.sum(_heads(wanted)), 0).label("attendances"),
    ]
    query = _with_groups(columns, INTERVENTIONS, wanted, agencies)
    return frame(session, query.group_by(*keys).order_by(*keys), month=month_of)


def _with_groups(
    columns: Sequence[Column], events: Events, wanted: ResultFilter, agencies: frozenset[int]
) -> Query:
    """A query for interventions of the chosen persons, and for group sessions with such heads."""
    query = selected(columns, events, wanted, agencies)
    if not wanted.cuts_people:
        return query
    cases = query.outerjoin(Case, col(Case.id) == col(Intervention.case_id))
    return cases.where(people_or_heads(wanted))


@dataclass(frozen=True)
class Compared:
    """Events of a period and of the one before it. ``spread`` is the variance of their difference:
    events of one person come together, so it is summed over persons (a group session alone)."""

    now: int
    before: int
    spread: int


def interventions_compared(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Compared:
    """Interventions of the period beside those of the period before, for a test of the change;
    of one that is not over, give the days that have come (``results.comparison``)."""
    both = replace(wanted, start=wanted.previous().start)
    agencies = agencies_of(session, wanted, viewer)
    if wanted.start.day == 1 and tallied.tells_people(session, [tallies.SEEN], both, agencies):
        return Compared(*tallied_activity.compared(session, both, wanted.start, ACTS, agencies))
    is_now = sa.case((INTERVENTIONS.day >= wanted.start, 1), else_=0)
    columns = [sa.func.sum(is_now).label("now"), sa.func.count().label("both")]
    query = _with_groups(columns, ACTS, both, agencies)
    person = sa.func.coalesce(col(Intervention.case_id), -col(Intervention.id))
    each = query.group_by(person).subquery()
    moved = 2 * each.c.now - each.c.both
    found = session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(each.c.now), 0).label("now"),
            sa.func.coalesce(sa.func.sum(each.c.both), 0).label("both"),
            sa.func.coalesce(sa.func.sum(moved * moved), 0).label("spread"),
        )
    ).one()
    now = int(found.now)
    return Compared(now, int(found.both) - now, int(found.spread))


def _heads(wanted: ResultFilter) -> Column:
    columns: dict[Sex, Column] = {
        Sex.WOMAN: col(Intervention.women),
        Sex.MAN: col(Intervention.men),
        Sex.OTHER: col(Intervention.other),
    }
    chosen = [column for sex, column in columns.items() if not wanted.sexes or sex in wanted.sexes]
    return reduce(add, chosen)


def people_or_heads(wanted: ResultFilter) -> Condition:
    """Acts with one of the chosen persons, and group sessions with such heads; joins ``Case``."""
    case_id = col(Intervention.case_id)
    of_people = sa.and_(case_id.is_not(None), *people(wanted))
    if wanted.age_bands:
        return of_people
    return sa.or_(of_people, sa.and_(case_id.is_(None), _heads(wanted) > 0))


def registrations(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.1: distinct persons registered in the period."""
    return persons(session, REGISTRATIONS, wanted, viewer=viewer)


def persons_with(
    session: Session, wanted: ResultFilter, type_code: str, *, viewer: Viewer
) -> Figure:
    """Distinct persons with an intervention of this type in the period."""
    return persons(session, of_type(type_code), wanted, viewer=viewer)


def coordination_meetings(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR3.2: coordination meetings held in the period; nobody's sex or age cuts them."""
    agencies, everybody = agencies_of(session, wanted, viewer), wanted.of_everybody()
    return count(tallied.total(session, tallies.MEETINGS, agencies, everybody), "events")
