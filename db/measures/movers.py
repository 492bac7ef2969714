"""People who were at several agencies: they stand in the tallies of each, and how often too often
is counted from their own rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.inputs.results import ResultFilter
from db.measures.events import Events
from db.models import Case, Tallied
from db.models.base import Column
from db.models.tallies import READS_TALLIES


def again(
    session: Session,
    events: Events,
    keys: Iterable[Column],
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> dict[tuple[Any, ...], int]:
    """By some keys, how often people were counted at one more agency."""
    if len(agencies) < 2 or not anybody(session):
        return {}
    names: list[sa.Label[Any]] = [each.label(f"key_{number}") for number, each in enumerate(keys)]
    rows = events_of(events, wanted, agencies, [*names, events.agency_id, events.case_id])
    each = rows.distinct().subquery().c
    by = [each[name.name] for name in names]
    surplus = sa.func.count() - sa.func.count(sa.distinct(each.case_id))
    query = sa.select(*by, surplus).group_by(*by) if by else sa.select(surplus)
    return {tuple(key): n for *key, n in session.execute(query) if n}


def anybody(session: Session) -> bool:
    """Whether there is such a person."""
    query = sa.select(col(Tallied.owner_id)).where(col(Tallied.moves)).limit(1)
    return session.execute(query, execution_options=READS_TALLIES).first() is not None


def events_of(
    events: Events, wanted: ResultFilter, agencies: frozenset[int], columns: Iterable[Column]
) -> sa.Select[Any]:
    """Events of people who were at several agencies, found by person: the sum keeps either database
    from looking through the agencies instead."""
    query = (
        sa.select(*columns)
        .select_from(Tallied)
        .join(events.table, events.case_id == col(Tallied.owner_id))
        .where(
            col(Tallied.moves),
            (events.agency_id + 0).in_(agencies),
            *events.within(wanted.start, wanted.end),
        )
    )
    if wanted.sexes:
        query = query.join(Case, col(Case.id) == events.case_id)
        query = query.where(col(Case.sex).in_(wanted.sexes))
    return query
