"""What a partner may read: releases and their published cells, and no other table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Mark
from db.inputs.releases import Period, Year, period_of
from db.models import Release, ReleaseCell
from db.models.base import Query
from db.privacy import TOTAL

CELL_COLUMNS = ["table", "row", "column", "mark", "value", "lower", "upper", "n"]


def releases(session: Session, *, viewer: Viewer) -> list[Release]:
    """All releases, newest number first; detached."""
    require(session, viewer.account_id, Permission.RELEASE_READ)
    found = list(session.exec(select(Release).order_by(col(Release.number).desc())))
    return found


def cells(session: Session, number: int, *, viewer: Viewer) -> pd.DataFrame:
    """The published cells of one release, in the catalogue's order.

    Columns: ``table``, ``row``, ``column`` (codes), ``mark`` (``published``, ``hidden``, ``na``),
    ``value`` (persons rounded to the base; for trust a whole percent), ``lower``, ``upper`` (whole
    percents) and ``n`` (rounded answers), the last three for trust only. Empty for no such number.
    """
    require(session, viewer.account_id, Permission.RELEASE_READ)
    query: Query = (
        sa.select(
            col(ReleaseCell.table_code).label("table"),
            col(ReleaseCell.row_code).label("row"),
            col(ReleaseCell.column_code).label("column"),
            col(ReleaseCell.mark),
            col(ReleaseCell.value),
            col(ReleaseCell.lower),
            col(ReleaseCell.upper),
            col(ReleaseCell.n),
        )
        .join(Release, col(Release.id) == col(ReleaseCell.release_id))
        .where(col(Release.number) == number)
        .order_by(
            col(ReleaseCell.table_sort), col(ReleaseCell.row_sort), col(ReleaseCell.column_sort)
        )
    )
    rows = [{**row._mapping, "mark": row.mark.value} for row in session.execute(query)]
    return pd.DataFrame(rows, columns=CELL_COLUMNS).astype(
        dict.fromkeys(("value", "lower", "upper", "n"), "Int64")
    )


def since_the_start(session: Session, *, viewer: Viewer) -> pd.DataFrame:
    """Grand totals of every period's newest edition, added up from published cells only; a year
    takes the place of its first half.

    Columns, in the catalogue's order: ``measure``, ``value`` (persons, each counted once a
    period), ``periods`` (those with a published total), ``hidden`` (periods whose total is
    hidden).
    """
    newest = _newest_editions(releases(session, viewer=viewer))
    query = (
        sa.select(
            col(ReleaseCell.release_id),
            col(ReleaseCell.table_code),
            col(ReleaseCell.mark),
            col(ReleaseCell.value),
        )
        .where(
            col(ReleaseCell.release_id).in_(newest),
            col(ReleaseCell.row_code) == TOTAL,
            col(ReleaseCell.table_code).not_like("trust.%"),
            col(ReleaseCell.mark) != Mark.NOT_APPLICABLE,
        )
        .order_by(
            col(ReleaseCell.release_id).desc(),
            col(ReleaseCell.table_sort),
            col(ReleaseCell.column_sort),
        )
    )
    # Of a table by agency the grand total is the last one.
    totals = {
        (code.partition(".")[0], release): (mark, value)
        for release, code, mark, value in session.execute(query)
    }
    sums: dict[str, dict[str, int]] = {}
    for (measure, _), (mark, value) in totals.items():
        total = sums.setdefault(measure, {"value": 0, "periods": 0, "hidden": 0})
        total["value"] += value or 0
        total["periods" if mark is Mark.PUBLISHED else "hidden"] += 1
    rows = [{"measure": measure, **total} for measure, total in sums.items()]
    return pd.DataFrame(rows, columns=["measure", "value", "periods", "hidden"])


def _newest_editions(found: Sequence[Release]) -> list[int]:
    newest: dict[Period, Release] = {}
    for release in sorted(found, key=lambda each: each.edition):
        newest[period_of(release.period_start, release.period_end)] = release
    replaced = {half for year in newest if isinstance(year, Year) for half in year.halves}
    return [release.id for period, release in newest.items() if period not in replaced]
