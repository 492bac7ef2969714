"""What the tallies say of referrals and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.codes import Sex
from db.inputs.dates import month_of
from db.inputs.results import ResultFilter
from db.measures import spans, tallied, tallied_medians, tallied_whole
from db.models import Agency, Organisation
from db.models.base import Query
from db.models.referral_tallies import SAYINGS, SENT_TO
from db.models.referrals import FEEDBACK_DAYS
from db.models.tallies import ANSWERS, COLUMNS, EVERYWHERE, PLACES, READS_TALLIES, REFERRED, SAID

_AGENCY, _NEXT = COLUMNS.agency_id, COLUMNS.next_at
#: ``SAID`` of all that were sent; who may be asked is ripe in time.
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
    at = agencies if by_agency else tallied_whole.places(session, agencies)
    to = None if wanted.sexes or EVERYWHERE in at else _everywhere(session)
    keys = ["agency_id", "place"] if by_agency else ["place"]
    found = _counts(session, keys, _stored(session, wanted, agencies, at, to))
    # The days in which an answer may yet come are few: they are taken away again.
    since = max(wanted.start, today(session) - timedelta(days=FEEDBACK_DAYS))
    if since <= wanted.end:
        young = _stored(session, replace(wanted, start=since), agencies, at, to)
        for key, n in _counts(session, keys, young).items():
            for count in (_COUNTS.index("ripe"), _COUNTS.index("in_time")):
                found[key][count] -= n[count]
    names = [*(["agency_id"] if by_agency else []), *_TO]
    rows = [(*key, *n) for key, n in found.items() if n[0]]
    rows.sort(key=lambda row: (-row[len(names)], row))
    return pd.DataFrame(rows, columns=[*names, *_COUNTS])


def _counts(
    session: Session, keys: Sequence[str], stored: sa.Subquery
) -> dict[tuple[int, ...], list[int]]:
    by, all_ = [stored.c[key] for key in keys], sa.func.sum(stored.c.n)
    said = [stored.c.next_at.bitwise_and(1 << bit) != 0 for bit in range(len(SAID))]
    numbers = (sa.func.coalesce(all_.filter(each), 0) for each in said)
    query = sa.select(*by, all_, *numbers).group_by(*by)
    found = session.execute(query, execution_options=READS_TALLIES).all()
    place, first = len(keys) - 1, len(keys)
    # PostgreSQL sums whole numbers to decimals.
    return {(*row[:place], *_to(row[place])): [*map(int, row[first:])] for row in found}


def _stored(
    session: Session,
    wanted: ResultFilter,
    agencies: frozenset[int],
    at: frozenset[int],
    to: Sequence[int] | None,
) -> sa.Subquery:
    """``agency_id``, ``place``, what is said (``next_at``), ``n``; read by place, of those that are
    named."""
    days = tallied_whole.span(session, wanted)
    if to is None:
        each = tallied_whole.stored([PLACES], days, agencies, at, wanted).c
        return sa.select(each.agency_id, each.code.label("place"), each.next_at, each.n).subquery()
    low, high = days.months
    months: Query = sa.select(
        _AGENCY, COLUMNS.at.label("place"), (_NEXT % SAYINGS).label("next_at"), COLUMNS.n
    ).where(
        COLUMNS.kind == SENT_TO,
        _AGENCY.in_(agencies),
        COLUMNS.at.in_(to),
        COLUMNS.code == "",
        _NEXT.between(low * SAYINGS, high * SAYINGS + SAYINGS - 1),
    )
    parts = tallied_whole.parts([PLACES], days, agencies, wanted)
    if parts is not None:
        each = parts.subquery().c
        place = sa.cast(each.code, sa.Integer).label("place")
        parts = sa.select(each.agency_id, place, each.next_at, each.n)
    return tallied_whole.together(months, parts)


def _everywhere(session: Session) -> list[int]:
    """Every place to which anybody can be sent, so that the index is looked up by them."""
    offices = (sa.select(col(Organisation.id)), sa.select(-col(Agency.id)))
    return [place for (place,) in session.execute(sa.union_all(*offices))]


def medians(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> dict[tuple[int, ...], int]:
    """By agency, organisation and agency of the place: the median of the days to the first
    answer."""
    found = tallied_medians.medians(session, wanted, agencies)
    return {(agency, *_to(place)): after for (agency, place), after in found.items()}


def days_to_answer(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> pd.DataFrame:
    """As ``referrals.days_to_answer``."""
    at, days = tallied_whole.places(session, agencies), tallied_whole.span(session, wanted)
    if EVERYWHERE not in at:
        # Of one agency they stand by sex alone.
        wanted = replace(wanted, sexes=wanted.sexes or frozenset(Sex))
    each = tallied_whole.stored([ANSWERS], days, agencies, at, wanted).c
    found = tallied_whole.sums(session, [each.code, each.next_at], each.n)
    rows = sorted((*_to(place), after, n) for place, after, n in found if n)
    return pd.DataFrame(rows, columns=[*_TO, "days", "events"])


def _to(place: str | int) -> tuple[int, int]:
    number = int(place)
    return (number, 0) if number > 0 else (0, -number)
