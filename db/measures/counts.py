"""The agencies' own registers, the one series without agents: docs/domain.md#before-and-after."""

from __future__ import annotations

import pandas as pd
import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import CountMeasure
from db.inputs.results import ResultFilter, months_of
from db.measures.base import agencies_of, frame
from db.models import Agency, AgencyCount, Posting
from db.models.base import Query


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


def registered_by_month(session: Session, wanted: ResultFilter, *, viewer: Viewer) -> pd.DataFrame:
    """``month``, ``agency_id``, ``value`` (persons registered), ``agent_since``: a row for each
    agency and month, the value missing where no register was received. Expected are the months
    that are over, until the agency closed."""
    rows = register_by_month(session, wanted, viewer=viewer)
    rows = rows[rows["measure"] == CountMeasure.REGISTERED.value]
    received = {
        (month, agency): (value, since)
        for month, agency, value, since in rows[
            ["month", "agency_id", "value", "agent_since"]
        ].itertuples(index=False, name=None)
    }
    running = today(session).replace(day=1)
    query: Query = (
        sa.select(col(Agency.id), col(Agency.closed_on))
        .where(col(Agency.id).in_(agencies_of(session, wanted, viewer)))
        .order_by(col(Agency.sort), col(Agency.id))
    )
    agencies = session.execute(query).all()
    told = [
        (month, agency, *received.get((month, agency), (None, None)))
        for month in months_of(wanted)
        for agency, closed_on in agencies
        if (month, agency) in received
        or (month < running and (closed_on is None or month <= closed_on))
    ]
    names = ["month", "agency_id", "value", "agent_since"]
    return pd.DataFrame(told, columns=names).astype({"value": "Int64"})
