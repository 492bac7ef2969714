"""Enrolments whose status can still change, for the page that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.postings import CORRECTION_DAYS
from db.access.viewer import Viewer
from db.codes import OPEN_TRAINING, TrainingStatus
from db.models import Case, Organisation, TrainingEnrolment, TrainingStep
from db.models.base import Query, now
from db.queries.row_count import row_count

#: A certificate follows a finished course within this time, or never.
CERTIFICATE_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class OpenEnrolment:
    """One enrolment whose status can move on, and whose it is."""

    id: int
    case_id: int
    case_code: str
    type: str
    centre: str | None
    starts_on: date
    planned_end_on: date | None
    status: TrainingStatus
    status_on: date


def open_enrolments(
    session: Session, case_id: int | None = None, *, viewer: Viewer, limit: int = 30
) -> list[OpenEnrolment]:
    """Open enrolments of the persons of the viewer's agencies, or of one person.

    Those past their planned end come first, then by that end. Completed ones stay for the
    ``CERTIFICATE_DAYS`` in which a certificate may follow.
    """
    query = _open(session, viewer, case_id)
    query = query.order_by(
        sa.case((col(TrainingEnrolment.status) == TrainingStatus.COMPLETED, 1), else_=0),
        sa.func.coalesce(col(TrainingEnrolment.planned_end_on), col(TrainingEnrolment.starts_on)),
        col(TrainingEnrolment.id),
    ).limit(limit)
    return [OpenEnrolment(**row._mapping) for row in session.execute(query)]


def open_count(session: Session, *, viewer: Viewer) -> int:
    """How many ``open_enrolments`` there are without a limit."""
    return row_count(session, _open(session, viewer))


def own_last_steps(session: Session, *, viewer: Viewer) -> list[OpenEnrolment]:
    """Enrolments whose last step was the viewer's and can be undone, the newest step first."""
    agencies = scope(session, viewer, Permission.TRAINING_WRITE)
    step, other = TrainingStep, aliased(TrainingStep)
    same = sa.exists().where(col(other.enrolment_id) == col(step.enrolment_id))
    query = (
        _lines(agencies)
        .join(step, col(step.enrolment_id) == col(TrainingEnrolment.id))
        .where(
            col(step.entered_by) == viewer.account_id,
            col(step.entered_at) >= now() - timedelta(days=CORRECTION_DAYS),
            col(step.corrected_at).is_(None),
            # The first step is the entry itself.
            same.where(col(other.id) < col(step.id)),
            ~same.where(col(other.id) > col(step.id)),
        )
        .order_by(col(step.id).desc())
    )
    return [OpenEnrolment(**row._mapping) for row in session.execute(query)]


def _open(session: Session, viewer: Viewer, case_id: int | None = None) -> Query:
    agencies = scope(session, viewer, Permission.TRAINING_WRITE)
    since = today(session) - timedelta(days=CERTIFICATE_DAYS)
    status = col(TrainingEnrolment.status)
    query = _lines(agencies).where(
        sa.or_(
            status.in_(OPEN_TRAINING),
            sa.and_(status == TrainingStatus.COMPLETED, col(TrainingEnrolment.status_on) >= since),
        )
    )
    return query if case_id is None else query.where(col(Case.id) == case_id)


def _lines(agencies: frozenset[int]) -> Query:
    enrolment = TrainingEnrolment
    return (
        sa.select(
            col(enrolment.id),
            col(Case.id).label("case_id"),
            col(Case.code).label("case_code"),
            col(enrolment.type),
            col(Organisation.name).label("centre"),
            col(enrolment.starts_on),
            col(enrolment.planned_end_on),
            col(enrolment.status),
            col(enrolment.status_on),
        )
        .join(Case, col(Case.id) == col(enrolment.case_id))
        .outerjoin(Organisation, col(Organisation.id) == col(enrolment.centre_id))
        .where(
            col(Case.agency_id).in_(agencies),
            col(enrolment.voided_at).is_(None),
        )
    )
