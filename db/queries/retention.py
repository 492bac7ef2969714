"""Retention checks that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import RETENTION_EARLY_DAYS, OutcomeType
from db.models import Case, Placement, RetentionCheck
from db.models.base import Query
from db.queries.row_count import row_count


@dataclass(frozen=True, kw_only=True)
class DueCheck:
    """One check that may be answered now; ``days_late`` is negative before its day."""

    id: int
    case_id: int
    case_code: str
    type: OutcomeType
    starts_on: date
    month: int
    due_on: date
    cnss_declared: bool | None
    days_late: int


def waits() -> tuple[sa.ColumnElement[bool], ...]:
    """That a check still waits for an answer: it has none, nothing has cancelled it, and no later
    check of the same placement was answered. One that was passed over so is not done."""
    later: Any = aliased(RetentionCheck)
    passed_over = sa.exists().where(
        later.placement_id == col(RetentionCheck.placement_id),
        later.month > col(RetentionCheck.month),
        later.done_on.is_not(None),
    )
    return (
        col(RetentionCheck.done_on).is_(None),
        col(RetentionCheck.cancelled_at).is_(None),
        ~passed_over,
    )


def passed_over(session: Session, check_id: int, *, viewer: Viewer) -> tuple[int, ...]:
    """The months of earlier checks of the same placement that wait: an answer to this one settles
    them as not done."""
    asked: Any = aliased(RetentionCheck)
    query = (
        _due(session, viewer)
        .join(asked, asked.placement_id == col(RetentionCheck.placement_id))
        .where(asked.id == check_id, col(RetentionCheck.month) < asked.month)
    )
    return tuple(row.month for row in session.execute(query))


def due_checks(session: Session, *, viewer: Viewer, limit: int = 30) -> list[DueCheck]:
    """Checks of the viewer's agencies that may be answered today, the longest overdue first."""
    return _lines(session, _due(session, viewer), limit)


def due_count(session: Session, *, viewer: Viewer) -> int:
    """How many ``due_checks`` there are without a limit."""
    return row_count(session, _due(session, viewer))


def due_check(session: Session, check_id: int, *, viewer: Viewer) -> DueCheck | None:
    """One such check; ``None`` when it is answered, cancelled, not due or another agency's."""
    found = _lines(session, _due(session, viewer, col(RetentionCheck.id) == check_id), 1)
    return next(iter(found), None)


@dataclass(frozen=True, kw_only=True)
class OwnAnswer:
    """What the viewer answered to a check."""

    case_id: int
    case_code: str
    status: str
    done_on: date


def own_answer(session: Session, check_id: int, *, viewer: Viewer) -> OwnAnswer | None:
    """The viewer's answer to a check of their agencies, if it was they who gave it."""
    agencies = scope(session, viewer, Permission.PLACEMENT_WRITE)
    check = RetentionCheck
    query: Query = (
        sa.select(
            col(Case.id).label("case_id"),
            col(Case.code).label("case_code"),
            col(check.status),
            col(check.done_on),
        )
        .join(Placement, col(Placement.id) == col(check.placement_id))
        .join(Case, col(Case.id) == col(Placement.case_id))
        .where(
            col(check.id) == check_id,
            col(check.entered_by) == viewer.account_id,
            col(check.done_on).is_not(None),
            col(Case.agency_id).in_(agencies),
        )
    )
    row = session.execute(query).first()
    return OwnAnswer(**row._mapping) if row else None


def _lines(session: Session, query: Query, limit: int) -> list[DueCheck]:
    day = today(session)
    return [
        DueCheck(**row._mapping, days_late=(day - row.due_on).days)
        for row in session.execute(query.limit(limit))
    ]


def _due(session: Session, viewer: Viewer, *wanted: sa.ColumnElement[bool]) -> Query:
    agencies = scope(session, viewer, Permission.PLACEMENT_WRITE)
    day = today(session)
    check = RetentionCheck
    return (
        sa.select(
            col(check.id),
            col(Case.id).label("case_id"),
            col(Case.code).label("case_code"),
            col(Placement.type),
            col(Placement.starts_on),
            col(check.month),
            col(check.due_on),
            col(Placement.cnss_declared),
        )
        .join(Placement, col(Placement.id) == col(check.placement_id))
        .join(Case, col(Case.id) == col(Placement.case_id))
        .where(
            col(Case.agency_id).in_(agencies),
            col(Placement.voided_at).is_(None),
            *waits(),
            col(check.due_on) <= day + timedelta(days=RETENTION_EARLY_DAYS),
            *wanted,
        )
        .order_by(col(check.due_on), col(check.id))
    )
