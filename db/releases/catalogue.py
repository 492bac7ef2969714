"""The fixed catalogue of a release: which tables exist, and what each may show.

A year has full tables, a half-year its grand totals: ``docs/privacy.md#the-tables``. One breakdown
at a time, the programme's merges, no free filter. Tables of one measure count the same persons, so
they are protected together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session

from db.access.clock import today
from db.inputs.release_groups import Groups
from db.inputs.releases import Period, Year
from db.privacy import TOTAL, Part, ProtectedTable, Rules, Table, hidden_share, merge
from db.releases import audit_cache
from db.releases import counts as releasable
from db.releases.names import (
    HALF,
    HALF_BY_AGENCY,
    NO_COLUMN,
    TOTAL_ONLY,
    TWO_WAY,
    breakdown_of,
    measure_of,
)

#: What a year counts, and by what besides its halves.
BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "registrations": ("agency", "sex", "age"),
    "enrolments": ("agency", "kind", "sex", "age"),
    "placements": ("agency", "kind", "sex", "age"),
}
#: The rows of tables by agency.
ROWS_BY_AGENCY: Mapping[str, str] = {TWO_WAY: "kind", HALF_BY_AGENCY: HALF}
#: The share of its cells with which a table stands; the halves of the year only whole.
LEAST_SHOWN: Mapping[str, float] = {TWO_WAY: 0.5, HALF_BY_AGENCY: 1.0, HALF: 1.0}
#: The breakdowns whose rows, and whose columns, are agencies.
AGENCY_ROWS, AGENCY_COLUMNS = ("agency",), tuple(ROWS_BY_AGENCY)


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
        """Row and column code of every entry of the grid, in its order.

        A grand total alone is a table of one row, which is its total.
        """
        if breakdown_of(self.code) == TOTAL_ONLY:
            return [(TOTAL, NO_COLUMN)] * 2
        names = [names for names, _ in self.protected.published.cells()]
        return [(name[0], name[1] if len(name) > 1 else NO_COLUMN) for name in names]

    def indexes(self) -> list[tuple[int, ...]]:
        """The indexes of the grid, in the order of ``entries``."""
        return list(np.ndindex(self.protected.published.values.shape))


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The true tables of one measure, by their codes, and what may take their place."""

    measure: str
    tables: Mapping[str, Table]
    wide: Mapping[str, Table]
    parts: tuple[Part, ...] = ()
    is_first: bool

    def protected(self, rules: Rules) -> list[CatalogueTable]:
        """What may be published of them."""
        for tables in self._candidates(rules):
            made = self._together(tables, rules)
            if not self.is_first or all(
                1 - hidden_share(made[code]).cells >= _least_shown(code) for code in made
            ):
                break
        return [CatalogueTable(*each) for each in made.items()]

    def _candidates(self, rules: Rules) -> Iterator[Mapping[str, Table]]:
        """The tables to publish, the most telling first; the last ones stand in any case.

        A later edition has those of the first one. There a table by agency, or of the halves,
        stands where so much of it is published; its marks say so as well, and that one does not
        stand says nothing more than the audit knows (``docs/privacy.md#which-tables-stand``).
        """
        if not self.is_first:
            yield self.tables
            return
        half = f"{self.measure}.{HALF}"
        for tables in (self._with(TWO_WAY), self._with(HALF_BY_AGENCY), self.tables):
            without = {code: table for code, table in tables.items() if code != half}
            for each in (tables, without) if half in tables else (tables,):
                if each and all(
                    audit_cache.may_show(table, rules, _least_shown(code))
                    for code, table in each.items()
                ):
                    yield each
        yield {f"{self.measure}.{TOTAL_ONLY}": _everybody(int(self.tables[half].counts.sum()))}

    def _with(self, breakdown: str) -> Mapping[str, Table]:
        """With one table in the place of two, where they are there."""
        code, rows = f"{self.measure}.{breakdown}", ROWS_BY_AGENCY[breakdown]
        replaced = {f"{self.measure}.agency", f"{self.measure}.{rows}"}
        if code not in self.wide or not replaced <= set(self.tables):
            return {}
        rest = {each: table for each, table in self.tables.items() if each not in replaced}
        return {code: self.wide[code], **rest}

    def _together(self, tables: Mapping[str, Table], rules: Rules) -> dict[str, ProtectedTable]:
        # A later edition is audited with the parts when it is reconciled with the earlier ones.
        parts = placed(self.parts, tables) if self.is_first else []
        return dict(
            zip(tables, audit_cache.together(list(tables.values()), rules, parts), strict=True)
        )


def placed(parts: Sequence[Part], tables: Mapping[str, Table]) -> list[Part]:
    """Where the first half of the year stands among the tables; else it is less than their sum."""
    for number, (code, table) in enumerate(tables.items()):
        if _has_halves(code):
            # The first row, and of two axes its total.
            flat = table.grid.shape[-1] - 1 if table.grid.ndim > 1 else 0
            return [replace(part, table=number, flat=flat) for part in parts]
    total = next(iter(tables.values())).grid.size - 1
    return [replace(part, table=0, flat=total, is_less=True) for part in parts]


