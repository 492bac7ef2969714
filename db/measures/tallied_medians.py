"""The median days to an answer by way, from an agency to a place: from what the tallies say.

Of two in the middle it is the later: the least number of days with more than half up to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.results import ResultFilter
from db.measures import tallied_whole
from db.measures.spans import Span
from db.models.base import Query
from db.models.referral_tallies import ANSWERED_IN, ANSWERED_ON, ONES, REACH, WIDTH, by_tens
from db.models.tallies import ANSWERS, COLUMNS, READS_TALLIES

#: Agency and place, of another agency its id with a minus.
Way = tuple[int, int]
_KIND, _AGENCY, _AT, _CODE = COLUMNS.kind, COLUMNS.agency_id, COLUMNS.at, COLUMNS.code
_NEXT, _N = COLUMNS.next_at, COLUMNS.n


class _Middle(NamedTuple):
    """Where more than half are reached, how many are below that, and how many there are."""

    at: int
    below: int
    all: int


def medians(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> dict[Way, int]:
    """By way, of those on which anybody answered."""
    days = tallied_whole.span(session, wanted)
    if wanted.sexes:
        return _of_sexes(session, days, wanted, agencies)
    found, by_ten = dict[Way, int](), defaultdict[int, dict[Way, _Middle]](dict)
    for way, numbers in _tens(session, days, wanted, agencies):
        if middle := _middle(numbers, sum(n for _, n in numbers)):
            by_ten[middle.at][way] = middle
    query = _days_of(days, wanted, agencies)
    for ten, ways in by_ten.items():
        for way, numbers in _days(session, query, ten, ways):
            if (known := ways.get(way)) and (middle := _middle(numbers, known.all, known.below)):
                found[way] = ten * WIDTH + middle.at
    return found


def _middle(numbers: Iterable[tuple[int, int]], all_: int, below: int = 0) -> _Middle | None:
    """Of so many each, of ``all_`` of whom some are ``below`` them; of none nothing."""
    for at, n in sorted(numbers):
        if 2 * (below + n) > all_:
            return _Middle(at, below, all_)
        below += n
    return None


def _tens(
    session: Session, days: Span, wanted: ResultFilter, agencies: Collection[int]
) -> Iterator[tuple[Way, list[tuple[int, int]]]]:
    """By way, how many answered in each ten days."""
    months: Query = sa.select(_AGENCY, _CODE, _NEXT, _N.label("n")).where(
        _KIND == ANSWERED_IN, _AGENCY.in_(agencies), Span(days.months).stored
    )
    parts = tallied_whole.parts([ANSWERS], days, agencies, wanted)
    if parts is not None:
        of = parts.subquery().c
        one = of.n * sa.case(dict(enumerate(ONES)), value=of.next_at % REACH // WIDTH)
        parts = sa.select(of.agency_id, of.code, of.next_at // REACH, one)
    each = tallied_whole.together(months, parts).c
    found: dict[Way, list[tuple[int, int]]] = defaultdict(list)
    keys = [each.agency_id, each.code, each.next_at]
    for agency, place, next_at, n in tallied_whole.sums(session, keys, each.n):
        found[agency, int(place)] += by_tens(next_at, n)
    yield from found.items()


def _days_of(days: Span, wanted: ResultFilter, agencies: Collection[int]) -> Query:
    """How many answered on each of ten days, by way."""
    low, high = days.months
    months: Query = sa.select(
        _AGENCY, _AT.label("place"), (_NEXT % WIDTH).label("day"), _N.label("n")
    ).where(
        _KIND == ANSWERED_ON,
        _AGENCY.in_(sa.bindparam("agencies", expanding=True)),
        _AT.in_(sa.bindparam("places", expanding=True)),
        sa.cast(sa.bindparam("ten", type_=sa.Integer), sa.String) == _CODE,
        _NEXT.between(low * WIDTH, high * WIDTH + WIDTH - 1),
    )
    parts = tallied_whole.parts([ANSWERS], days, agencies, wanted)
    if parts is not None:
        of, first = parts.subquery().c, sa.bindparam("first", type_=sa.Integer)
        columns = of.agency_id, sa.cast(of.code, sa.Integer), of.next_at % WIDTH, of.n
        parts = sa.select(*columns).where(of.next_at.between(first, first + WIDTH - 1))
    each = tallied_whole.together(months, parts).c
    keys = [each.agency_id, each.place]
    numbers = [sa.func.sum(sa.case((each.day == day, each.n), else_=0)) for day in range(WIDTH)]
    return sa.select(*keys, *numbers).group_by(*keys)


def _days(
    session: Session, query: Query, ten: int, ways: Collection[Way]
) -> Iterator[tuple[Way, list[tuple[int, int]]]]:
    """What it says of ten days, of these ways and perhaps of others."""
    asked = {
        "agencies": sorted({agency for agency, _ in ways}),
        "places": sorted({place for _, place in ways}),
        "ten": ten,
        "first": ten * WIDTH,
    }
    found = session.execute(query, asked, execution_options=READS_TALLIES).all()
    for agency, place, *numbers in found:
        # PostgreSQL sums whole numbers to decimals.
        yield (agency, place), list(enumerate(map(int, numbers)))


def _of_sexes(
    session: Session, days: Span, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[Way, int]:
    """The same of some sexes, of whom each number of days is read."""
    each = tallied_whole.stored([ANSWERS], days, agencies, agencies, wanted).c
    found: dict[Way, list[tuple[int, int]]] = defaultdict(list)
    keys = [each.agency_id, each.code, each.next_at]
    for agency, place, after, n in tallied_whole.sums(session, keys, each.n):
        found[agency, int(place)].append((after, n))
    middles = ((way, _middle(each, sum(n for _, n in each))) for way, each in found.items())
    return {way: middle.at for way, middle in middles if middle}
