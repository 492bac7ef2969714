"""Record enrolments in courses and how they went."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import corrections, course_rules, drafts, training_steps
from db.actions.cases import own_case, own_open_case
from db.actions.facts import agencies_for, check_start, person_of, refuse, start_problems
from db.actions.minors import require_guardian
from db.actions.rows import Stored, log, stored
from db.actions.training_steps import STATUS_FIELDS
from db.codes import TrainingStatus
from db.errors import NotFound, Problem, Problems
from db.inputs.partial_validation import collected, value_or_none
from db.inputs.training import (
    FIELDS,
    Enrolment,
    StatusInput,
    TrainingCorrection,
    TrainingInput,
    date_problems,
    ending_problems,
    first_status_on,
)
from db.models import Case, Course, FirstContact, TrainingEnrolment
from db.queries.codes import require_all_active

Data = TypeVar("Data", bound=Enrolment)
#: The list of each field that holds a code and is said today.
CODES = {**training_steps.ENDINGS, "measure": "MEASURE"}
#: What an enrolment in a course of the list has from it, and the course's column.
FROM_COURSE = {
    "type": "type",
    "centre_id": "centre_id",
    "starts_on": "starts_on",
    "planned_end_on": "ends_on",
}


def record(session: Session, data: TrainingInput, *, by: AccountId) -> Stored[TrainingEnrolment]:
    """Store one enrolment in the case's present agency; its start may lie a year ahead.

    A course of the list gives its kind, centre and days. A repeated ``submission_id`` returns the
    row already stored. Raises ``InvalidInput`` by field, ``NotFound`` for a case that is not of the
    account's agencies.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    drafts.finish(session, "training", data, viewer)
    course = course_rules.named(session, data.course_id)
    data = _as_course(session, data, course, data.case_id)
    asked = data.model_dump(include={*FIELDS, "case_id"})
    if known := stored(session, TrainingEnrolment, data.submission_id, by, asked):
        return known
    here = agencies_for(session, by, data.starts_on)
    case = own_open_case(session, data.case_id, here, data.starts_on)
    refuse(_problems(session, data, case), _joining_problems(session, data, case, course, None))
    enrolment = TrainingEnrolment(
        agency_id=case.agency_id,
        case_id=case.id,
        status_on=data.status_on or first_status_on(data, today(session)),
        entered_by=by,
        submission_id=data.submission_id,
        **data.model_dump(include=set(FIELDS)),
    )
    session.add(enrolment)
    session.flush()
    training_steps.enter(session, enrolment, by)
    log(session, viewer, "training.record", enrolment, FIELDS)
    return Stored(rows=(enrolment,), codes=(case.code,))


def correct(session: Session, data: TrainingCorrection, *, by: AccountId) -> TrainingEnrolment:
    """Correct an enrolment, its status too; the day of a new status follows from the other dates,
    unless it is said.

    Raises as ``record`` does, and ``AppError`` when somebody changed it meanwhile.
    """
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    course = course_rules.named(session, data.course_id)
    enrolment = corrections.correctable(session, TrainingEnrolment, data, viewer)
    data = _as_course(session, data, course, enrolment.case_id, enrolment)
    check_start(session, viewer, enrolment, data.starts_on)
    case = session.get_one(Case, enrolment.case_id)
    refuse(
        _problems(session, data, case),
        _joining_problems(session, data, case, course, enrolment),
        _earlier_problems(session, enrolment, data.status_on),
    )
    wanted = data.model_dump(include=set(FIELDS))
    if data.status is not enrolment.status or data.status_on is not None:
        wanted["status_on"] = data.status_on or first_status_on(data, today(session))
    changed = corrections.write(enrolment, wanted)
    if {"status", "status_on"} & set(changed):
        training_steps.put_right(session, enrolment)
    if changed:
        log(session, viewer, "training.correct", enrolment, changed, data.reason)
    return enrolment


def set_status(session: Session, data: StatusInput, *, by: AccountId) -> TrainingEnrolment:
    """Move an enrolment one step along ``TRAINING_STEPS``; the same step again changes nothing, and
    what it says otherwise than the first is refused.

    Raises ``InvalidInput`` by field, ``NotFound`` for an enrolment of a person who is not of the
    account's agencies now.
    """
    viewer = require(session, by, Permission.TRAINING_WRITE)
    enrolment, course = own(session, data.enrolment_id, data.status_on, by)
    if enrolment.status is data.status:
        refuse(training_steps.differing(enrolment, data))
        return enrolment
    require_guardian(session, session.get_one(Case, enrolment.case_id))
    training_steps.check(session, enrolment, data)
    refuse(_place_problems(session, course, enrolment, data.status))
    training_steps.take(session, enrolment, data, by)
    log(session, viewer, "training.set_status", enrolment, STATUS_FIELDS)
    return enrolment


