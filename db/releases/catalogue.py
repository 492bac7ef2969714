"""The fixed catalogue of a release: which tables exist, and what each may show.

One breakdown at a time, standard groupings, no free filter: ``docs/privacy.md#the-tables``. Tables
of one measure count the same persons, so they are protected together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session

from db.access.clock import today
from db.inputs.releases import HalfYear
from db.privacy import (
    ProtectedTable,
    Rules,
    Table,
    survives,
)
from db.releases import counts as releasable
from db.releases import kept
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
    make = _Maker(session=session, period=period, absent=absent)
    found = []
    for measure in BREAKDOWNS:
        if codes is None:
            made = make.fresh(measure, rules)
        else:
            made = {code: make.table(code) for code in codes if measure_of(code) == measure}
        together = kept.together(list(made.values()), rules)
        found += [CatalogueTable(*each) for each in zip(made, together, strict=True)]
    return found


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Counts the tables of one period, all with the same agencies not applicable."""

    session: Session
    period: HalfYear
    absent: frozenset[str]

    def fresh(self, measure: str, rules: Rules) -> dict[str, Table]:
        """A first edition's tables: kind by agency replaces two where half of its cells survive."""
        breakdowns = list(BREAKDOWNS[measure])
        if "kind" in breakdowns:
            two_way = self.table(f"{measure}.{TWO_WAY}")
            if survives(two_way, rules, LEAST_SURVIVING):
                rest = [each for each in breakdowns if each not in ("agency", "kind")]
                breakdowns = [TWO_WAY, *rest]
        return {f"{measure}.{each}": self.table(f"{measure}.{each}") for each in breakdowns}

    def table(self, code: str) -> Table:
        """The true counts of one table."""
        measure, breakdown = measure_of(code), breakdown_of(code)
        if breakdown == TWO_WAY:
            return self._two_way(measure)
        counts = releasable.counts(
            self.session, measure, breakdown, self.period.start, self.period.end
        )
        absent = [breakdown in AGENCY_ROWS and label in self.absent for label in counts]
        return Table.one_way(list(counts), list(counts.values()), absent)

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
