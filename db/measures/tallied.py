"""What the tallies answer instead of the rows: sums of whole months, and of days at ragged ends.

They know no ages, and of a period that neither begins nor ends with a month not who came only after
it: where they cannot answer exactly, the rows do. People who were at several agencies stand in the
tallies of each; how often too often is counted from their own rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, partial
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import Sex
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures.events import Condition, Events
from db.measures.spans import Span, before_last, ends_month, of, parts_months
from db.models import Case, Tallied
from db.models.base import Column, Query
from db.models.tallies import COLUMNS, READS_TALLIES, day_at, month_at, new_of

_AT, _NEXT, _N = COLUMNS.at, COLUMNS.next_at, COLUMNS.n


def sums(
    session: Session,
    kinds: Collection[str],
    keys: Iterable[Column],
    days: Span,
    agencies: Collection[int],
    wanted: ResultFilter,
    *conditions: Condition,
) -> list[Any]:
    """Sums of tallies by some keys, whose last column is ``n``; none where it is 0."""
    keys = list(keys)
    total = sa.func.sum(days.n)
    query = sa.select(*keys, total.label("n")).where(
        COLUMNS.kind.in_(kinds), COLUMNS.agency_id.in_(agencies), days.stored, *conditions
    )
    if wanted.sexes:
        query = query.where(COLUMNS.who.in_(who(wanted.sexes)))
    if keys:
        query = query.group_by(*keys)
    found = session.execute(query, execution_options=READS_TALLIES).all()
    # PostgreSQL sums whole numbers to decimals.
    return [(*row[:-1], int(row[-1])) for row in found if row[-1]]


def who(sexes: Collection[str]) -> list[str]:
    """The sexes, and the group sessions at which any of them were."""
    bits = sum(1 << place for place, sex in enumerate(Sex) if sex in sexes)
    return [*sorted(sexes), *(str(mask) for mask in range(8) if mask & bits)]


def by_at(
    session: Session,
    kind: str,
    codes: Sequence[str],
    spans: Sequence[Span],
    agencies: Collection[int],
    wanted: ResultFilter,
) -> dict[str, dict[int, int]]:
    """By code, the tallies of all these spans by month and day, read once."""
    found: dict[str, dict[int, int]] = {code: {} for code in codes}
    known = {
        "kind": kind,
        "agencies": sorted(agencies),
        "ats": sorted({at for each in spans for at in each.ats}),
        "codes": codes,
    }
    if wanted.sexes:
        known["sexes"] = sorted(wanted.sexes)
    query = _by_at(is_cut=bool(wanted.sexes))
    for code, at, n in session.execute(query, known, execution_options=READS_TALLIES).all():
        found[code][at] = int(n)
    return found


@cache
def _by_at(*, is_cut: bool) -> Query:
    asked = {COLUMNS.agency_id: "agencies", COLUMNS.at: "ats", COLUMNS.code: "codes"}
    if is_cut:
        asked[COLUMNS.who] = "sexes"
    return (
        sa.select(COLUMNS.code, _AT, sa.func.sum(_N))
        .where(
            COLUMNS.kind == sa.bindparam("kind", type_=sa.String),
            *(col(each).in_(sa.bindparam(name, expanding=True)) for each, name in asked.items()),
        )
        .group_by(_AT, COLUMNS.code)
    )


def total(
    session: Session,
    kind: str,
    agencies: Collection[int],
    wanted: ResultFilter,
    *conditions: Condition,
) -> int:
    """The sum of one kind."""
    found = sums(session, [kind], [], of(wanted), agencies, wanted, *conditions)
    return found[0][0] if found else 0


def by_code(
    session: Session,
    kind: str,
    agencies: Collection[int],
    wanted: ResultFilter,
    *conditions: Condition,
) -> dict[str, int]:
    """The sums of one kind, by code."""
    days = of(wanted)
    return dict(sums(session, [kind], [COLUMNS.code], days, agencies, wanted, *conditions))


def answers(wanted: ResultFilter) -> bool:
    """Whether the tallies tell of events, and of people by one day: they know no ages."""
    return not wanted.age_bands


def tells_people(
    session: Session, kinds: Collection[str], wanted: ResultFilter, agencies: Collection[int]
) -> bool:
    """Whether the tallies know who was there in a period: of all ages, and nobody who came later in
    its last month as well."""
    if not answers(wanted):
        return False
    if ends_month(wanted.end):
        return True
    after = day_at(wanted.end) + 1, day_at(month_of(month_at(wanted.end) + 1)) - 1
    query = sa.select(sa.literal(1)).where(
        COLUMNS.kind.in_(kinds),
        COLUMNS.agency_id.in_(agencies),
        _AT.between(*after),
        _N != 0,
    )
    return session.execute(query.limit(1), execution_options=READS_TALLIES).first() is None


def last_seen(wanted: ResultFilter) -> Condition:
    """Of whoever was there in a period, the last month of it, so that each counts once."""
    return month_at(wanted.end) < _NEXT


def people(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, agencies: frozenset[int]
) -> list[int] | None:
    """Distinct persons with such an event in the period, for each of several; ``None`` where rows
    must tell."""
    found = _of_events(session, asked, "", wanted, agencies)
    if found is None:
        return None
    numbers = [found[each.tally,] for each in asked]
    if len(agencies) < 2 or not anybody_moves(session):
        return numbers
    return [
        number - sum(again(session, each, [], wanted, agencies).values())
        for number, each in zip(numbers, asked, strict=True)
    ]


def people_by_agency(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, agencies: frozenset[int]
) -> list[dict[int, int]] | None:
    """The same in each agency, where whoever was at two counts in both."""
    found = _of_events(session, asked, "agency", wanted, agencies)
    if found is None:
        return None
    return [{at: n for (tally, at), n in found.items() if tally == each.tally} for each in asked]


def people_by_month(
    session: Session, asked: Sequence[Events], wanted: ResultFilter, agencies: frozenset[int]
) -> list[dict[int, int]] | None:
    """By month, distinct persons within it, for each of several kinds of events."""
    found = _of_events(session, asked, "month", wanted, agencies)
    if found is None:
        return None
    months: list[dict[int, int]] = []
    is_moved = len(agencies) > 1 and anybody_moves(session)
    for each in asked:
        key = [sql_month_index(each.day)]
        twice = again(session, each, key, wanted, agencies) if is_moved else {}
        own = {at: n for (tally, at), n in sorted(found.items()) if tally == each.tally}
        months.append({at: n - twice.get((at,), 0) for at, n in own.items()})
    return months


#: What people are counted by: as a whole, by agency, or within each month.
By = Literal["", "agency", "month"]


def _of_events(
    session: Session,
    asked: Sequence[Events],
    by: By,
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> Counter[tuple[Any, ...]] | None:
    """People by what tells the events apart, and by a further key."""
    tallies = [each.tally for each in asked if each.tally]
    kinds = sorted({kind for kind, _ in tallies})
    if len(tallies) < len(asked) or not answers(wanted):
        return None
    read = partial(_people, session, tallies, by, agencies=agencies)
    once = last_seen(wanted)
    if tells_people(session, kinds, wanted, agencies):
        return read(str, of(wanted), wanted, once)
    if wanted.start.day > 1 and not (by == "month" and parts_months(wanted)):
        return None
    before, days = before_last(wanted)
    found = read(new_of, days, wanted, month_at(wanted.start) > _NEXT)
    if before.start <= before.end:
        found.update(read(str, of(before), before, last_seen(before)))
    return found


def _people(
    session: Session,
    tallies: Sequence[tuple[str, str]],
    by: By,
    stored_as: Callable[[str], str],
    days: Span,
    wanted: ResultFilter,
    once: Condition,
    *,
    agencies: frozenset[int],
) -> Counter[tuple[Any, ...]]:
    """The same of some days; ``once``: of whoever is there in several months, which one counts."""
    kinds = {stored_as(kind): kind for kind, _ in tallies}
    further: dict[By, list[Column]] = {
        "": [],
        "agency": [COLUMNS.agency_id],
        "month": [days.month.label("month")],
    }
    codes = COLUMNS.code.in_(sorted({code for _, code in tallies}))
    conditions = [codes] if by == "month" else [codes, once]
    keys = [COLUMNS.kind, COLUMNS.code, *further[by]]
    rows = sums(session, sorted(kinds), keys, days, agencies, wanted, *conditions)
    return Counter({((kinds[kind], code), *key): n for kind, code, *key, n in rows})


def again(
    session: Session,
    events: Events,
    keys: Iterable[Column],
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> dict[tuple[Any, ...], int]:
    """By some keys, how often people were counted at one more agency."""
    if len(agencies) < 2 or not anybody_moves(session):
        return {}
    names: list[sa.Label[Any]] = [each.label(f"key_{number}") for number, each in enumerate(keys)]
    rows = of_movers(events, wanted, agencies, [*names, events.agency_id, events.case_id])
    each = rows.distinct().subquery().c
    by = [each[name.name] for name in names]
    surplus = sa.func.count() - sa.func.count(sa.distinct(each.case_id))
    query = sa.select(*by, surplus).group_by(*by) if by else sa.select(surplus)
    return {tuple(key): n for *key, n in session.execute(query) if n}


def anybody_moves(session: Session) -> bool:
    query = sa.select(col(Tallied.owner_id)).where(col(Tallied.moves)).limit(1)
    return session.execute(query, execution_options=READS_TALLIES).first() is not None


def of_movers(
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