def undo_status(session: Session, enrolment_id: int, *, by: AccountId) -> TrainingEnrolment:
    """Undo the last step: only its author may, within 7 days, and while there is a place for it."""
    viewer = require(session, by, Permission.TRAINING_WRITE)
    enrolment, course = own(session, enrolment_id, today(session), by)
    left = enrolment.status
    undone = training_steps.undo(session, enrolment, by)
    if undone is None:
        return enrolment
    is_taken = course_rules.needs_place(left, enrolment.status)
    if course is not None and is_taken and course_rules.free(session, course) < 0:
        refuse(course_rules.full(course))
    log(session, viewer, "training.undo_status", enrolment, STATUS_FIELDS)
    return enrolment


def own(
    session: Session, enrolment_id: int, day: date, by: AccountId
) -> tuple[TrainingEnrolment, Course | None]:
    """The enrolment, locked behind its course, when its person is of the account's agencies."""
    known = session.get(TrainingEnrolment, enrolment_id)
    course = course_rules.named(session, known.course_id if known else None)
    enrolment = session.get(
        TrainingEnrolment, enrolment_id, with_for_update=True, populate_existing=True
    )
    if enrolment is None or enrolment.voided_at is not None:
        raise NotFound("error.not_found")
    own_case(session, enrolment.case_id, agencies_for(session, by, day))
    return enrolment, course


def new_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """What is wrong with a new enrolment that was refused, as far as it could be read."""
    course = course_rules.named(session, value_or_none(data, "course_id"))
    data = _as_course(session, data, course, value_or_none(data, "case_id") or 0)
    case = person_of(session, data, viewer.account_id, "starts_on")
    return collected(
        lambda: require_guardian(session, case),
        lambda: _problems(session, data, case),
        lambda: _joining_problems(session, data, case, course, None),
    )


def corrected_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """The same of a correction."""
    row = corrections.changeable(session, TrainingEnrolment, data.id, viewer)
    course = course_rules.named(session, value_or_none(data, "course_id"))
    data = _as_course(session, data, course, row.case_id, row)
    case = session.get_one(Case, row.case_id)
    return collected(
        lambda: check_start(session, viewer, row, data.starts_on),
        lambda: _problems(session, data, case),
        lambda: _joining_problems(session, data, case, course, row),
        lambda: _earlier_problems(session, row, data.status_on),
    )


def _joining_problems(
    session: Session,
    data: Enrolment,
    case: Case,
    course: Course | None,
    row: TrainingEnrolment | None,
) -> Problems:
    """Why a person cannot be in a course of the list; ``row``: their own that is corrected."""
    if course is None:
        return {}
    if row is not None and row.course_id == course.id:
        return _place_problems(session, course, row, data.status)
    place = case.agency_id if row is None else row.agency_id
    return course_rules.joining_problems(session, course, case, place, data.status)


def _earlier_problems(session: Session, row: TrainingEnrolment, status_on: date | None) -> Problems:
    """A status does not hold before the one that it followed."""
    before = None if status_on is None else training_steps.before_last(session, row)
    if status_on is None or before is None or status_on >= before:
        return {}
    return {"status_on": Problem("error.before_day", day=before)}


def _place_problems(
    session: Session,
    course: Course | None,
    enrolment: TrainingEnrolment,
    status: TrainingStatus,
) -> Problems:
    is_taken = course is not None and course_rules.needs_place(enrolment.status, status)
    if course is not None and is_taken and course_rules.free(session, course) < 1:
        return course_rules.full(course)
    return {}


def _as_course(
    session: Session,
    data: Data,
    course: Course | None,
    case_id: int,
    row: TrainingEnrolment | None = None,
) -> Data:
    """The data with what its course of the list fixes (``FROM_COURSE``). An enrolment that is in
    this course already keeps its own values; whoever was first met while the course ran begins on
    that day."""
    if course is None:
        return data
    if row is not None and row.course_id == course.id:
        its = {name: getattr(row, name) for name in FROM_COURSE}
    else:
        its = {name: getattr(course, column) for name, column in FROM_COURSE.items()}
        its["measure"] = data.measure or course.measure
        met = session.get(FirstContact, case_id)
        if met is not None and course.starts_on < met.contacted_on <= course.ends_on:
            its["starts_on"] = met.contacted_on
    return data.model_copy(update=its)


def _problems(session: Session, data: Enrolment, case: Case) -> Problems:
    day, kind = today(session), {"type": "TRAINING_TYPE"}
    return collected(
        lambda: start_problems(session, data.starts_on, case),
        lambda: date_problems(data, day),
        lambda: ending_problems(data),
        lambda: course_rules.centre_problems(session, data.centre_id, data.type, data.starts_on),
        lambda: require_all_active(session, data, kind, min(data.starts_on, day)),
        lambda: require_all_active(session, data, CODES, day),
    )
