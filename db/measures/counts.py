"""The agencies' own registers, the one series without agents: docs/domain.md#before-and-after."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of
from db.models import AgencyCount, Posting


def register_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``measure`` (``AGENCY_MEASURE``), ``value`` (persons), ``source``,
    ``agent_since`` (first day of any posting there, or none). A register counts whole months: each
    that the period touches is told whole."""
    agencies = agencies_of(session, wanted, viewer)
    row: Any = AgencyCount
    post: Any = Posting
    since = (
        sa.select(post.agency_id.label("agency_id"), sa.func.min(post.starts_on).label("since"))
        .group_by(post.agency_id)
        .subquery()
    )
    query = (
        sa.select(row.month, row.agency_id, row.measure, row.value, row.source, since.c.since)
        .outerjoin(since, since.c.agency_id == row.agency_id)
        .where(
            row.agency_id.in_(agencies), row.month.between(wanted.start.replace(day=1), wanted.end)
        )
        .order_by(row.month, row.agency_id, row.measure)
    )
    rows = [(*cells[:2], cells[2].value, *cells[3:]) for cells in session.execute(query)]
    return pd.DataFrame(
        rows, columns=["month", "agency_id", "measure", "value", "source", "agent_since"]
    )
