"""Courses that run and whose attendance nobody of the viewer's agencies has marked of late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import TrainingStatus
from db.models import Attendance, Case, Course, TrainingEnrolment

#: After so many days without a mark a course is asked about.
UNMARKED_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Unmarked:
    """One of them, and the last day that is marked of people of the viewer's agencies, if any."""

    id: int
    type: str
    title: str
    marked_on: date | None


def unmarked(session: Session, *, viewer: Viewer) -> tuple[Unmarked, ...]:
    """Those with somebody of the viewer's agencies in them, the longest unmarked first."""
    agencies = scope(session, viewer, Permission.COURSES_WRITE)
    day, table = today(session), TrainingEnrolment
    since = day - timedelta(days=UNMARKED_DAYS)
    marked_on = sa.func.max(col(Attendance.day))
    query = (
        sa.select(col(Course.id), col(Course.type), col(Course.title), marked_on.label("marked_on"))
        .join(table, col(table.course_id) == col(Course.id))
        .join(Case, col(Case.id) == col(table.case_id))
        .outerjoin(Attendance, col(Attendance.enrolment_id) == col(table.id))
        .where(
            col(Course.starts_on) <= since,
            col(Course.ends_on) >= day,
            col(Course.cancelled_on).is_(None),
            col(table.voided_at).is_(None),
            col(table.status) == TrainingStatus.ONGOING,
            col(Case.agency_id).in_(agencies),
        )
        .group_by(col(Course.id), col(Course.type), col(Course.title), col(Course.starts_on))
        .having(sa.or_(marked_on.is_(None), marked_on <= since))
        .order_by(sa.func.coalesce(marked_on, col(Course.starts_on)), col(Course.id))
    )
    return tuple(Unmarked(**row._mapping) for row in session.execute(query))
