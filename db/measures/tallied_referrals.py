"""What the tallies say of referrals and their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import zip_longest
from operator import add

import numpy as np
import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.codes import Sex
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import spans, tallied, tallied_medians, tallied_totals, tallied_ways
from db.measures.tallied_ways import Numbers, Way
from db.models.base import Column
from db.models.referral_tallies import SAYING, SENT_TO, SHIFTS, TOGETHER, TOLD
from db.models.referrals import FEEDBACK_DAYS
from db.models.tallies import ANSWERS, COLUMNS, EVERYWHERE, PLACES, REFERRED, SAID

_SENT, _IN_TIME = TOLD.index("sent"), TOLD.index("in_time")
#: An organisation and an agency, one of them 0.
_TO = ["organisation_id", "to_agency_id"]


def sent_by_month(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> pd.DataFrame:
    """As ``referrals.sent_by_month``."""
    days = spans.of(wanted)
    found = tallied.sums(
        session, [REFERRED], [days.month, COLUMNS.agency_id], days, agencies, wanted
    )
    rows = [(month_of(month), agency, n) for month, agency, n in sorted(found)]
    return pd.DataFrame(rows, columns=["month", "agency_id", "events"])


def by_place(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> pd.DataFrame:
    """``referrals.by_place`` without its shares."""
    at = tallied_totals.places(session, agencies)
    found: dict[tuple[int, ...], list[int]] = {}
    for (_, place), counts in _counted(session, wanted, agencies, at, SAYING).items():
        key = _to(place)
        found[key] = [n + more for n, more in zip_longest(found.get(key, []), counts, fillvalue=0)]
    return _frame(found, _TO, TOLD)[[*_TO, "sent", "answered", "served", "ripe", "in_time"]]


def by_way(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> tuple[pd.DataFrame, dict[tuple[int, ...], int]]:
    """The same by agency and place, and the median of the days to the first answer."""
    found = _counted(session, wanted, agencies, agencies, codes=1)
    medians = tallied_medians.medians(session, wanted, agencies, list(found))
    keys, by_key = ["agency_id", *_TO], {_key(way): counts for way, counts in found.items()}
    rows = _frame(by_key, keys, TOLD[:TOGETHER])
    rows = rows[[*keys, "sent", "answered", "ripe", "in_time"]]
    return rows, {_key(way): after for way, after in medians.items()}


def _frame(
    found: dict[tuple[int, ...], list[int]], keys: list[str], told: Sequence[str]
) -> pd.DataFrame:
    """Most first: what is ``TOLD``, and how many are ripe."""
    rows = [(*key, *counts) for key, counts in found.items() if counts[_SENT]]
    rows.sort(key=lambda row: (-row[len(keys) + _SENT], row))
    return pd.DataFrame(rows, columns=[*keys, *told, "ripe"])


def _counted(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    at: frozenset[int],
    codes: int,
) -> dict[Way, list[int]]:
    """By way what is ``TOLD`` by so many codes, and how many are ripe; the tallies stand ``at``
    these agencies."""
    # The days in which an answer may yet come are few: they are taken away again.
    since = max(wanted.start, today(session) - timedelta(days=FEEDBACK_DAYS))
    young = replace(wanted, start=since) if since <= wanted.end else None
    if wanted.sexes or EVERYWHERE in at:
        found = _said(session, wanted, agencies, at, codes)
        less = _said(session, young, agencies, at, codes=1) if young else {}
    else:
        ways = tallied_ways.everywhere(session, agencies)
        found = _by_way(session, wanted, agencies, ways, codes)
        less = _by_way(session, young, agencies, [*found], codes=1) if young else {}
    for way, counts in found.items():
        young_of = less.get(way, [0] * TOGETHER)
        counts[_IN_TIME] -= young_of[_IN_TIME]
        counts.append(counts[_SENT] - young_of[_SENT])
    return found


def _by_way(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    ways: Sequence[Way],
    codes: int,
) -> dict[Way, list[int]]:
    """What is ``TOLD`` of each of these ways by the first so many codes."""
    days = tallied_totals.span(session, wanted)
    sums = tallied_ways.packed(session, SENT_TO, [(way, 0) for way in ways], codes, days)
    parts = tallied_totals.parts([PLACES], days, agencies, wanted)
    if parts is not None:
        place = {way: at for at, way in enumerate(ways)}
        for way, n in _sums_of_said(session, parts.subquery(), codes):
            if way in place:
                sums[place[way]] += n
    return _told(ways, sums)


def _said(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    at: frozenset[int],
    codes: int,
) -> dict[Way, list[int]]:
    """The same of tallies that stand by what is said; of all agencies together, where they do."""
    days = tallied_totals.span(session, wanted)
    stored = tallied_totals.stored([PLACES], days, agencies, at, wanted)
    found: dict[Way, Numbers] = defaultdict(lambda: np.zeros(codes, dtype=np.int64))
    for (agency, place), sums in _sums_of_said(session, stored, codes):
        # Days that are taken away stand by agency: before they are, no sum is told apart.
        found[EVERYWHERE if EVERYWHERE in at else agency, place] += sums
    return _told([*found], np.array([*found.values()], dtype=np.int64).reshape(-1, codes))


def _sums_of_said(
    session: Session, stored: sa.Subquery, codes: int
) -> Iterator[tuple[Way, list[int]]]:
    """By way the sums that ``SENT_TO`` would have under the first so many codes."""
    of = stored.c
    n = [of.n * _adds(of.next_at, code) for code in range(codes)]
    for agency, place, *sums in tallied_totals.sums(session, [of.agency_id, of.code], *n):
        yield (agency, int(place)), sums


def _adds(said: Column, code: int) -> Column:
    """What a referral of which this is ``SAID`` adds there."""
    bits = [said // (1 << bit) % 2 for bit in range(len(SAID))]
    told = [sa.literal(1), *bits][TOGETHER * code : TOGETHER * (code + 1)]
    each = zip(told, SHIFTS, strict=False)
    return reduce(add, (sa.cast(one, sa.BigInteger) * (1 << shift) for one, shift in each))


def _told(ways: Sequence[Way], sums: Numbers) -> dict[Way, list[int]]:
    """Of ways on which anything is."""
    each = zip(ways, tallied_ways.unpacked(sums).tolist(), strict=True)
    return {way: n[: len(TOLD)] for way, n in each if any(n)}


def _key(way: Way) -> tuple[int, ...]:
    agency, place = way
    return agency, *_to(place)


def days_to_answer(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> pd.DataFrame:
    """As ``referrals.days_to_answer``."""
    at, days = tallied_totals.places(session, agencies), tallied_totals.span(session, wanted)
    if EVERYWHERE not in at:
        # Of one agency they stand by sex alone.
        wanted = replace(wanted, sexes=wanted.sexes or frozenset(Sex))
    each = tallied_totals.stored([ANSWERS], days, agencies, at, wanted).c
    found = tallied_totals.sums(session, [each.code, each.next_at], each.n)
    rows = sorted((*_to(place), after, n) for place, after, n in found if n)
    return pd.DataFrame(rows, columns=[*_TO, "days", "events"])


def _to(place: str | int) -> tuple[int, int]:
    number = int(place)
    return (number, 0) if number > 0 else (0, -number)
