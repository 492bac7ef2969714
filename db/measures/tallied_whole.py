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
from db.models import Agency, Tally
from db.models.base import Column, Query
from db.models.tallies import ALL, EVERYWHERE, READS_TALLIES, month_at

_AGENCY, _CODE, _NEXT = col(Tally.agency_id), col(Tally.code), col(Tally.next_at)


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
    """The tallies of these agencies, of which the months stand ``at``: ``kind``, ``agency_id``,
    ``code``, ``next_at``, ``n``."""
    keys, kind = (_AGENCY, _CODE, _NEXT), col(Tally.kind)
    months: Query = sa.select(kind, *keys, col(Tally.n).label("n")).where(
        kind.in_(list(kinds)),
        _AGENCY.in_(at),
        Span(days.months).stored,
        col(Tally.who).in_(sorted(wanted.sexes) or [ALL]),
    )
    ragged = replace(days, months=(1, 0))
    if not ragged.ats:
        return months.subquery()
    parts: Query = sa.select(kind, *keys, ragged.n.label("n")).where(
        kind.in_(list(kinds)), _AGENCY.in_(agencies), ragged.stored
    )
    if wanted.sexes:
        parts = parts.where(col(Tally.who).in_(sorted(wanted.sexes)))
    return sa.union_all(months, parts).subquery()


def sums(session: Session, keys: Iterable[Column], *numbers: Column) -> list[Any]:
    """The sums of some columns of what is ``stored``, by keys."""
    keys = list(keys)
    query = sa.select(*keys, *(sa.func.sum(each) for each in numbers)).group_by(*keys)
    found = session.execute(query, execution_options=READS_TALLIES)
    # PostgreSQL sums whole numbers to decimals.
    return [(*row[: len(keys)], *map(int, row[len(keys) :])) for row in found]
