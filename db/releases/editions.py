"""A new edition of a released period: what moved little is repeated as it was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session, col, select

from db.errors import AppError
from db.inputs.release_groups import Groups
from db.inputs.releases import Period, Year
from db.models import Release, ReleaseCell, ReleaseTruth
from db.privacy import (
    EditionsDifferError,
    FrozenRules,
    Mark,
    NotMadeSoError,
    Part,
    Printed,
    Published,
    Rules,
)
from db.privacy.tables import NO_VALUE, IntArray
from db.releases import audit_cache
from db.releases.catalogue import (
    AGENCY_COLUMNS,
    AGENCY_ROWS,
    CatalogueTable,
    Counted,
    counted,
    placed,
)
from db.releases.names import breakdown_of, is_trust, measure_of


@dataclass(frozen=True)
class Edition:
    """One stored edition, as far as its successor needs it."""

    release: Release
    cells: list[ReleaseCell]
    truths: list[ReleaseTruth]

    @property
    def codes(self) -> list[str]:
        """Its tables of persons, in order."""
        codes = dict.fromkeys(cell.table_code for cell in self.cells)
        return [code for code in codes if not is_trust(code)]

    @property
    def ordinary(self) -> frozenset[str]:
        """Its agencies for which a count was possible."""
        possible = [
            (breakdown_of(cell.table_code), cell)
            for cell in self.cells
            if cell.mark is not Mark.NOT_APPLICABLE
        ]
        rows = {cell.row_code for breakdown, cell in possible if breakdown in AGENCY_ROWS}
        columns = {cell.column_code for breakdown, cell in possible if breakdown in AGENCY_COLUMNS}
        return frozenset(rows | columns)


def editions(session: Session, period: Period) -> list[Edition]:
    """All editions of a period, the first one first."""
    query = (
        select(Release)
        .where(Release.period_start == period.start, Release.period_end == period.end)
        .order_by(col(Release.edition))
    )
    return [_edition(session, release) for release in session.exec(query)]


def parts(session: Session, period: Period) -> dict[str, tuple[Part, ...]]:
    """The totals of a year's first half that were released before it, by measure."""
    if not isinstance(period, Year):
        return {}
    found: dict[str, tuple[Part, ...]] = {}
    for edition in editions(session, period.halves[0]):
        rules = FrozenRules(edition.release.threshold, edition.release.base)
        counts = {truth.table_code: truth.value for truth in edition.truths}
        for cell in edition.cells:
            measure = measure_of(cell.table_code)
            part = Part(rules, cell.value, counts[cell.table_code], table=0, flat=0)
            found[measure] = (*found.get(measure, ()), part)
    return found


def _edition(session: Session, release: Release) -> Edition:
    cells = select(ReleaseCell).where(ReleaseCell.release_id == release.id)
    truths = select(ReleaseTruth).where(ReleaseTruth.release_id == release.id)
    order = (col(ReleaseCell.table_sort), col(ReleaseCell.row_sort), col(ReleaseCell.column_sort))
    return Edition(release, list(session.exec(cells.order_by(*order))), list(session.exec(truths)))


def count_again(session: Session, earlier: Sequence[Edition], period: Period) -> list[Counted]:
    """The tables of the earlier editions, counted anew."""
    ordinary = frozenset[str]().union(*(each.ordinary for each in earlier))
    last = earlier[-1]
    groups = Groups.read(last.release.groups) if last.release.groups else None
    return counted(
        session,
        period,
        groups,
        codes=last.codes,
        ordinary=ordinary,
        parts=parts(session, period),
    )


def reconciled(earlier: Sequence[Edition], again: Counted, rules: Rules) -> list[CatalogueTable]:
    """The next edition of the tables of one measure, which count the same persons.

    Raises ``AppError`` when the rows have changed since: such editions cannot be compared cell by
    cell, so their differences could reveal a hidden count. So it does where an earlier edition was
    not made by the rules that the audit knows.
    """
    number = earlier[-1].release.number
    fresh = again.protected(rules)
    parts_there = placed(again.parts, again.tables)
    try:
        printed = [[_printed(each, table) for table in fresh] for each in earlier]
        together = audit_cache.reconciled(
            printed, [table.protected for table in fresh], parts_there
        )
    except EditionsDifferError as differs:
        raise AppError("error.edition_differs", number=number) from differs
    except NotMadeSoError as unknown:
        raise AppError("error.edition_not_made_so", number=number) from unknown
    pairs = zip(fresh, together, strict=True)
    return [replace(table, protected=protected) for table, protected in pairs]


def refuse_the_same(earlier: Sequence[Edition], made: Sequence[CatalogueTable]) -> None:
    """Raise ``AppError`` for an edition that says nothing new."""
    last = earlier[-1]
    if all(_is_repeated(last, table) for table in made):
        raise AppError("error.edition_nothing_new", number=last.release.number)


def _is_repeated(last: Edition, table: CatalogueTable) -> bool:
    after = table.protected.published
    before = _published(last, table)
    return all(
        bool((one == other).all())
        for one, other in (
            (before.values, after.values),
            (before.hidden, after.hidden),
            (before.absent, after.absent),
        )
    )


def _printed(edition: Edition, table: CatalogueTable) -> Printed:
    """One edition of a table, in the new table's shape; ``EditionsDifferError`` for other rows."""
    return Printed(_published(edition, table), _grid(edition, table))


def _published(edition: Edition, table: CatalogueTable) -> Published:
    shown = {
        (cell.row_code, cell.column_code): cell
        for cell in edition.cells
        if cell.table_code == table.code
    }
    if shown.keys() != set(table.entries()):
        raise EditionsDifferError("the editions have other rows")
    cells = [shown[key] for key in table.entries()]
    shape = table.protected.published.values.shape
    values = [NO_VALUE if cell.value is None else cell.value for cell in cells]
    return Published(
        table.protected.table.labels,
        FrozenRules(edition.release.threshold, edition.release.base),
        np.array(values, dtype=np.int64).reshape(shape),
        np.array([cell.mark is Mark.HIDDEN for cell in cells]).reshape(shape),
        np.array([cell.mark is Mark.NOT_APPLICABLE for cell in cells]).reshape(shape),
    )


def _grid(edition: Edition, table: CatalogueTable) -> IntArray:
    true = {
        (truth.row_code, truth.column_code): truth.value
        for truth in edition.truths
        if truth.table_code == table.code
    }
    shape = table.protected.published.values.shape
    return np.array([true[key] for key in table.entries()], dtype=np.int64).reshape(shape)
