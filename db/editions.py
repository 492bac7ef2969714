"""A new edition of a released half-year: what moved little is repeated as it was published."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sqlmodel import Session, col, select

from db.errors import AppError
from db.inputs.releases import HalfYear
from db.models import Release, ReleaseCell, ReleaseTruth
from db.privacy import Mark, ProtectedTable, Published, Reason, Rules, Table, reconcile_edition
from db.privacy.tables import NO_VALUE
from db.release_tables import CatalogueTable, agree_on_total, tables


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
        return [code for code in codes if not code.startswith("trust.")]


def latest(session: Session, period: HalfYear) -> Edition | None:
    """The newest edition of a half-year, or ``None``."""
    query = (
        select(Release)
        .where(Release.period_start == period.start)
        .order_by(col(Release.edition).desc())
    )
    release = session.exec(query).first()
    if release is None:
        return None
    cells = select(ReleaseCell).where(ReleaseCell.release_id == release.id)
    truths = select(ReleaseTruth).where(ReleaseTruth.release_id == release.id)
    order = (col(ReleaseCell.table_sort), col(ReleaseCell.row_sort), col(ReleaseCell.column_sort))
    return Edition(release, list(session.exec(cells.order_by(*order))), list(session.exec(truths)))


def next_edition(
    session: Session, earlier: Edition, period: HalfYear, rules: Rules
) -> list[CatalogueTable]:
    """The tables of the earlier edition, counted anew and reconciled with it.

    Raises ``AppError`` when rules or rows have changed since: such editions cannot be compared cell
    by cell, so nobody could promise what their differences tell.
    """
    if (earlier.release.threshold, earlier.release.base) != (rules.threshold, rules.base):
        raise AppError("error.edition_differs", number=earlier.release.number)
    made = [
        _reconciled(earlier, table, rules)
        for table in tables(session, period, rules, earlier.codes)
    ]
    if all(_is_repeated(earlier, table) for table in made):
        raise AppError("error.edition_nothing_new", number=earlier.release.number)
    measures = dict.fromkeys(table.measure for table in made)
    groups = [[table for table in made if table.measure == measure] for measure in measures]
    return [table for group in groups for table in agree_on_total(group)]


def _reconciled(earlier: Edition, table: CatalogueTable, rules: Rules) -> CatalogueTable:
    """Reconciled, or repeated as it was with the counts it rests on: small steps never add up."""
    try:
        before, truth = _published(earlier, table, rules), _truth(earlier, table)
    except KeyError as differs:
        raise AppError("error.edition_differs", number=earlier.release.number) from differs
    if (before.absent != table.protected.published.absent).any():
        raise AppError("error.edition_differs", number=earlier.release.number)
    reasons = dict.fromkeys(zip(*np.nonzero(before.hidden), strict=True), Reason.EDITION)
    repeated = replace(table, protected=ProtectedTable(truth, before, reasons))
    try:
        protected = reconcile_edition(before, truth, table.protected.table, table.protected, rules)
    except ValueError:
        return repeated
    same = _shows_the_same(before, protected.published)
    return repeated if same else replace(table, protected=protected)


def _is_repeated(earlier: Edition, table: CatalogueTable) -> bool:
    published = table.protected.published
    return _shows_the_same(_published(earlier, table, published.rules), published)


def _shows_the_same(one: Published, other: Published) -> bool:
    return bool((one.values == other.values).all() and (one.hidden == other.hidden).all())


def _published(earlier: Edition, table: CatalogueTable, rules: Rules) -> Published:
    """What the earlier edition showed, in the new table's shape; ``KeyError`` for a new row."""
    shown = {
        (cell.row_code, cell.column_code): cell
        for cell in earlier.cells
        if cell.table_code == table.code
    }
    cells = [shown[key] for key in table.entries()]
    shape = table.protected.published.values.shape
    values = [NO_VALUE if cell.value is None else cell.value for cell in cells]
    return Published(
        table.protected.table.labels,
        rules,
        np.array(values, dtype=np.int64).reshape(shape),
        np.array([cell.mark is Mark.HIDDEN for cell in cells]).reshape(shape),
        np.array([cell.mark is Mark.NOT_APPLICABLE for cell in cells]).reshape(shape),
    )


def _truth(earlier: Edition, table: CatalogueTable) -> Table:
    true = {
        (truth.row_code, truth.column_code): truth.value
        for truth in earlier.truths
        if truth.table_code == table.code
    }
    shape = table.protected.published.values.shape
    grid = np.array([true[key] for key in table.entries()], dtype=np.int64).reshape(shape)
    inner = tuple(slice(size - 1) for size in shape)
    labels, impossible = table.protected.table.labels, table.protected.table.impossible
    return Table(labels, grid[inner].copy(), impossible.copy())
