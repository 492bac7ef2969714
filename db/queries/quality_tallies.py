"""What is kept of how good the entries are: sums by agency of whole months, and of days at the
ragged ends of a period; the kinds are those of ``db.models.quality_tallies``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.dates import in_months, month_of
from db.models.base import Column, Query
from db.models.quality_tallies import BEGUN, DIGITS, DOUBTFUL, DOUBTS, DUE, WAITED
from db.models.tallies import COLUMNS, READS_TALLIES, day_at, month_at

_KIND, _AGENCY, _AT = COLUMNS.kind, COLUMNS.agency_id, COLUMNS.at
_CODE, _N = COLUMNS.code, COLUMNS.n
#: Before any month.
_FIRST = 1
Place = tuple[int, int]


def by_week(
    session: Session, kind: str, agencies: frozenset[int], first: date, last: date
) -> Counter[Place]:
    """By agency and Monday, as its ordinal, from one Monday to another."""
    asked = {"kind": kind, "agencies": [*agencies], "first": day_at(first), "last": day_at(last)}
    return Counter({(agency_id, at): n for agency_id, at, n in _read(session, _by_at(), asked)})


def waited(
    session: Session, agencies: frozenset[int], start: date, end: date
) -> dict[Place, Counter[int]]:
    """By agency and month, how many acts waited so many days to be stored."""
    found: dict[Place, Counter[int]] = defaultdict(Counter)
    for agency_id, month, _, days, n in _by_month(session, [WAITED], agencies, start, end):
        found[agency_id, month][int(days)] = n
    return found


def begun(session: Session, agencies: frozenset[int], start: date, end: date) -> Counter[Place]:
    """By agency and month, courses and placements that began."""
    found = _by_month(session, [BEGUN], agencies, start, end)
    return Counter({(agency_id, month): n for agency_id, month, *_, n in found})


def doubts(
    session: Session, agencies: frozenset[int], start: date, end: date
) -> tuple[dict[tuple[str, int, int], int], Counter[Place]]:
    """By rule, agency and month, what is to be looked at; and entries that any rule finds."""
    by_rule, entries = {}, Counter[Place]()
    found = _by_month(session, [DOUBTS, DOUBTFUL], agencies, start, end)
    for agency_id, month, kind, rule, n in found:
        if kind == DOUBTS:
            by_rule[rule, agency_id, month] = n
        else:
            entries[agency_id, month] = n
    return by_rule, entries


def doubtful_days(
    session: Session, rule: str, agencies: frozenset[int], start: date, end: date, enough: int
) -> list[tuple[int, date]]:
    """The newest days of agencies on which a rule finds anything, together so many of it; other
    agencies on the last of these days as well."""
    query = (
        sa.select(_AGENCY, _AT, _N)
        .where(COLUMNS.kind == DOUBTS, _AGENCY.in_(agencies), COLUMNS.code == rule, _N > 0)
        .where(_AT.between(day_at(start), day_at(end)))
        .order_by(_AT.desc())
        .limit(enough + len(agencies))
    )
    found, total, last = list[tuple[int, date]](), 0, 0
    for agency_id, at, n in _read(session, query):
        if total >= enough and at < last:
            break
        found.append((agency_id, date.fromordinal(at)))
        total, last = total + n, at
    return found


def digits(session: Session, agencies: frozenset[int], start: date, end: date) -> Counter[str]:
    """How many numbers of a period there are, by what they are."""
    asked = {"kind": DIGITS, "agencies": [*agencies], "ats": _ats(start, end)}
    return Counter(dict(_read(session, _totals(), asked)))


def due(
    session: Session, agencies: frozenset[int], start: date, end: date
) -> Iterator[tuple[int, int, str, int]]:
    """Agency, month, whether they are answered, and number of the checks of a period."""
    for agency_id, month, _, code, n in _by_month(session, [DUE], agencies, start, end):
        yield agency_id, month, code, n


def unanswered(session: Session, agencies: frozenset[int], until: date) -> dict[int, int]:
    """By agency, the checks of all days up to one that nobody has answered."""
    month = month_at(until)
    asked = {
        "kind": DUE,
        "agencies": [*agencies],
        "first": _FIRST,
        "before": month - 1,
        "day": day_at(month_of(month)),
        "until": day_at(until),
    }
    return dict(_read(session, _until(), asked))


def _read(session: Session, query: Query, asked: dict[str, Any] | None = None) -> Iterator[Any]:
    for *keys, n in session.execute(query, asked, execution_options=READS_TALLIES).all():
        # What came and went is 0, and PostgreSQL sums whole numbers to decimals.
        if n:
            yield *keys, int(n)


def _by_month(
    session: Session, kinds: Collection[str], agencies: frozenset[int], start: date, end: date
) -> Iterator[Any]:
    """By agency, month, kind and code."""
    _, parts = in_months(start, end)
    asked: dict[str, Any] = {
        "kinds": kinds,
        "agencies": [*agencies],
        "ats": _ats(start, end),
        "end": day_at(end),
    }
    for part, (month, (low, high)) in enumerate(parts.items()):
        asked |= {f"low_{part}": day_at(low), f"high_{part}": day_at(high), f"month_{part}": month}
    return _read(session, _sums(len(parts)), asked)


def _ats(start: date, end: date) -> list[int]:
    """The whole months of a period, and its days beside them."""
    months, parts = in_months(start, end)
    days = (range(day_at(low), day_at(high) + 1) for low, high in parts.values())
    return [*months, *chain(*days)]


def _of(name: str, type_: type[sa.types.TypeEngine[Any]] = sa.Integer) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=type_)


@cache
def _sums(parts: int) -> Query:
    """Made once a process for each number of ragged ends. What comes again in the period counts on
    the last of its days."""
    whens = [
        (_AT.between(_of(f"low_{part}"), _of(f"high_{part}")), _of(f"month_{part}"))
        for part in range(parts)
    ]
    month: Column = (sa.case(*whens, else_=_AT) if whens else _AT).label("month")
    return (
        sa.select(_AGENCY, month, _KIND, _CODE, sa.func.sum(_N))
        .where(
            _KIND.in_(sa.bindparam("kinds", expanding=True)),
            _AGENCY.in_(sa.bindparam("agencies", expanding=True)),
            _AT.in_(sa.bindparam("ats", expanding=True)),
            sa.or_(COLUMNS.next_at == 0, COLUMNS.next_at > _of("end")),
        )
        .group_by(_AGENCY, "month", _KIND, _CODE)
    )


@cache
def _totals() -> Query:
    return (
        sa.select(_CODE, sa.func.sum(_N))
        .where(
            COLUMNS.kind == _of("kind", sa.String),
            _AGENCY.in_(sa.bindparam("agencies", expanding=True)),
            _AT.in_(sa.bindparam("ats", expanding=True)),
        )
        .group_by(_CODE)
    )


@cache
def _by_at() -> Query:
    return (
        sa.select(_AGENCY, _AT, _N)
        .where(COLUMNS.kind == _of("kind", sa.String))
        .where(_AGENCY.in_(sa.bindparam("agencies", expanding=True)))
        .where(_AT.between(_of("first"), _of("last")))
    )


@cache
def _until() -> Query:
    """Each range by itself, since no index is looked up in several."""
    of = [COLUMNS.kind == _of("kind", sa.String), _CODE == ""]
    of.append(_AGENCY.in_(sa.bindparam("agencies", expanding=True)))
    ranges = (_of("first"), _of("before")), (_of("day"), _of("until"))
    rows = sa.union_all(
        *(sa.select(_AGENCY, _N).where(*of, _AT.between(*each)) for each in ranges)
    ).subquery()
    return sa.select(rows.c.agency_id, sa.func.sum(rows.c.n)).group_by(rows.c.agency_id)
