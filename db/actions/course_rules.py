"""What holds between a course and the people in it: who may send, how many, in which centre."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import Viewer
from db.codes import HOLDS_PLACE, TrainingStatus
from db.errors import NotFound, Problem, invalid
from db.inputs.training import LEFT_OUT
from db.models import Case, Course, CourseAgency, Organisation, TrainingEnrolment


def locked(session: Session, course_id: int) -> Course:
    """The course, locked, so that its places are counted by one at a time."""
    row = session.get(Course, course_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("error.not_found")
    return row


def visible(session: Session, course_id: int, viewer: Viewer) -> Course:
    """The same, of an agency of the viewer's; any other is as unknown as none."""
    row = locked(session, course_id)
    if not agencies_of(session, course_id) & viewer.agencies:
        raise NotFound("error.not_found")
    return row


def named(session: Session, course_id: int | None) -> Course | None:
    """The course that an enrolment names, locked; ``InvalidInput`` for one that is not there."""
    if course_id is None:
        return None
    row = session.get(Course, course_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise invalid("course_id", "error.unknown_choice")
    return row


def agencies_of(session: Session, course_id: int) -> frozenset[int]:
    """The agencies that may send people."""
    query = select(CourseAgency.agency_id).where(CourseAgency.course_id == course_id)
    return frozenset(session.exec(query))


def locked_enrolments(session: Session, course_id: int) -> list[TrainingEnrolment]:
    """The enrolments in a course that are not void, locked."""
    query = (
        select(TrainingEnrolment)
        .where(TrainingEnrolment.course_id == course_id, col(TrainingEnrolment.voided_at).is_(None))
        .order_by(col(TrainingEnrolment.id))
        .with_for_update()
    )
    return list(session.exec(query.execution_options(populate_existing=True)))


def free(session: Session, course: Course) -> int:
    """How many places nobody holds; the course is locked."""
    query = sa.select(sa.func.count()).where(
        col(TrainingEnrolment.course_id) == course.id,
        col(TrainingEnrolment.voided_at).is_(None),
        col(TrainingEnrolment.status).in_(HOLDS_PLACE),
    )
    held: int = session.execute(query).scalar_one()
    return course.places - held


def needs_place(before: TrainingStatus | None, after: TrainingStatus) -> bool:
    """Whether a new status takes a place that the one before did not hold."""
    return after in HOLDS_PLACE and before not in HOLDS_PLACE


def full(course: Course) -> dict[str, Problem]:
    """More people than places: whoever is one too many applies, and waits."""
    return {"status": Problem("error.course_full", places=course.places)}


def joining_problems(
    session: Session, course: Course, case: Case, agency_id: int, status: TrainingStatus
) -> dict[str, Problem]:
    """Why a person of an agency cannot join a course now; an agency that may not send people is
    told that there is none."""
    if agency_id not in agencies_of(session, course.id):
        return {"course_id": Problem("error.unknown_choice")}
    if course.cancelled_on is not None:
        return {"course_id": Problem("error.course_cancelled", day=course.cancelled_on)}
    twice = select(TrainingEnrolment.id).where(
        TrainingEnrolment.course_id == course.id,
        TrainingEnrolment.case_id == case.id,
        col(TrainingEnrolment.voided_at).is_(None),
        col(TrainingEnrolment.status).not_in(LEFT_OUT),
    )
    if session.exec(twice).first() is not None:
        return {"course_id": Problem("error.course_twice")}
    if needs_place(None, status) and free(session, course) < 1:
        return full(course)
    return {}


def centre_problems(
    session: Session, centre_id: int | None, kind: str, starts_on: date
) -> dict[str, Problem]:
    """A centre gives the kind of course it is listed with, up to its last day; none is allowed."""
    if centre_id is None:
        return {}
    centre = session.get(Organisation, centre_id)
    if centre is None or centre.training_type != kind:
        return {"centre_id": Problem("error.centre_does_not_fit")}
    if not centre.is_open(starts_on):
        return {"centre_id": Problem("error.centre_closed", day=centre.closed_on)}
    return {}
