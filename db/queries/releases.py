"""What a manager may freeze, and what they see of a release beside its cells: the truth, and why
a cell is hidden."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.releases import HalfYear, Period, period_of, ripe_half_years, ripe_years
from db.models import Programme, Release, ReleaseTruth


def open_periods(session: Session, *, viewer: Viewer) -> list[Period]:
    """Years and half-years that may be frozen (anew), newest first.

    Years have full tables, half-years their totals. A first half may be frozen until its year is:
    that then says both halves. A year with half-yearly tables of the older kind gets no yearly
    ones, which together with them could tell a hidden count; its half-years are what they were, or
    totals.
    """
    require(session, viewer.account_id, Permission.RELEASE_FREEZE)
    programme = session.exec(select(Programme)).one()
    days = programme.starts_on, programme.ends_on, today(session)
    finer, replaced = finer_years(session, viewer=viewer), _released_years(session)
    years = [each for each in ripe_years(*days) if each.year not in finer]
    halves = [
        each
        for each in ripe_half_years(*days)
        if each.year in finer or (each.half == 1 and each.year not in replaced)
    ]
    return sorted([*years, *halves], key=lambda period: period.end, reverse=True)


def finer_years(session: Session, *, viewer: Viewer) -> frozenset[int]:
    """Years of which half-yearly tables of the older kind were released."""
    require(session, viewer.account_id, Permission.RELEASE_FREEZE)
    query = sa.select(col(Release.period_start)).where(col(Release.series) == 0)
    return frozenset(start.year for start in session.scalars(query))


def _released_years(session: Session) -> frozenset[int]:
    query = sa.select(col(Release.period_start), col(Release.period_end))
    found = {period_of(start, end) for start, end in session.execute(query)}
    return frozenset(period.year for period in found if not isinstance(period, HalfYear))


def truths(session: Session, number: int, *, viewer: Viewer) -> pd.DataFrame:
    """True values of one release: ``table``, ``row``, ``column``, ``value``, ``reason``."""
    require(session, viewer.account_id, Permission.RELEASE_FREEZE)
    query = (
        sa.select(
            col(ReleaseTruth.table_code),
            col(ReleaseTruth.row_code),
            col(ReleaseTruth.column_code),
            col(ReleaseTruth.value),
            col(ReleaseTruth.reason),
        )
        .join(Release, col(Release.id) == col(ReleaseTruth.release_id))
        .where(col(Release.number) == number)
    )
    return pd.DataFrame(
        session.execute(query).all(), columns=["table", "row", "column", "value", "reason"]
    )
