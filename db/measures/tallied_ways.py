"""What the tallies say of referrals by way, from an agency to a place, in whole months and of all
sexes (``db.models.referral_tallies``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlmodel import Session, col

from db.measures.spans import Span
from db.models import Agency, Organisation, packed_rows
from db.models.base import Query
from db.models.referral_tallies import FULL, SHIFTS, TOGETHER
from db.models.tallies import COLUMNS, READS_TALLIES

#: Agency and place, of another agency its id with a minus.
Way = tuple[int, int]


Numbers = npt.NDArray[np.int64]


def everywhere(session: Session, agencies: Iterable[int]) -> list[Way]:
    """Every way on which anybody can be sent: the index is looked up by them."""
    places = sa.union_all(sa.select(col(Organisation.id)), sa.select(-col(Agency.id)))
    known = [place for (place,) in session.execute(places)]
    return [(agency, place) for agency in agencies for place in known]


def packed(
    session: Session, kind: str, ways: Sequence[tuple[Way, int]], codes: int, days: Span
) -> Numbers:
    """A row for each way with its sums under ``codes`` codes in a row, beginning with the code that
    is given with the way."""
    if not ways:
        return np.zeros((0, codes), dtype=np.int64)
    low, high = days.months
    rows = packed_rows.packed((*way, code) for way, code in ways)
    asked = {"kind": kind, "ways": rows, "low": low, "high": high}
    query = _sums(session.get_bind().dialect.name, codes)
    found = session.execute(query, asked, execution_options=READS_TALLIES).all()
    by_way = {(agency, place): sums for agency, place, *sums in found}
    return np.array([by_way[way] for way, _ in ways], dtype=np.int64)


def unpacked(rows: Numbers) -> Numbers:
    """Of each row all numbers of its sums."""
    numbers: Numbers = rows[:, :, None] >> np.array(SHIFTS) & FULL
    return numbers.reshape(len(rows), TOGETHER * rows.shape[1])


@cache
def _sums(dialect: str, codes: int) -> Query:
    """Each sum by itself: the index is looked up for each, and nothing is sorted."""
    agency, place, first = packed_rows.columns(dialect, "ways")
    low, high = (sa.bindparam(name, type_=sa.Integer) for name in ("low", "high"))
    total = sa.func.coalesce(sa.func.sum(COLUMNS.n), 0)
    sums = (
        # PostgreSQL sums whole numbers to decimals.
        sa.select(sa.cast(total, sa.BigInteger))
        .where(
            COLUMNS.kind == sa.bindparam("kind", type_=sa.String),
            COLUMNS.agency_id == agency,
            COLUMNS.at == place,
            COLUMNS.code == sa.cast(first + code, sa.String),
            COLUMNS.next_at.between(low, high),
        )
        .scalar_subquery()
        for code in range(codes)
    )
    return sa.select(agency, place, *sums)


def one_by_one(
    session: Session, kind: str, ways: Collection[Way], days: Span
) -> Iterator[tuple[Way, int, int]]:
    """Of each way all numbers of one kind, one by one: the first is 0."""
    query = (
        sa.select(COLUMNS.agency_id, COLUMNS.at, COLUMNS.code, sa.func.sum(COLUMNS.n))
        .where(
            COLUMNS.kind == kind,
            COLUMNS.agency_id.in_({agency for agency, _ in ways}),
            COLUMNS.at.in_({place for _, place in ways}),
            COLUMNS.next_at.between(*days.months),
        )
        .group_by(COLUMNS.agency_id, COLUMNS.at, COLUMNS.code)
    )
    known = frozenset(ways)
    for agency, place, code, n in session.execute(query, execution_options=READS_TALLIES).all():
        if (agency, place) in known:
            for number, shift in enumerate(SHIFTS, start=int(code) * TOGETHER):
                yield (agency, place), number, int(n) >> shift & FULL
