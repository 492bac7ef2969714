"""Enrolments that are still going somewhere, for the page that moves them on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import OPEN_TRAINING, TrainingStatus
from db.models import Case, Organisation, TrainingEnrolment
from db.permissions import Permission, Viewer, scope, today

#: A certificate follows a finished course within this time, or never.
CERTIFICATE_DAYS = 366


@dataclass(frozen=True)
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
    agencies = scope(session, viewer, Permission.TRAINING_WRITE)
    since = today(session) - timedelta(days=CERTIFICATE_DAYS)
    enrolment = TrainingEnrolment
    query = (
        sa.select(
            col(enrolment.id),
            col(Case.id),
            col(Case.code),
            col(enrolment.type),
            col(Organisation.name),
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
            sa.or_(
                col(enrolment.status).in_(OPEN_TRAINING),
                sa.and_(
                    col(enrolment.status) == TrainingStatus.COMPLETED,
                    col(enrolment.status_on) >= since,
                ),
            ),
        )
        .order_by(
            sa.case((col(enrolment.status) == TrainingStatus.COMPLETED, 1), else_=0),
            sa.func.coalesce(col(enrolment.planned_end_on), col(enrolment.starts_on)),
            col(enrolment.id),
        )
        .limit(limit)
    )
    if case_id is not None:
        query = query.where(col(Case.id) == case_id)
    return [OpenEnrolment(*row) for row in session.execute(query)]
