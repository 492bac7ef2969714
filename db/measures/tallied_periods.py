"""Distinct persons of several periods and of whole months, read from the tallies at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.inputs.dates import sql_month_index
from db.inputs.results import ResultFilter
from db.measures import spans, tallied
from db.measures.events import Events
from db.models import Tally
from db.models.base import Query
from db.models.tallies import READS_TALLIES, month_at

#: Of several kinds of events, how many persons in each.
Numbers = list[int]
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
    answer (``tallied.answers``). A period of which rows must tell is left out."""
    kinds = sorted({kind for kind, _ in _tallies(asked)})
    told = {
        each: spans.of(each)
        for each in periods
        if tallied.tells_people(session, kinds, each, agencies)
    }
    lasts = sorted({month_at(each.end) for each in told})
    whole = spans.of(months)
    ats = sorted({at for each in (whole, *told.values()) for at in each.ats})
    found = _read(session, asked, lasts, ats, months, agencies)
    numbers = {
        period: [
            days.total({at: n[1 + lasts.index(month_at(period.end))] for at, n in each.items()})
            for each in found
        ]
        for period, days in told.items()
    }
    by_month = [
        {at: each[at][0] for at in whole.ats if at in each and each[at][0]} for each in found
    ]
    if len(agencies) > 1 and tallied.anybody_moves(session):
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
    known: dict[str, Any] = {f"last_{number}": last for number, last in enumerate(lasts)}
    known |= {
        "kinds": sorted({kind for kind, _ in tallies}),
        "codes": sorted({code for _, code in tallies}),
        "agencies": sorted(agencies),
        "ats": ats,
    }
    if wanted.sexes:
        known["who"] = tallied.who(wanted.sexes)
    query = _query(len(lasts), is_cut=bool(wanted.sexes))
    found: dict[tuple[str, str], _Ats] = defaultdict(dict)
    for kind, code, at, *n in session.execute(query, known, execution_options=READS_TALLIES):
        # PostgreSQL sums whole numbers to decimals.
        found[kind, code][at] = [int(each) for each in n]
    return [found[each] for each in tallies]


@cache
def _query(lasts: int, *, is_cut: bool) -> Query:
    """Made once a process; the numbers of months and agencies do not make it another."""
    n, again = col(Tally.n), col(Tally.next_at)
    keys = [col(Tally.kind), col(Tally.code), col(Tally.at)]
    asked = {Tally.kind: "kinds", Tally.code: "codes", Tally.agency_id: "agencies", Tally.at: "ats"}
    if is_cut:
        asked[Tally.who] = "who"
    sums = [
        sa.func.sum(sa.case((again > sa.bindparam(f"last_{number}", type_=sa.Integer), n), else_=0))
        for number in range(lasts)
    ]
    return (
        sa.select(*keys, sa.func.sum(n), *sums)
        .where(*(col(each).in_(sa.bindparam(name, expanding=True)) for each, name in asked.items()))
        .group_by(*keys)
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
            each[place] -= sum(tallied.again(session, events, [], period, agencies).values())
        twice = tallied.again(session, events, [sql_month_index(events.day)], months, agencies)
        for (month,), n in twice.items():
            by_month[place][month] -= n
