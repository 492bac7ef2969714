"""What the tallies answer instead of the rows: sums of whole months, and of days at ragged ends.

They know no ages, and of a period that neither begins nor ends with a month not who came only after
it: where they cannot answer exactly, the rows do. People who were at several agencies stand in the
tallies of each; how often too often is counted from their own rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import Sex
from db.inputs.dates import month_of, sql_month_index
from db.inputs.results import ResultFilter
from db.measures import movers
from db.measures.events import Condition, Events
from db.measures.spans import Span, before_last, ends_month, of, parts_months
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
    days: Span | None = None,
) -> dict[str, int]:
    """The sums of one kind, by code; of the period, or of some days of it."""
    days = days or of(wanted)
    return dict(sums(session, [kind], [COLUMNS.code], days, agencies, wanted, *conditions))


def answers(wanted: ResultFilter) -> bool:
    """Whether the tallies tell of events, and of people by one day: they know no ages."""
    return not wanted.age_bands


def later(
    session: Session, kinds: Collection[str], wanted: ResultFilter, agencies: Collection[int]
) -> frozenset[str]:
    """Of which of these kinds anybody came after the period in its last month."""
    if ends_month(wanted.end):
        return frozenset()
    after = day_at(wanted.end) + 1, day_at(month_of(month_at(wanted.end) + 1)) - 1
    wanted_kinds = COLUMNS.kind.in_(kinds), COLUMNS.agency_id.in_(agencies)
    query = sa.select(COLUMNS.kind).where(*wanted_kinds, _AT.between(*after), _N != 0).distinct()
    return frozenset(session.execute(query, execution_options=READS_TALLIES).scalars())


def tells_people(
    session: Session, kinds: Collection[str], wanted: ResultFilter, agencies: Collection[int]
) -> bool:
    """Whether the tallies know who was there in a period: of all ages, and nobody who came later in
    its last month as well."""
    return answers(wanted) and not later(session, kinds, wanted, agencies)


class Part(NamedTuple):
    """Tallies of people: the kind as which they are stored, of which days, and of whoever is there
    in several months, which one counts."""

    stored_as: Callable[[str], str]
    days: Span
    once: Condition


def parts(
    session: Session,
    kinds: Collection[str],
    wanted: ResultFilter,
    agencies: Collection[int],
    *,
    by_month: bool = False,
) -> list[Part]:
    """Which tallies add up to the people of a period; none where rows must tell. Who came later in
    its last month is left out by those who were new in it: of a period that begins with a month,
    or, where each month is counted by itself, holds the first day of its last one."""
    if tells_people(session, kinds, wanted, agencies):
        return [Part(str, of(wanted), _last_seen(wanted))]
    can_be_parted = parts_months(wanted) if by_month else wanted.start.day == 1
    if not answers(wanted) or not can_be_parted:
        return []
    before, days = before_last(wanted)
    last = Part(new_of, days, month_at(wanted.start) > _NEXT)
    rest = [Part(str, of(before), _last_seen(before))] if before.start <= before.end else []
    return [last, *rest]


def _last_seen(wanted: ResultFilter) -> Condition:
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
    if len(agencies) < 2 or not movers.anybody(session):
        return numbers
    return [
        number - sum(movers.again(session, each, [], wanted, agencies).values())
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
    is_moved = len(agencies) > 1 and movers.anybody(session)
    for each in asked:
        key = [sql_month_index(each.day)]
        twice = movers.again(session, each, key, wanted, agencies) if is_moved else {}
        own = {at: n for (tally, at), n in sorted(found.items()) if tally == each.tally}
        months.append({at: n - twice.get((at,), 0) for at, n in own.items()})
    return months


def monthly(
    session: Session,
    events: Sequence[str],
    people: str,
    keys: Sequence[Column],
    wanted: ResultFilter,
    agencies: frozenset[int],
    *conditions: Condition,
) -> dict[tuple[Any, ...], Counter[str]] | None:
    """By month, agency and further keys, in their order: kinds of events, and a kind of people who
    count once in a month and an agency; none where rows must tell."""
    told = parts(session, [people], wanted, agencies, by_month=True)
    if not told:
        return None
    asked = [([each.stored_as(people)], each.days) for each in told]
    if told[0].stored_as is str:  # of the whole period
        asked[0][0].extend(events)
    else:
        asked.append((list(events), of(wanted)))
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for kinds, days in asked:
        by = [days.month, COLUMNS.agency_id, *keys, COLUMNS.kind]
        for *key, kind, n in sums(session, kinds, by, days, agencies, wanted, *conditions):
            name = kind if kind in events else people
            found.setdefault(tuple(key), Counter())[name] = n
    return dict(sorted(found.items()))


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
    is_known = len(tallies) == len(asked)
    told = parts(session, kinds, wanted, agencies, by_month=by == "month") if is_known else []
    if not told:
        return None
    found = Counter[tuple[Any, ...]]()
    for each in told:
        found.update(_people(session, tallies, by, each, wanted, agencies))
    return found


def _people(
    session: Session,
    tallies: Sequence[tuple[str, str]],
    by: By,
    part: Part,
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> Counter[tuple[Any, ...]]:
    """The same of one part."""
    kinds = {part.stored_as(kind): kind for kind, _ in tallies}
    further: dict[By, list[Column]] = {
        "": [],
        "agency": [COLUMNS.agency_id],
        "month": [part.days.month.label("month")],
    }
    codes = COLUMNS.code.in_(sorted({code for _, code in tallies}))
    conditions = [codes] if by == "month" else [codes, part.once]
    keys = [COLUMNS.kind, COLUMNS.code, *further[by]]
    rows = sums(session, sorted(kinds), keys, part.days, agencies, wanted, *conditions)
    return Counter({((kinds[kind], code), *key): n for kind, code, *key, n in rows})
