"""A course's people marked together: who was there, and the same step of several.

All lines or none: each that is refused is named by ``line_<enrolment>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions import cases, course_rules, drafts, training, training_steps
from db.actions.facts import agencies_for, refuse
from db.actions.minors import require_guardian
from db.actions.rows import log
from db.codes import AttendanceMark, TrainingStatus
from db.errors import InvalidInput, Problem
from db.inputs.courses import GroupStep, Marks, line
from db.models import Attendance, Case, Course, TrainingEnrolment
from db.models.base import now
from db.records import COURSE_MARKS, form_of

#: Who has no seat on a day: an application waits, and a rejection never had one.
NOT_THERE = (TrainingStatus.APPLIED, TrainingStatus.REJECTED)


def set_status(session: Session, data: GroupStep, *, by: AccountId) -> tuple[int, ...]:
    """The same step of several; those who have taken just this one already are left alone. The
    enrolments that moved.

    Raises ``InvalidInput`` that names each line, and nothing is taken.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    course = course_rules.visible(session, data.course_id, viewer)
    if data.status_on > today(session):
        refuse({"status_on": Problem("error.in_the_future")})
    found, problems = _of_group(session, course, sorted(data.lines), data.status_on, by)
    free, moving = course_rules.free(session, course), []
    for each in found:
        if not training_steps.differing(each, data):
            continue
        if each.status is not data.lines[each.id]:
            problems[line(each.id)] = Problem("error.stands_now", value=each.status)
            continue
        try:
            training_steps.check(session, each, data)
        except InvalidInput as refused:
            problems |= _for_line(each.id, refused)
            continue
        if course_rules.needs_place(each.status, data.status):
            free -= 1
            if free < 0:
                problems[line(each.id)] = course_rules.full(course)["status"]
        moving.append(each)
    refuse(problems)
    for each in moving:
        training_steps.take(session, each, data, by)
        log(session, viewer, "training.set_status", each, training_steps.STATUS_FIELDS)
    return tuple(each.id for each in moving)


def undo_status(session: Session, enrolment_ids: Sequence[int], *, by: AccountId) -> None:
    """Undo the last step of each, as one act."""
    require(session, by, Permission.TRAINING_WRITE)
    for each in sorted(enrolment_ids):
        training.undo_status(session, each, by=by)


def mark(session: Session, data: Marks, *, by: AccountId) -> None:
    """Who was there on one day; marking again puts it right.

    Raises ``InvalidInput`` that names each line, also of one that somebody marked otherwise
    meanwhile; and nothing is marked.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    drafts.finish(session, form_of(COURSE_MARKS, data.course_id), data, viewer)
    course = course_rules.visible(session, data.course_id, viewer)
    _check_day(session, course, data.day)
    found, problems = _of_group(session, course, sorted(data.marks), data.day, by)
    stored = _marks(session, [each.id for each in found], data.day)
    changed = False
    for each in found:
        row, wanted = stored.get(each.id), data.marks[each.id]
        stands = row.mark if row else None
        if stands == wanted:
            continue
        changed = True
        if stands != data.seen.get(each.id):
            problems[line(each.id)] = Problem("error.stands_now", value=stands)
        elif problem := _seat_problem(each, data.day, wanted):
            problems[line(each.id)] = problem
    refuse(problems)
    for each in found:
        _set(session, each.id, data.day, stored.get(each.id), data.marks[each.id], by)
    session.flush()
    if changed:
        audit.record(session, viewer, "course.mark", "course", course.id, fields=["attendance"])


def _of_group(
    session: Session, course: Course, wanted: Sequence[int], day: date, by: AccountId
) -> tuple[list[TrainingEnrolment], dict[str, Problem]]:
    """The enrolments, locked, of the account's agencies; of any other the line is not found. Then
    their cases are held: nobody leaves the agency before the line is written."""
    here = agencies_for(session, by, day)
    query = (
        select(TrainingEnrolment)
        .where(
            TrainingEnrolment.course_id == course.id,
            col(TrainingEnrolment.id).in_(wanted),
            col(TrainingEnrolment.voided_at).is_(None),
        )
        .order_by(col(TrainingEnrolment.id))
        .with_for_update()
    )
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    cases.hold(session, [each.case_id for each in rows])
    agencies = select(Case.id, Case.agency_id).where(
        col(Case.id).in_(each.case_id for each in rows)
    )
    agency_of = dict(session.exec(agencies).all())
    found = [each for each in rows if agency_of[each.case_id] in here]
    missing = set(wanted) - {each.id for each in found}
    problems = {line(each): Problem("error.not_found") for each in sorted(missing)}
    for each in found:
        try:
            require_guardian(session, session.get_one(Case, each.case_id))
        except InvalidInput as refused:
            problems |= _for_line(each.id, refused)
    return [each for each in found if line(each.id) not in problems], problems


def _for_line(enrolment_id: int, refused: InvalidInput) -> dict[str, Problem]:
    """What is wrong with one line; a reason that is asked for once is wrong for all."""
    return {
        field if field in ("drop_reason", "certificate") else line(enrolment_id): problem
        for field, problem in refused.problems.items()
    }


def _check_day(session: Session, course: Course, day: date) -> None:
    if day > today(session):
        refuse({"day": Problem("error.in_the_future")})
    if day < course.starts_on:
        refuse({"day": Problem("error.before_day", day=course.starts_on)})


def _seat_problem(
    enrolment: TrainingEnrolment, day: date, wanted: AttendanceMark | None
) -> Problem | None:
    """Nobody is marked who had no seat on that day; a mark can always be taken away."""
    if wanted is None:
        return None
    has_left = enrolment.status is TrainingStatus.DROPPED and enrolment.status_on < day
    return Problem("error.no_seat") if has_left or enrolment.status in NOT_THERE else None


def _marks(session: Session, ids: Sequence[int], day: date) -> dict[int, Attendance]:
    query = select(Attendance).where(col(Attendance.enrolment_id).in_(ids), Attendance.day == day)
    rows = session.exec(query.execution_options(populate_existing=True))
    return {each.enrolment_id: each for each in rows}


def _set(
    session: Session,
    enrolment_id: int,
    day: date,
    row: Attendance | None,
    wanted: AttendanceMark | None,
    by: AccountId,
) -> None:
    if row is None and wanted is not None:
        session.add(Attendance(enrolment_id=enrolment_id, day=day, mark=wanted, entered_by=by))
    elif row is not None and wanted is None:
        session.delete(row)
    elif row is not None and wanted is not None and row.mark is not wanted:
        row.mark, row.entered_by, row.entered_at = wanted, by, now()
