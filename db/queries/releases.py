"""What a manager sees of a release beside its cells: the truth, and why a cell is hidden."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.inputs.releases import HalfYear, ripe_half_years
from db.models import Programme, Release, ReleaseTruth


def open_periods(session: Session, *, viewer: Viewer) -> list[HalfYear]:
    """Half-years that may be frozen (anew), newest first."""
    require(session, viewer.account_id, Permission.RELEASE_FREEZE)
    programme = session.exec(select(Programme)).one()
    return ripe_half_years(programme.starts_on, programme.ends_on, today(session))


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
