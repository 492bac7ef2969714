"""From protected tables to stored cells: what a partner may read, and the truth beside it."""

from __future__ import annotations

from collections.abc import Iterator

from db.models import ReleaseCell, ReleaseTruth
from db.privacy import TOTAL, Mark, TrustCell
from db.releases.catalogue import CatalogueTable
from db.releases.names import NO_COLUMN, TRUSTING, N
from db.releases.survey import TrustTable


def cells_of_table(table: CatalogueTable) -> Iterator[ReleaseCell]:
    """Every entry of the grid; totals stand under ``TOTAL``."""
    shown = [entry for _, entry in table.protected.published.cells()]
    stored = dict(zip(table.entries(), zip(table.indexes(), shown, strict=True), strict=True))
    for (row, column), (index, entry) in stored.items():
        yield ReleaseCell(
            release_id=0,
            table_code=table.code,
            row_code=row,
            column_code=column,
            row_sort=index[0],
            column_sort=index[1] if len(index) > 1 else 0,
            mark=entry if isinstance(entry, Mark) else Mark.PUBLISHED,
            value=None if isinstance(entry, Mark) else entry,
        )


def truths_of_table(table: CatalogueTable) -> Iterator[ReleaseTruth]:
    """The true count of every entry, and the reason where it is hidden."""
    grid, reasons = table.protected.table.grid, table.protected.reasons
    for (row, column), index in dict(zip(table.entries(), table.indexes(), strict=True)).items():
        yield ReleaseTruth(
            release_id=0,
            table_code=table.code,
            row_code=row,
            column_code=column,
            value=int(grid[index]),
            reason=str(reasons.get(index, "")),
        )


def cells_of_trust(table: TrustTable) -> Iterator[ReleaseCell]:
    """Share and interval per agency and for all together, in whole percents."""
    for sort, (agency, shown) in enumerate(table.cells()):
        cell = ReleaseCell(
            release_id=0,
            table_code=table.code,
            row_code=agency,
            column_code=NO_COLUMN,
            row_sort=sort,
            mark=Mark.PUBLISHED if isinstance(shown, TrustCell) else Mark.HIDDEN,
        )
        if isinstance(shown, TrustCell):
            cell.value, cell.lower, cell.upper, cell.n = (
                shown.share,
                shown.lower,
                shown.upper,
                shown.n,
            )
        yield cell


def truths_of_trust(table: TrustTable) -> Iterator[ReleaseTruth]:
    """Trusting answers and valid n, under the columns ``TRUSTING`` and ``N``, and the reason; of an
    agency with too few answers (``FEW``) nothing: no role reads what fewer than ten have said."""
    for agency in (*table.enough, TOTAL):
        for column, value in zip((TRUSTING, N), table.true_value(agency), strict=True):
            yield ReleaseTruth(
                release_id=0,
                table_code=table.code,
                row_code=agency,
                column_code=column,
                value=value,
                reason=table.reason(agency),
            )
