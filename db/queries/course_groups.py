"""Who attends a course, for those who may know them; of all others their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import HOLDS_PLACE, AttendanceMark, TrainingStatus
from db.models import Attendance, Case, CourseAgency, TrainingEnrolment


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person's enrolment; ``marked``: the days on which it is known whether they were there."""

    id: int
    case_id: int
    case_code: str
    status: TrainingStatus
    status_on: date
    present: int
    marked: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """Those of the viewer's agencies, and how many places people of other agencies hold."""

    members: tuple[Member, ...] = ()
    others: int = 0

    @property
    def present(self) -> int:
        """Days on which they were there, of ``marked``."""
        return sum(each.present for each in self.members)

    @property
    def marked(self) -> int:
        """Days marked, of all of them."""
        return sum(each.marked for each in self.members)


def group(session: Session, course_id: int, *, viewer: Viewer) -> Group:
    """Everybody in a course to which the viewer's agencies may send people, by the code."""
    viewer = viewer_now(session, viewer, Permission.COURSES_WRITE)
    if not _is_open_to(session, course_id, viewer):
        return Group()
    days = _days()
    table, is_own = TrainingEnrolment, col(Case.agency_id).in_(viewer.agencies)
    here = sa.select(table).where(col(table.course_id) == course_id, col(table.voided_at).is_(None))
    rows = session.execute(
        here.join(Case, col(Case.id) == col(table.case_id))
        .outerjoin(days, days.c.enrolment_id == col(table.id))
        .where(is_own)
        .order_by(col(Case.code))
        .with_only_columns(
            col(table.id),
            col(table.case_id),
            col(Case.code).label("case_code"),
            col(table.status),
            col(table.status_on),
            sa.func.coalesce(days.c.present, 0).label("present"),
            sa.func.coalesce(days.c.marked, 0).label("marked"),
        )
    )
    others = session.execute(
        here.join(Case, col(Case.id) == col(table.case_id))
        .where(~is_own, col(table.status).in_(HOLDS_PLACE))
        .with_only_columns(sa.func.count())
    ).scalar_one()
    return Group(members=tuple(Member(**row._mapping) for row in rows), others=others)


def marks(
    session: Session, course_id: int, day: date, *, viewer: Viewer
) -> dict[int, AttendanceMark]:
    """What is marked of one day, by enrolment, of people of the viewer's agencies."""
    viewer = viewer_now(session, viewer, Permission.COURSES_WRITE)
    if not _is_open_to(session, course_id, viewer):
        return {}
    query = (
        sa.select(col(Attendance.enrolment_id), col(Attendance.mark))
        .join(TrainingEnrolment, col(TrainingEnrolment.id) == col(Attendance.enrolment_id))
        .join(Case, col(Case.id) == col(TrainingEnrolment.case_id))
        .where(
            col(TrainingEnrolment.course_id) == course_id,
            col(TrainingEnrolment.voided_at).is_(None),
            col(Attendance.day) == day,
            col(Case.agency_id).in_(viewer.agencies),
        )
    )
    return {row.enrolment_id: row.mark for row in session.execute(query)}


def _is_open_to(session: Session, course_id: int, viewer: Viewer) -> bool:
    query = sa.select(col(CourseAgency.agency_id)).where(
        col(CourseAgency.course_id) == course_id, col(CourseAgency.agency_id).in_(viewer.agencies)
    )
    return session.execute(query).first() is not None


def _days() -> sa.Subquery:
    """How many days of each enrolment are marked, and on how many the person was there."""
    was_there = sa.case((col(Attendance.mark) == AttendanceMark.PRESENT, 1), else_=0)
    return (
        sa.select(
            col(Attendance.enrolment_id).label("enrolment_id"),
            sa.func.sum(was_there).label("present"),
            sa.func.count().label("marked"),
        )
        .group_by(col(Attendance.enrolment_id))
        .subquery()
    )
