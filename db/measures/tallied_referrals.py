"""What the tallies say of referrals and their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import spans, tallied, tallied_whole
from db.models import Tally
from db.models.referrals import FEEDBACK_DAYS
from db.models.tallies import ANSWERS, PLACES, READS_TALLIES, REFERRED, SAID

_AGENCY = col(Tally.agency_id)
_COUNTS = ["sent", "answered", "served", "ripe", "in_time"]
#: An organisation and an agency, one of them 0.
_TO = ["organisation_id", "to_agency_id"]


def sent_by_month(session: Session, wanted: ResultFilter, agencies: frozenset[int]) -> pd.DataFrame:
    """As ``referrals.sent_by_month``."""
    days = spans.of(wanted)
    found = tallied.sums(session, [REFERRED], [days.month, _AGENCY], days, agencies, wanted)
    rows = [(month_of(month), agency, n) for month, agency, n in sorted(found)]
    return pd.DataFrame(rows, columns=["month", "agency_id", "events"])


def counted(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], *, by_agency: bool
) -> pd.DataFrame:
    """By place, or by agency and place: the counts of ``referrals.by_place``, most first."""
    found = _counts(session, wanted, agencies, by_agency=by_agency)
    # The days in which an answer may yet come are few: they are taken away again.
    since = max(wanted.start, today(session) - timedelta(days=FEEDBACK_DAYS))
    young = replace(wanted, start=since)
    for key, n in _counts(session, young, agencies, by_agency=by_agency).items():
        for at in (_COUNTS.index("ripe"), _COUNTS.index("in_time")):
            found[key][at] -= n[at]
    names = [*(["agency_id"] if by_agency else []), *_TO]
    rows = [(*key, *n) for key, n in found.items() if n[0]]
    rows.sort(key=lambda row: (-row[len(names)], row))
    return pd.DataFrame(rows, columns=[*names, *_COUNTS])


def _counts(
    session: Session, wanted: ResultFilter, agencies: frozenset[int], *, by_agency: bool
) -> dict[tuple[int, ...], list[int]]:
    if wanted.start > wanted.end:
        return {}
    at = agencies if by_agency else tallied_whole.places(session, agencies)
    days = tallied_whole.span(session, wanted)
    each = tallied_whole.stored([PLACES], days, agencies, at, wanted).c
    numbers = [
        sa.case((each.next_at.in_(_with(name)), each.n), else_=0)
        for name in ("answered", "served", "shared", "in_time")
    ]
    keys = [*([each.agency_id] if by_agency else []), each.code]
    found = tallied_whole.sums(session, keys, each.n, *numbers)
    place, first = len(keys) - 1, len(keys)
    return {(*row[:place], *_to(row[place])): list(row[first:]) for row in found}


def _with(name: str) -> list[int]:
    """What is said of referrals, where this is so."""
    bit = 1 << SAID.index(name)
    return [said for said in range(1 << len(SAID)) if said & bit]


def medians(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[tuple[int, ...], int]:
    """By agency, organisation and agency of the place: the median of the days to the first answer,
    of two in the middle the later: the least with more than half up to it."""
    days = tallied_whole.span(session, wanted)
    each = tallied_whole.stored([ANSWERS], days, agencies, agencies, wanted).c
    keys, n = [each.agency_id, each.code], sa.func.sum(each.n)
    alike = (
        sa.select(*keys, each.next_at, n.label("n"))
        .group_by(*keys, each.next_at)
        .having(n > 0)
        .subquery()
        .c
    )
    where = [alike.agency_id, alike.code]
    upto = sa.func.sum(alike.n).over(partition_by=where, order_by=alike.next_at)
    half = (
        sa.select(
            *where,
            alike.next_at,
            upto.label("upto"),
            sa.func.sum(alike.n).over(partition_by=where).label("all"),
        )
        .subquery()
        .c
    )
    query = (
        sa.select(half.agency_id, half.code, sa.func.min(half.next_at))
        .where(2 * half.upto > half.all)
        .group_by(half.agency_id, half.code)
    )
    found = session.execute(query, execution_options=READS_TALLIES)
    return {(agency, *_to(place)): after for agency, place, after in found}


def days_to_answer(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> pd.DataFrame:
    """As ``referrals.days_to_answer``."""
    at, days = tallied_whole.places(session, agencies), tallied_whole.span(session, wanted)
    each = tallied_whole.stored([ANSWERS], days, agencies, at, wanted).c
    found = tallied_whole.sums(session, [each.code, each.next_at], each.n)
    rows = sorted((*_to(place), after, n) for place, after, n in found if n)
    return pd.DataFrame(rows, columns=[*_TO, "days", "events"])


def _to(place: str) -> tuple[int, int]:
    number = int(place)
    return (number, 0) if number > 0 else (0, -number)
