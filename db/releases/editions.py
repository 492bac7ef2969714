"""A new edition of a released half-year: what moved little is repeated as it was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session, col, select

from db.errors import AppError
from db.inputs.releases import HalfYear
from db.models import Release, ReleaseCell, ReleaseTruth
from db.privacy import FrozenRules, Mark, Printed, Published, Rules
from db.privacy.tables import NO_VALUE, IntArray
from db.releases import kept
from db.releases.catalogue import AGENCY_COLUMNS, AGENCY_ROWS, CatalogueTable, tables
from db.releases.names import breakdown_of, is_trust


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


def editions(session: Session, period: HalfYear) -> list[Edition]:
    """All editions of a half-year, the first one first."""
    query = (
        select(Release).where(Release.period_start == period.start).order_by(col(Release.edition))
    )
    return [_edition(session, release) for release in session.exec(query)]


def _edition(session: Session, release: Release) -> Edition:
    cells = select(ReleaseCell).where(ReleaseCell.release_id == release.id)
    truths = select(ReleaseTruth).where(ReleaseTruth.release_id == release.id)
    order = (col(ReleaseCell.table_sort), col(ReleaseCell.row_sort), col(ReleaseCell.column_sort))
    return Edition(release, list(session.exec(cells.order_by(*order))), list(session.exec(truths)))


def next_edition(
    session: Session, earlier: Sequence[Edition], period: HalfYear, rules: Rules
) -> list[CatalogueTable]:
    """The tables of the earlier editions, counted anew and reconciled with them.

    Raises ``AppError`` when the rows have changed since: such editions cannot be compared cell by
    cell, so their differences could reveal a hidden count.
    """
    last = earlier[-1]
    ordinary = frozenset[str]().union(*(each.ordinary for each in earlier))
    fresh = tables(session, period, rules, last.codes, ordinary)
    try:
        made = _reconciled(earlier, fresh)
    except (KeyError, ValueError) as differs:
        raise AppError("error.edition_differs", number=last.release.number) from differs
    if all(_is_repeated(last, table) for table in made):
        raise AppError("error.edition_nothing_new", number=last.release.number)
    return made


def _reconciled(
    earlier: Sequence[Edition], fresh: Sequence[CatalogueTable]
) -> list[CatalogueTable]:
    """Measure by measure: the tables of one count the same persons."""
    made = []
    for measure in dict.fromkeys(table.measure for table in fresh):
        group = [table for table in fresh if table.measure == measure]
        printed = [[_printed(each, table) for table in group] for each in earlier]
        together = kept.reconciled(printed, [table.protected for table in group])
        made += [
            replace(table, protected=protected)
            for table, protected in zip(group, together, strict=True)
        ]
    return made


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
    """One edition of a table, in the new table's shape; ``KeyError`` for a new row."""
    return Printed(_published(edition, table), _grid(edition, table))


def _published(edition: Edition, table: CatalogueTable) -> Published:
    shown = {
        (cell.row_code, cell.column_code): cell
        for cell in edition.cells
        if cell.table_code == table.code
    }
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
