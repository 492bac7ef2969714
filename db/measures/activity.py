"""Interventions, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.codes import COORDINATION, REGISTRATION
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.base import (
    Figure,
    agencies_of,
    count,
    of_people,
    people,
    persons_by_month,
    standing,
)
from db.models import Case, Intervention


def interventions_by_month(
    session: Session, wanted: ResultFilter, *, viewer: Viewer
) -> pd.DataFrame:
    """``month`` (first day), ``agency_id``, ``events``, ``persons`` (distinct cases within the
    month), ``attendances`` (heads of group sessions)."""
    row: Any = Intervention
    keys = [sql_month_index(row.happened_on), row.agency_id]
    measured = [
        sa.func.count(),
        sa.func.count(sa.distinct(row.case_id)),
        sa.func.coalesce(sa.func.sum(_heads(wanted)), 0),
    ]
    query = _events([*keys, *measured], wanted, agencies_of(session, wanted, viewer))
    found = session.execute(query.group_by(*keys).order_by(*keys))
    rows = [(month_of(index), *rest) for index, *rest in found]
    return pd.DataFrame(rows, columns=["month", "agency_id", "events", "persons", "attendances"])


def _events(columns: list[Any], wanted: ResultFilter, agencies: frozenset[int]) -> Any:
    row: Any = Intervention
    query = (
        sa.select(*columns)
        .select_from(Intervention)
        .where(*standing(Intervention, row.happened_on, wanted, agencies))
    )
    if wanted.cuts_people:
        query = query.outerjoin(Case, col(Case.id) == row.case_id).where(
            _people_or_heads(wanted, _heads(wanted))
        )
    return query


@dataclass(frozen=True)
class Compared:
    """Events of a period and of the one before it. ``spread`` is the variance of their difference:
    events of one person come together, so it is summed over persons (a group session alone)."""

    now: int
    before: int
    spread: int


def interventions_compared(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Compared:
    """Interventions of the period beside those of the period before, for a test of the change."""
    row: Any = Intervention
    both = replace(wanted, start=wanted.previous().start)
    is_now = sa.case((row.happened_on >= wanted.start, 1), else_=0)
    each = (
        _events(
            [sa.func.sum(is_now).label("now"), sa.func.count().label("both")],
            both,
            agencies_of(session, wanted, viewer),
        )
        .group_by(sa.func.coalesce(row.case_id, -row.id))
        .subquery()
    )
    moved = 2 * each.c.now - each.c.both
    totals = [sa.func.sum(each.c.now), sa.func.sum(each.c.both), sa.func.sum(moved * moved)]
    now, events, spread = (int(value or 0) for value in session.execute(sa.select(*totals)).one())
    return Compared(now, events - now, spread)


def _heads(wanted: ResultFilter) -> Any:
    row: Any = Intervention
    columns = {"F": row.women, "M": row.men, "X": row.other}
    chosen = [column for sex, column in columns.items() if not wanted.sexes or sex in wanted.sexes]
    total = chosen[0]
    for column in chosen[1:]:
        total = total + column
    return total


def _people_or_heads(wanted: ResultFilter, heads: Any) -> Any:
    row: Any = Intervention
    of_people = sa.and_(row.case_id.is_not(None), *people(row.happened_on, wanted))
    if wanted.age_bands:
        return of_people
    return sa.or_(of_people, sa.and_(row.case_id.is_(None), heads > 0))


def people_seen(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """Distinct persons with an individual intervention in the period."""
    query = _persons([], wanted, agencies_of(session, wanted, viewer))
    return count(session.execute(query).scalar_one(), "persons")


def people_seen_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``persons`` (distinct within the month)."""
    month = sql_month_index(col(Intervention.happened_on))
    query = _persons([month], wanted, agencies_of(session, wanted, viewer)).group_by(month)
    return persons_by_month(session, query)


def _persons(keys: list[Any], wanted: ResultFilter, agencies: frozenset[int]) -> Any:
    row: Any = Intervention
    query = (
        sa.select(*keys, sa.func.count(sa.distinct(row.case_id)))
        .select_from(Intervention)
        .where(*standing(Intervention, row.happened_on, wanted, agencies))
    )
    return of_people(query, row.case_id, row.happened_on, wanted)


def registrations(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR2.1: distinct persons registered in the period."""
    return persons_with(session, wanted, REGISTRATION, viewer=viewer)


def persons_with(
    session: Session, wanted: ResultFilter, type_code: str, *, viewer: Viewer
) -> Figure:
    """Distinct persons with an intervention of this type in the period."""
    query = _persons([], wanted, agencies_of(session, wanted, viewer))
    query = query.where(col(Intervention.type) == type_code)
    return count(session.execute(query).scalar_one(), "persons")


def coordination_meetings(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Figure:
    """IR3.2: coordination meetings held in the period; nobody's sex or age cuts them."""
    agencies = agencies_of(session, wanted, viewer)
    query = _events([sa.func.count()], wanted.of_everybody(), agencies)
    query = query.where(col(Intervention.type) == COORDINATION)
    return count(session.execute(query).scalar_one(), "events")
