"""Tallies that stand once more for all agencies and for all sexes (``db.derived.keys.whole``): a
read of everything adds up a twentieth of the rows, or a sixtieth. Days stand by agency and sex
alone: they are read for ragged ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import spans
from db.measures.spans import Span
from db.models import Agency
from db.models.base import Column, Query
from db.models.tallies import COLUMNS, EVERYWHERE, READS_TALLIES, all_of, month_at

_AGENCY, _CODE, _NEXT = COLUMNS.agency_id, COLUMNS.code, COLUMNS.next_at


def places(session: Session, agencies: frozenset[int]) -> frozenset[int]:
    """Where the months of these agencies stand: of all that there are, together."""
    if len(agencies) < 2:
        return agencies
    others = sa.select(col(Agency.id)).where(col(Agency.id).not_in(agencies)).limit(1)
    return agencies if session.execute(others).first() else frozenset({EVERYWHERE})


def span(session: Session, wanted: ResultFilter) -> Span:
    """The days of a period, of what is never yet to come: a month in which nothing more can have
    happened is whole."""
    if wanted.end >= today(session):
        after = month_of(month_at(wanted.end) + 1)
        wanted = replace(wanted, end=after - timedelta(days=1))
    return spans.of(wanted)


def stored(
    kinds: Iterable[str],
    days: Span,
    agencies: Collection[int],
    at: Collection[int],
    wanted: ResultFilter,
) -> sa.Subquery:
    """The tallies of these agencies, of which the months stand ``at``: ``kind`` (of whole months
    ``all_of`` it, unless sexes are chosen), ``agency_id``, ``code``, ``next_at``, ``n``."""
    keys, kind = (_AGENCY, _CODE, _NEXT), COLUMNS.kind
    months: Query = sa.select(kind, *keys, COLUMNS.n.label("n")).where(
        kind.in_(list(kinds) if wanted.sexes else [all_of(each) for each in kinds]),
        _AGENCY.in_(at),
        Span(days.months).stored,
    )
    if wanted.sexes:
        months = months.where(COLUMNS.who.in_(sorted(wanted.sexes)))
    return together(months, parts(kinds, days, agencies, wanted))


def parts(
    kinds: Iterable[str], days: Span, agencies: Collection[int], wanted: ResultFilter
) -> Query | None:
    """The same of the days at ragged ends, where there are any."""
    ragged = replace(days, months=(1, 0))
    if not ragged.ats:
        return None
    found: Query = sa.select(COLUMNS.kind, _AGENCY, _CODE, _NEXT, ragged.n.label("n")).where(
        COLUMNS.kind.in_(list(kinds)), _AGENCY.in_(agencies), ragged.stored
    )
    return found.where(COLUMNS.who.in_(sorted(wanted.sexes))) if wanted.sexes else found


def together(months: Query, days: Query | None) -> sa.Subquery:
    """Counts of whole months, and those of further days if there are any."""
    return (months if days is None else sa.union_all(months, days)).subquery()


def sums(session: Session, keys: Iterable[Column], *numbers: Column) -> list[Any]:
    """The sums of some columns of what is ``stored``, by keys."""
    keys = list(keys)
    query = sa.select(*keys, *(sa.func.sum(each) for each in numbers)).group_by(*keys)
    # All at once: to fetch row by row takes longer than to add them up.
    found = session.execute(query, execution_options=READS_TALLIES).all()
    # PostgreSQL sums whole numbers to decimals.
    return [(*row[: len(keys)], *map(int, row[len(keys) :])) for row in found]
