"""Courses, and how many of their places are taken; never whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import HOLDS_PLACE, Role, TrainingStatus
from db.models import Course, CourseAgency, TrainingEnrolment
from db.models.base import Query

#: How long a course that is over is still offered to entries that come late.
LATE_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    """One course. ``taken``: places held, by people of any agency; ``waiting``: applications.

    ``may_change``: whether the viewer may change it.
    """

    id: int
    type: str
    title: str
    centre_id: int | None
    starts_on: date
    ends_on: date
    places: int
    hours: int | None
    measure: str | None
    cancelled_on: date | None
    cancel_reason: str | None
    taken: int
    waiting: int
    agencies: tuple[int, ...]
    may_change: bool

    @property
    def free(self) -> int:
        """Places that nobody holds."""
        return max(self.places - self.taken, 0)


def listed(session: Session, *, over: bool = False, viewer: Viewer) -> tuple[CourseLine, ...]:
    """The courses to which the viewer's agencies may send people: those that run or are to come,
    the next one first; or those that are ``over`` or cancelled, the last one first."""
    is_over = sa.or_(col(Course.ends_on) < today(session), col(Course.cancelled_on).is_not(None))
    days = (col(Course.starts_on), col(Course.id))
    order = [each.desc() for each in days] if over else list(days)
    query = _lines().where(is_over if over else ~is_over).order_by(*order)
    return _read(session, query, viewer)


def one(session: Session, course_id: int, *, viewer: Viewer) -> CourseLine | None:
    """A course to which the viewer's agencies may send people."""
    found = _read(session, _lines().where(col(Course.id) == course_id), viewer)
    return found[0] if found else None


def to_join(session: Session, agency_id: int, *, viewer: Viewer) -> tuple[CourseLine, ...]:
    """The courses that a person of one agency can be entered in, the next one first."""
    since = today(session) - timedelta(days=LATE_DAYS)
    query = _lines().where(col(Course.ends_on) >= since, col(Course.cancelled_on).is_(None))
    found = _read(session, query.order_by(col(Course.starts_on), col(Course.id)), viewer)
    return tuple(each for each in found if agency_id in each.agencies)


def _lines() -> Query:
    enrolment = TrainingEnrolment
    people = (
        sa.select(
            col(enrolment.course_id).label("course_id"),
            _number_of(col(enrolment.status).in_(HOLDS_PLACE)).label("taken"),
            _number_of(col(enrolment.status) == TrainingStatus.APPLIED).label("waiting"),
        )
        .where(col(enrolment.voided_at).is_(None), col(enrolment.course_id).is_not(None))
        .group_by(col(enrolment.course_id))
        .subquery()
    )
    columns = [
        col(getattr(Course, name))
        for name in CourseLine.__dataclass_fields__
        if name in Course.model_fields
    ]
    return sa.select(
        *columns,
        sa.func.coalesce(people.c.taken, 0).label("taken"),
        sa.func.coalesce(people.c.waiting, 0).label("waiting"),
    ).outerjoin(people, people.c.course_id == col(Course.id))


def _number_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _read(session: Session, query: Query, viewer: Viewer) -> tuple[CourseLine, ...]:
    viewer = viewer_now(session, viewer, Permission.COURSES_WRITE)
    own = sa.select(col(CourseAgency.course_id)).where(
        col(CourseAgency.agency_id).in_(viewer.agencies)
    )
    rows = session.execute(query.where(col(Course.id).in_(own))).all()
    agencies = _agencies(session, (row.id for row in rows))
    return tuple(
        CourseLine(
            **row._mapping,
            agencies=agencies[row.id],
            may_change=viewer.role is Role.MANAGER or set(agencies[row.id]) <= viewer.agencies,
        )
        for row in rows
    )


def _agencies(session: Session, course_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    query = (
        sa.select(col(CourseAgency.course_id), col(CourseAgency.agency_id))
        .where(col(CourseAgency.course_id).in_(list(course_ids)))
        .order_by(col(CourseAgency.agency_id))
    )
    found: dict[int, tuple[int, ...]] = {}
    for course_id, agency_id in session.execute(query):
        found[course_id] = (*found.get(course_id, ()), agency_id)
    return found
