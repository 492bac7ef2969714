"""Follow-ups that wait: due, late or coming within a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.models import Case, FollowUp
from db.models.base import Query
from db.queries.counted import counted

AHEAD = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class DueFollowUp:
    """One follow-up; ``days_late`` is negative before its day."""

    id: int
    agency_id: int
    case_id: int | None
    case_code: str | None
    due_on: date
    due_at: time | None
    days_late: int


def due(session: Session, *, viewer: Viewer, limit: int = 30) -> list[DueFollowUp]:
    """Open follow-ups of the viewer's agencies up to a week ahead, the longest overdue first."""
    day = today(session)
    query = _open(session, viewer, day).limit(limit)
    return [
        DueFollowUp(**row._mapping, days_late=(day - row.due_on).days)
        for row in session.execute(query)
    ]


def due_count(session: Session, *, viewer: Viewer) -> int:
    """How many there are without a limit."""
    return counted(session, _open(session, viewer, today(session)))


def _open(session: Session, viewer: Viewer, day: date) -> Query:
    agencies = scope(session, viewer, Permission.DAY_READ)
    return (
        sa.select(
            col(FollowUp.id),
            col(FollowUp.agency_id),
            col(FollowUp.case_id),
            col(Case.code).label("case_code"),
            col(FollowUp.due_on),
            col(FollowUp.due_at),
        )
        .outerjoin(Case, col(Case.id) == col(FollowUp.case_id))
        .where(
            col(FollowUp.agency_id).in_(agencies),
            col(FollowUp.settled_at).is_(None),
            col(FollowUp.due_on) <= day + AHEAD,
        )
        .order_by(col(FollowUp.due_on), col(FollowUp.due_at), col(FollowUp.id))
    )
