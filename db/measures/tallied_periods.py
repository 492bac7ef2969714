"""Distinct persons of several periods and of whole months, read from the tallies at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.inputs.dates import sql_month_index
from db.inputs.results import ResultFilter
from db.measures import movers, spans, tallied
from db.measures.events import Events
from db.models.tallies import COLUMNS, READS_TALLIES, month_at

#: Of several kinds of events, how many persons in each; none where the period's days must tell.
Numbers = list[int | None]
#: By month or day: persons, and those of them who are not there again by the end of each period.
_Ats = dict[int, Sequence[int]]


def people(
    session: Session,
    asked: Sequence[Events],
    periods: Collection[ResultFilter],
    months: ResultFilter,
    agencies: frozenset[int],
) -> tuple[dict[ResultFilter, Numbers], list[dict[int, int]]]:
    """Of each period, and by month of a period of ``months`` that are over, as ``tallied.people``
    and ``tallied.people_by_month``: all of them differ by their days alone, and the tallies can
    answer (``tallied.answers``). Of whom anybody came later in a period's last month, its number is
    left out."""
    tallies = _tallies(asked)
    kinds = sorted({kind for kind, _ in tallies})
    days = {each: spans.of(each) for each in periods}
    later = {each: tallied.later(session, kinds, each, agencies) for each in periods}
    lasts = sorted({month_at(each.end) for each in periods})
    whole = spans.of(months)
    ats = sorted({at for each in (whole, *days.values()) for at in each.ats})
    found = _read(session, asked, lasts, ats, months, agencies)
    numbers: dict[ResultFilter, Numbers] = {
        period: [
            None
            if kind in later[period]
            else days[period].total(
                {at: n[1 + lasts.index(month_at(period.end))] for at, n in each.items()}
            )
            for (kind, _), each in zip(tallies, found, strict=True)
        ]
        for period in periods
    }
    by_month = [
        {at: each[at][0] for at in whole.ats if at in each and each[at][0]} for each in found
    ]
    if len(agencies) > 1 and movers.anybody(session):
        _take_twice(session, asked, numbers, by_month, months, agencies)
    return numbers, by_month


def _tallies(asked: Sequence[Events]) -> list[tuple[str, str]]:
    found = [each.tally for each in asked if each.tally]
    assert len(found) == len(asked)
    return found


def _read(
    session: Session,
    asked: Sequence[Events],
    lasts: Sequence[int],
    ats: Sequence[int],
    wanted: ResultFilter,
    agencies: frozenset[int],
) -> list[_Ats]:
    tallies = _tallies(asked)
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind, code in tallies:
        kinds[kind].append(code)
    known: dict[str, Any] = {f"last_{number}": last for number, last in enumerate(lasts)}
    known |= {"agencies": sorted(agencies), "ats": ats, "low": ats[0], "high": ats[-1]}
    if wanted.sexes:
        known["who"] = tallied.who(wanted.sexes)
    query = _query(
        tuple((kind, tuple(codes)) for kind, codes in kinds.items()),
        len(lasts),
        is_cut=bool(wanted.sexes),
        is_in_a_row=ats[-1] - ats[0] < len(ats),
    )
    found: dict[tuple[str, str], _Ats] = defaultdict(dict)
    for kind, code, at, *n in session.execute(query, known, execution_options=READS_TALLIES).all():
        # PostgreSQL sums whole numbers to decimals.
        found[kind, code][at] = [int(each) for each in n]
    return [found[each] for each in tallies]


@cache
def _query(
    kinds: Sequence[tuple[str, Sequence[str]]], lasts: int, *, is_cut: bool, is_in_a_row: bool
) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """Made once a process; the numbers of months and agencies do not make it another. Each kind
    by itself: what is added up then has no kind to be told apart by."""
    n, again, code, at = COLUMNS.n, COLUMNS.next_at, COLUMNS.code, COLUMNS.at
    conditions = [COLUMNS.agency_id.in_(sa.bindparam("agencies", expanding=True))]
    if is_in_a_row:
        low, high = (sa.bindparam(name, type_=sa.Integer) for name in ("low", "high"))
        conditions.append(at.between(low, high))
    else:
        conditions.append(at.in_(sa.bindparam("ats", expanding=True)))
    if is_cut:
        conditions.append(COLUMNS.who.in_(sa.bindparam("who", expanding=True)))
    sums = [
        sa.func.sum(sa.case((again > sa.bindparam(f"last_{number}", type_=sa.Integer), n), else_=0))
        for number in range(lasts)
    ]
    return sa.union_all(
        *(
            sa.select(sa.literal(kind).label("kind"), code, at, sa.func.sum(n), *sums)
            .where(COLUMNS.kind == kind, code.in_(codes), *conditions)
            .group_by(code, at)
            for kind, codes in kinds
        )
    )


def _take_twice(
    session: Session,
    asked: Sequence[Events],
    numbers: dict[ResultFilter, Numbers],
    by_month: list[dict[int, int]],
    months: ResultFilter,
    agencies: frozenset[int],
) -> None:
    """Take away again who was counted at more than one agency."""
    for place, events in enumerate(asked):
        for period, each in numbers.items():
            number = each[place]
            if number is not None:
                twice = sum(movers.again(session, events, [], period, agencies).values())
                each[place] = number - twice
        key = [sql_month_index(events.day)]
        for (month,), n in movers.again(session, events, key, months, agencies).items():
            by_month[place][month] -= n
