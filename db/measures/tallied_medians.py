"""The median days to an answer by way, from an agency to a place: from what the tallies say.

It is the one of ``db.statistics.medians``, found for all ways at once where that can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.results import ResultFilter
from db.measures import tallied_totals, tallied_ways
from db.measures.spans import Span
from db.measures.tallied_ways import Numbers, Way, packed, unpacked
from db.models.referral_tallies import ANSWERED_IN, ANSWERED_ON, LAST, TOGETHER, WIDE, WIDTH
from db.models.tallies import ANSWERS
from db.statistics.medians import median

#: Of a way, how many answers came after so many days.
_Row = tuple[Way, int, int]


def medians(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], ways: Sequence[Way]
) -> dict[Way, int]:
    """By way, of those on which anybody answered; ``ways``: all on which anybody was sent."""
    days = tallied_totals.span(session, wanted)
    if wanted.sexes:
        stored = tallied_totals.stored([ANSWERS], days, agencies, agencies, wanted)
        return _one_by_one(_by_day(session, stored))
    parts = tallied_totals.parts([ANSWERS], days, agencies, wanted)
    ragged = [] if parts is None else list(_by_day(session, parts.subquery()))
    found = _in_two_steps(session, days, ways, ragged)
    if late := {way for way, after in found.items() if after >= WIDTH * LAST}:
        each = tallied_ways.one_by_one(session, ANSWERED_ON, late, days)
        found |= _one_by_one(chain(each, (row for row in ragged if row[0] in late)))
    return found


def _in_two_steps(
    session: Session, days: Span, ways: Sequence[Way], ragged: list[_Row]
) -> dict[Way, int]:
    """Where all nines of days that are told end, that is said and not the day."""
    first = [(way, 0) for way in ways]
    nines = unpacked(packed(session, ANSWERED_IN, first, WIDE, days))
    _add(nines, ways, ((way, min(after // WIDTH, LAST), n) for way, after, n in ragged))
    all_, none = nines.sum(axis=1), np.zeros(len(ways), dtype=np.int64)
    nine, below = _middle(nines, none, all_)
    near = (all_ > 0) & (nine < LAST)
    # In the order of ``near``, by whose rows the days are told below.
    from_ = {ways[at]: WIDTH * int(nine[at]) for at in _where(near)}
    first = [(way, day // TOGETHER) for way, day in from_.items()]
    by_day = unpacked(packed(session, ANSWERED_ON, first, WIDTH // TOGETHER, days))
    there = ((way, after - from_[way], n) for way, after, n in ragged if way in from_)
    _add(by_day, list(from_), (row for row in there if 0 <= row[1] < WIDTH))
    day, _ = _middle(by_day, below[near], all_[near])
    late = {ways[at]: WIDTH * LAST for at in _where(nine == LAST)}
    return late | {way: from_[way] + int(at) for way, at in zip(from_, day, strict=True)}


def _where(is_so: npt.NDArray[np.bool_]) -> list[int]:
    found: list[int] = np.flatnonzero(is_so).tolist()
    return found


def _add(numbers: Numbers, ways: Sequence[Way], rows: Iterable[_Row]) -> None:
    place = {way: at for at, way in enumerate(ways)}
    for way, at, n in rows:
        if way in place:
            numbers[place[way], at] += n


def _middle(numbers: Numbers, below: Numbers, all_: Numbers) -> tuple[Numbers, Numbers]:
    """Of each row where more than half of all are reached, if so many are below the first number;
    and how many are below that."""
    up_to = below[:, None] + numbers.cumsum(axis=1)
    at = (2 * up_to > all_[:, None]).argmax(axis=1)
    rows = np.arange(len(numbers))
    return at, up_to[rows, at] - numbers[rows, at]


def _one_by_one(rows: Iterable[_Row]) -> dict[Way, int]:
    found: dict[Way, Counter[int]] = defaultdict(Counter)
    for way, after, n in rows:
        found[way][after] += n
    return {way: median(by) for way, by in found.items() if by.total()}


def _by_day(session: Session, stored: sa.Subquery) -> Iterator[_Row]:
    """Of tallies by place, each number of days."""
    of = stored.c
    keys = [of.agency_id, of.code, of.next_at]
    for agency, place, after, n in tallied_totals.sums(session, keys, of.n):
        yield (agency, int(place)), after, n
