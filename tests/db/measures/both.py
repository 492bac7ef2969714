"""One database, read by the program and by the recount, figure by figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, select

from db.access.clock import time_zone, today
from db.access.viewer import viewer_of
from db.codes import AGE_BANDS, Sex
from db.inputs.dates import month_index, month_of
from db.inputs.indicators import Breakdown, IndicatorFilter
from db.inputs.results import ResultFilter
from db.measures.indicator import ALL, HIDDEN, NO_WAVE, NOT_CUT, TO_COME, indicator
from db.models import Account
from tests.db.measures.compared import INDICATORS, MEASURES
from tests.db.measures.recount import Cut
from tests.db.measures.recount_places import Places

#: Everybody, then each sex and age band: sexes and bands of a filter.
PARTS: list[tuple[frozenset[str], frozenset[str]]] = [
    (frozenset(), frozenset()),
    *((frozenset([each.value]), frozenset[str]()) for each in Sex),
    *((frozenset[str](), frozenset([each])) for each in AGE_BANDS),
]


class Both:
    """One database, read by the program and by the recount."""

    def __init__(self, session: Session) -> None:
        def read(name: str) -> pd.DataFrame:
            return pd.read_sql(sa.text(f"select * from {name}"), session.connection())

        session.flush()
        self.session, self.day = session, today(session)
        manager = select(Account.id).where(Account.role == "manager").limit(1)
        self.viewer = viewer_of(session, session.exec(manager).one())
        self.agencies = sorted(self.viewer.agencies)
        self.recount = Places(read, self.day, str(time_zone(session)))

    def quarters(self, number: int) -> list[tuple[date, date]]:
        """The last so many, the first of which is the one that runs."""
        first = month_index(self.day) // 3 * 3
        return [
            (month_of(at), month_of(at + 3) - timedelta(days=1))
            for at in range(first, first - 3 * number, -3)
        ]

    def cells(self, quarters: int) -> list[ResultFilter]:
        """The programme as a whole and each agency, in each quarter."""
        places = [frozenset[int](), *(frozenset([each]) for each in self.agencies)]
        return [
            ResultFilter(*days, agencies=place)
            for days, place in product(self.quarters(quarters), places)
        ]

    def cut(self, wanted: ResultFilter) -> Cut:
        return Cut(
            wanted.start,
            wanted.end,
            wanted.agencies or self.agencies,
            wanted.sexes,
            wanted.age_bands,
        )

    def measures(self, wanted: ResultFilter) -> None:
        for name, (measure, recount) in MEASURES.items():
            told = measure(self.session, wanted, self.viewer)
            assert _ordered(told) == _ordered(recount(self.recount, self.cut(wanted))), (
                name,
                wanted,
            )

    def indicators(self, wanted: ResultFilter, by: Breakdown | None = None) -> None:
        for code in INDICATORS:
            asked = IndicatorFilter(code, wanted, by)
            for part, value in indicator(self.session, asked, viewer=self.viewer).items():
                within = wanted if part == ALL else _part_of(wanted, by, part)
                if not code.startswith("TR.") or not within.cuts_people:
                    self._indicator(code, within, value)

    def _indicator(self, code: str, within: ResultFilter, value: Any) -> None:
        # Days up to today are counted, at the ages of the year in which the period ends.
        cut = self.cut(within)
        if not within.age_bands or within.end.year == self.day.year:
            cut = cut._replace(end=min(within.end, self.day))
        wanted = INDICATORS[code](self.recount, cut)
        told: Any = value.n
        if value.missing in (NOT_CUT, TO_COME):
            assert (within.cuts_people and code == "IR3.2") or within.start > self.day
            return
        if isinstance(wanted, set):
            told = (value.numerator, value.denominator) in wanted
            wanted = value.missing not in (HIDDEN, NO_WAVE) or bool(wanted)
        elif isinstance(wanted, tuple):
            told = value.numerator, value.denominator
        assert told == wanted, (code, within)


def _ordered(found: Any) -> Any:
    return sorted(found, key=repr) if isinstance(found, list) else found


def _part_of(wanted: ResultFilter, by: Breakdown | None, part: str) -> ResultFilter:
    if by is Breakdown.AGENCY:
        return replace(wanted, agencies=frozenset([int(part)]))
    if by is Breakdown.SEX:
        return replace(wanted, sexes=frozenset([part]))
    return replace(wanted, age_bands=frozenset([part]))


def of_part(cell: ResultFilter, at: int) -> ResultFilter:
    sexes, bands = PARTS[at % len(PARTS)]
    return replace(cell, sexes=sexes, age_bands=bands)


def sample(cells: list[ResultFilter], seed: int) -> Iterator[ResultFilter]:
    """Each agency and quarter with one of the parts."""
    for at, cell in enumerate(cells):
        yield of_part(cell, at + seed)