def _least_shown(code: str) -> float:
    return LEAST_SHOWN.get(breakdown_of(code), 0.0)


def _everybody(count: int) -> Table:
    return Table.one_way([TOTAL_ONLY], [count])


def _has_halves(code: str) -> bool:
    return breakdown_of(code) in (HALF, HALF_BY_AGENCY)


def counted(
    session: Session,
    period: Period,
    groups: Groups | None,
    *,
    codes: Sequence[str] | None = None,
    ordinary: Collection[str] = (),
    parts: Mapping[str, tuple[Part, ...]] | None = None,
) -> list[Counted]:
    """The true tables of a period, measure by measure, in the order of the catalogue.

    ``codes`` names the tables of an earlier edition: a new one has the same tables, by the same
    ``groups`` (``None`` in half-yearly releases). ``ordinary`` are the agencies that were possible
    there: they stay so. ``parts`` are the totals that were released of the year before, by measure.
    The persons of a measure are read once, so that all its tables count the same ones.
    """
    measures = list(dict.fromkeys(map(measure_of, codes))) if codes else list(BREAKDOWNS)
    people = {
        measure: releasable.persons(session, measure, period.start, period.end)
        for measure in measures
    }
    absent = _absent(session, period, people) - frozenset(ordinary)
    make = _Maker(session=session, period=period, people=people, absent=absent, groups=groups)
    found = []
    for measure in measures:
        of_measure = codes and [code for code in codes if measure_of(code) == measure]
        wide = () if of_measure else make.wide(measure)
        found.append(
            Counted(
                measure=measure,
                tables={code: make.table(code) for code in of_measure or make.fresh(measure)},
                wide={code: make.table(code) for code in wide},
                parts=(parts or {}).get(measure, ()),
                is_first=not of_measure,
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class _Maker:
    """Counts the tables of one period, all with the same agencies not applicable."""

    session: Session
    period: Period
    people: Mapping[str, Sequence[releasable.Person]]
    absent: frozenset[str]
    groups: Groups | None

    def fresh(self, measure: str) -> list[str]:
        """The tables of a first edition, each breakdown by itself."""
        return [f"{measure}.{each}" for each in self._breakdowns(measure)]

    def wide(self, measure: str) -> list[str]:
        """The tables by agency and something else that may take their place.

        With one possible row or column such a table would say again what one of them says.
        """
        of_year = self._breakdowns(measure)
        codes = [
            f"{measure}.{each}"
            for each, rows in ROWS_BY_AGENCY.items()
            if {"agency", rows} <= set(of_year)
        ]
        possible = {code: ~self.table(code).impossible for code in codes}
        return [
            code
            for code, cells in possible.items()
            if min(cells.any(axis=0).sum(), cells.any(axis=1).sum()) > 1
        ]

    def _breakdowns(self, measure: str) -> list[str]:
        if not isinstance(self.period, Year) or self.groups is None:
            return [TOTAL_ONLY]
        shown = self.groups.shown
        return [*(each for each in BREAKDOWNS[measure] if each in shown), HALF]

    def table(self, code: str) -> Table:
        """The true counts of one table."""
        measure, breakdown = measure_of(code), breakdown_of(code)
        people = self.people[measure]
        if breakdown == TOTAL_ONLY:
            return _everybody(len(people))
        if breakdown in ROWS_BY_AGENCY:
            return self._by_agency(measure, ROWS_BY_AGENCY[breakdown])
        counts = releasable.tally(self.session, measure, breakdown, people)
        merged = merge(counts, self._groups_of(measure, breakdown, list(counts)))
        absent = [breakdown in AGENCY_ROWS and label in self.absent for label in merged]
        return Table.one_way(list(merged), list(merged.values()), absent)

    def _by_agency(self, measure: str, breakdown: str) -> Table:
        counts = releasable.by_agency(self.session, measure, breakdown, self.people[measure])
        agencies = list(dict.fromkeys(agency for _, agency in counts))
        codes = list(dict.fromkeys(code for code, _ in counts))
        group_of = self._groups_of(measure, breakdown, codes)
        rows = list(dict.fromkeys(group_of.values()))
        columns = [
            merge({code: counts[code, agency] for code in codes}, group_of) for agency in agencies
        ]
        grid = np.array([[column[row] for column in columns] for row in rows])
        absent = [[agency in self.absent for agency in agencies] for _ in rows]
        return Table.two_way(rows, agencies, grid, absent)

    def _groups_of(self, measure: str, breakdown: str, codes: Sequence[str]) -> dict[str, str]:
        if self.groups is None:
            return {code: code for code in codes}
        return self.groups.of(measure, breakdown, codes)


def _absent(
    session: Session, period: Period, people: Mapping[str, Sequence[releasable.Person]]
) -> frozenset[str]:
    """Agencies where nobody could have been counted: they never had an agent, or were closed.

    Decided from facts that anyone may know, for all tables alike; where a person was counted all
    the same, every table takes the agency as an ordinary one.
    """
    without = releasable.agencies_without_an_agent(session, period.start, today(session))
    return without - {person.agency for found in people.values() for person in found}
