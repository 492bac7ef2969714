"""The agencies' own registers, the one series without agents: docs/domain.md#before-and-after."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.measures.base import agencies_of, frame
from db.models import AgencyCount, Posting


def register_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``measure`` (``AGENCY_MEASURE``), ``value`` (persons), ``source``,
    ``agent_since`` (first day of any posting there, or none). A register counts whole months: each
    that the period touches is told whole."""
    month, agency = col(AgencyCount.month), col(AgencyCount.agency_id)
    measure = col(AgencyCount.measure)
    since = (
        sa.select(col(Posting.agency_id), sa.func.min(col(Posting.starts_on)).label("agent_since"))
        .group_by(col(Posting.agency_id))
        .subquery()
    )
    query = (
        sa.select(
            *(month, agency, measure, col(AgencyCount.value), col(AgencyCount.source)),
            since.c.agent_since,
        )
        .outerjoin(since, since.c.agency_id == agency)
        .where(
            agency.in_(agencies_of(session, wanted, viewer)),
            month.between(wanted.start.replace(day=1), wanted.end),
        )
        .order_by(month, agency, measure)
    )
    return frame(session, query, measure=str)
