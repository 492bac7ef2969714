"""The fixed catalogue of a release: which tables exist, and what each may show.

One breakdown at a time, standard groupings, no free filter: ``docs/privacy.md#the-tables``. Tables
of one measure share their grand total, so that total is published in all of them or in none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session

from db.access.clock import today
from db.inputs.releases import HalfYear
from db.privacy import ProtectedTable, Reason, Rules, Table, hidden_share, protect
from db.releases import counts as releasable
from db.releases.names import NO_COLUMN, TWO_WAY, breakdown_of, measure_of

BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "registrations": ("agency", "sex", "age"),
    "enrolments": ("agency", "kind", "sex", "age"),
    "wage": ("agency", "sex", "age"),
    "internship": ("agency", "sex", "age"),
    "apprenticeship": ("agency", "sex", "age"),
    "self_employment": ("agency", "kind", "sex", "age"),
}
#: The breakdowns whose rows, and whose columns, are agencies.
AGENCY_ROWS, AGENCY_COLUMNS = ("agency",), (TWO_WAY,)
LEAST_SURVIVING = 0.5


@dataclass(frozen=True)
class CatalogueTable:
    """One table of persons: ``code`` is ``<measure>.<breakdown>``."""

    code: str
    protected: ProtectedTable

    @property
    def measure(self) -> str:
        """What is counted."""
        return measure_of(self.code)

    def entries(self) -> list[tuple[str, str]]:
        """Row and column code of every entry of the grid, in its order."""
        names = [names for names, _ in self.protected.published.cells()]
        return [(name[0], name[1] if len(name) > 1 else NO_COLUMN) for name in names]

    def indexes(self) -> list[tuple[int, ...]]:
        """The indexes of the grid, in the order of ``entries``."""
        return list(np.ndindex(self.protected.published.values.shape))


def tables(
    session: Session,
    period: HalfYear,
    rules: Rules,
    codes: Sequence[str] | None = None,
    ordinary: Collection[str] = (),
) -> list[CatalogueTable]:
    """Every table of persons for a period, protected, in the order of the catalogue.

    ``codes`` names the tables of an earlier edition: a new one has the same tables. ``ordinary``
    are the agencies that were possible there: they stay so.
    """
    absent = _absent(session, period) - frozenset(ordinary)
    make = _Maker(session=session, period=period, rules=rules, absent=absent)
    if codes is None:
        made = [make.fresh(measure) for measure in BREAKDOWNS]
    else:
        made = [
            [make.table(code) for code in codes if measure_of(code) == measure]
            for measure in BREAKDOWNS
        ]
    return [table for group in made for table in agree_on_total(group)]


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Makes the tables of one period, all with the same agencies not applicable."""

    session: Session
    period: HalfYear
    rules: Rules
    absent: frozenset[str]

    def fresh(self, measure: str) -> list[CatalogueTable]:
        """A first edition's tables: kind by agency replaces two where half of its cells survive."""
        breakdowns = BREAKDOWNS[measure]
        if "kind" in breakdowns:
            two_way = self.table(f"{measure}.{TWO_WAY}")
            if hidden_share(two_way.protected).cells <= LEAST_SURVIVING:
                rest = [each for each in breakdowns if each not in ("agency", "kind")]
                return [two_way, *(self.table(f"{measure}.{each}") for each in rest)]
        return [self.table(f"{measure}.{each}") for each in breakdowns]

    def table(self, code: str) -> CatalogueTable:
        """One table, protected."""
        measure, breakdown = measure_of(code), breakdown_of(code)
        if breakdown == TWO_WAY:
            return CatalogueTable(code, protect(self._two_way(measure), self.rules))
        counts = releasable.counts(
            self.session, measure, breakdown, self.period.start, self.period.end
        )
        absent = [breakdown in AGENCY_ROWS and label in self.absent for label in counts]
        table = Table.one_way(list(counts), list(counts.values()), absent)
        return CatalogueTable(code, protect(table, self.rules))

    def _two_way(self, measure: str) -> Table:
        counts = releasable.kind_by_agency(
            self.session, measure, self.period.start, self.period.end
        )
        kinds = list(dict.fromkeys(kind for kind, _ in counts))
        agencies = list(dict.fromkeys(agency for _, agency in counts))
        grid = np.array([[counts[kind, agency] for agency in agencies] for kind in kinds])
        absent = [[agency in self.absent for agency in agencies] for _ in kinds]
        return Table.two_way(kinds, agencies, grid, absent)


def _absent(session: Session, period: HalfYear) -> frozenset[str]:
    """Agencies where nobody could have been counted: they never had an agent, or were closed.

    Decided from facts that anyone may know, for all tables alike; where a person was counted all
    the same, every table takes the agency as an ordinary one.
    """
    without = releasable.agencies_without_an_agent(session, period.start, today(session))
    counted = (
        releasable.agencies_with_persons(session, measure, period.start, period.end)
        for measure in BREAKDOWNS
    )
    return without.difference(*counted)


def agree_on_total(found: Sequence[CatalogueTable]) -> list[CatalogueTable]:
    """Where one table of a measure must hide the grand total, its siblings hide everything."""
    if not any(_total_is_hidden(table.protected) for table in found):
        return list(found)
    return [replace(table, protected=_all_hidden(table.protected)) for table in found]


def _total_is_hidden(protected: ProtectedTable) -> bool:
    return bool(protected.published.hidden.flat[-1])


def _all_hidden(protected: ProtectedTable) -> ProtectedTable:
    published = protected.published
    hidden = ~published.absent
    values = np.full_like(published.values, -1)
    reasons = {
        index: protected.reasons.get(index, Reason.AUDIT)
        for index in np.ndindex(hidden.shape)
        if hidden[index]
    }
    return ProtectedTable(
        protected.table, replace(published, values=values, hidden=hidden), reasons
    )
