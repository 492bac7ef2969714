"""Courses of a centre: made, changed, cancelled with a reason, taken up again.

An agent makes and changes those of agencies where they are posted, a manager all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import course_rules, drafts
from db.actions.edit_conflicts import refuse_stale
from db.actions.facts import refuse
from db.actions.training import FROM_COURSE
from db.codes import BEFORE_THE_START, Role
from db.errors import Change, NotAllowed, Problem, Problems
from db.inputs.cases import is_too_young
from db.inputs.courses import COLUMNS, Cancelling, CourseChange, CourseFacts, CourseInput
from db.inputs.partial_validation import collected
from db.inputs.training import LEFT_OUT, ahead_problems, end_problems
from db.models import (
    Agency,
    Attendance,
    Case,
    Course,
    CourseAgency,
    Programme,
    TrainingEnrolment,
    TrainingStep,
)
from db.models.base import now
from db.queries.codes import require_active, require_all_active
from db.records import COURSE_CHANGE, COURSE_FORM, form_of

ENTITY = "course"
#: The list of each field that holds a code.
CODES = {"type": "TRAINING_TYPE", "measure": "MEASURE"}


def add(session: Session, data: CourseInput, *, by: AccountId) -> int:
    """A new course; a repeated ``submission_id`` is one. Raises ``InvalidInput``."""
    viewer = require(session, by, Permission.COURSES_WRITE)
    drafts.finish(session, COURSE_FORM, data, viewer)
    known = select(Course.id).where(
        Course.submission_id == data.submission_id, Course.made_by == by
    )
    if (found := session.exec(known).first()) is not None:
        return found
    refuse(_problems(session, data, viewer, frozenset()))
    row = Course(
        submission_id=data.submission_id, made_by=by, **data.model_dump(include=set(COLUMNS))
    )
    session.add(row)
    session.flush()
    for agency_id in data.agency_ids:
        session.add(CourseAgency(course_id=row.id, agency_id=agency_id))
    session.flush()
    _log(session, viewer, "course.add", row, (*COLUMNS, "agency_ids"))
    return row.id


def change(session: Session, data: CourseChange, *, by: AccountId) -> None:
    """Other facts of a course. Whoever attends it by its days and centre goes on to do so: their
    enrolments change with it. Raises ``InvalidInput``."""
    viewer, row, agencies = _changeable(session, data.id, by)
    drafts.finish(session, form_of(COURSE_CHANGE, data.id), data, viewer)
    wanted = data.model_dump(include=set(COLUMNS))
    fields = [name for name in COLUMNS if getattr(row, name) != wanted[name]]
    if frozenset(data.agency_ids) != agencies:
        fields.append("agency_ids")
    if not fields:
        return
    seen = Change(_as_text(data.seen["agency_ids"]), _as_text(agencies))
    columns_seen = {name: data.seen[name] for name in COLUMNS}
    refuse_stale(session, row, columns_seen, {"agency_ids": seen})
    people = course_rules.locked_enrolments(session, row.id)
    refuse(
        _problems(session, data, viewer, agencies, before=row),
        _people_problems(session, data, row, people, agencies),
    )
    _move_people(row, wanted, people)
    for name in COLUMNS:
        setattr(row, name, wanted[name])
    _set_agencies(session, row.id, agencies, frozenset(data.agency_ids))
    _log(session, viewer, "course.change", row, fields)


def cancel(session: Session, data: Cancelling, *, by: AccountId) -> None:
    """Take no more people into a course; those who are in it stay until it is said of each what
    came of it."""
    viewer, row, _ = _changeable(session, data.id, by)
    if row.cancelled_on is not None:
        return
    day = today(session)
    require_active(session, "reason", "CANCEL_REASON", data.reason, day)
    row.cancelled_on, row.cancel_reason = day, data.reason
    _log(session, viewer, "course.cancel", row, ("cancelled_on", "cancel_reason"))


def reopen(session: Session, course_id: int, *, by: AccountId) -> None:
    """A cancelled course takes place after all, while its centre is open for it."""
    viewer, row, _ = _changeable(session, course_id, by)
    if row.cancelled_on is None:
        return
    refuse(course_rules.centre_problems(session, row.centre_id, row.type, row.starts_on))
    row.cancelled_on = row.cancel_reason = None
    _log(session, viewer, "course.reopen", row, ("cancelled_on", "cancel_reason"))


def _changeable(
    session: Session, course_id: int, by: AccountId
) -> tuple[Viewer, Course, frozenset[int]]:
    """The course, locked, and its agencies; ``NotAllowed`` for an agent who is not posted in all
    of them."""
    viewer = require(session, by, Permission.COURSES_WRITE)
    row = course_rules.visible(session, course_id, viewer)
    agencies = course_rules.agencies_of(session, row.id)
    if viewer.role is Role.AGENT and not agencies <= viewer.agencies:
        raise NotAllowed("error.course_of_others")
    return viewer, row, agencies


def new_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """What is wrong with a new course that was refused, as far as it could be read."""
    return _problems(session, data, viewer, frozenset())


def changed_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """The same of a change."""
    _, row, agencies = _changeable(session, data.id, viewer.account_id)
    people = course_rules.locked_enrolments(session, row.id)
    return collected(
        lambda: _problems(session, data, viewer, agencies, before=row),
        lambda: _people_problems(session, data, row, people, agencies),
    )


def _problems(
    session: Session,
    data: CourseFacts,
    viewer: Viewer,
    had: frozenset[int],
    before: Course | None = None,
) -> Problems:
    day = today(session)
    return collected(
        lambda: _first_day_problems(session, data.starts_on, day),
        lambda: end_problems(data.starts_on, data.ends_on, "ends_on"),
        lambda: _centre_problems(session, data, before),
        lambda: _agency_problems(session, data, viewer, had),
        lambda: _check_code(session, data, "type", min(data.starts_on, day), before),
        lambda: _check_code(session, data, "measure", day, before),
    )


def _first_day_problems(session: Session, starts_on: date, day: date) -> Problems:
    programme = session.exec(select(Programme)).one()
    if starts_on < programme.starts_on:
        return {"starts_on": Problem("error.before_programme", day=programme.starts_on)}
    return ahead_problems(starts_on, day)


def _check_code(
    session: Session, data: CourseFacts, name: str, day: date, before: Course | None
) -> None:
    """A code that has gone out of use since stays with the course that had it."""
    if before is None or getattr(before, name) != getattr(data, name):
        require_all_active(session, data, {name: CODES[name]}, day)


def _centre_problems(
    session: Session, data: CourseFacts, before: Course | None
) -> dict[str, Problem]:
    """A centre that has closed since keeps the course that it had."""
    asked = (data.centre_id, data.type, data.starts_on)
    if before is not None and asked == (before.centre_id, before.type, before.starts_on):
        return {}
    return course_rules.centre_problems(session, *asked)


def _agency_problems(
    session: Session, data: CourseFacts, viewer: Viewer, had: frozenset[int]
) -> dict[str, Problem]:
    """New agencies are the viewer's own, and open when it begins."""
    added = frozenset(data.agency_ids) - had
    if not added <= viewer.agencies:
        return {"agency_ids": Problem("error.unknown_choice")}
    for agency in session.exec(select(Agency).where(col(Agency.id).in_(added))):
        if not agency.is_open(data.starts_on):
            return {"agency_ids": Problem("error.place_closed", day=agency.closed_on)}
    return {}


def _people_problems(
    session: Session,
    data: CourseFacts,
    row: Course,
    people: list[TrainingEnrolment],
    agencies: frozenset[int],
) -> Problems:
    """What cannot change under the people who are in the course."""
    return collected(
        lambda: _taken_problems(data.places, row.places - course_rules.free(session, row)),
        lambda: _left_problems(agencies - frozenset(data.agency_ids), people),
        lambda: _moved_problems(session, data.starts_on, row, people),
    )


def _taken_problems(places: int, taken: int) -> Problems:
    return {"places": Problem("error.course_places_taken", count=taken)} if places < taken else {}


def _left_problems(left: frozenset[int], people: list[TrainingEnrolment]) -> Problems:
    is_used = any(each.agency_id in left for each in people)
    return {"agency_ids": Problem("error.course_agency_used")} if is_used else {}


def _moved_problems(
    session: Session, starts_on: date, row: Course, people: list[TrainingEnrolment]
) -> Problems:
    if starts_on > row.starts_on:
        began = _first_day(session, people)
        if began is not None and began < starts_on:
            return {"starts_on": Problem("error.course_began", day=began)}
    elif starts_on < row.starts_on and people:
        ids = [each.case_id for each in people]
        youngest = session.exec(
            select(sa.func.max(Case.birth_year)).where(col(Case.id).in_(ids))
        ).one()
        if is_too_young(youngest, starts_on):
            return {"starts_on": Problem("error.under_15")}
    return {}


def _first_day(session: Session, people: list[TrainingEnrolment]) -> date | None:
    """The first day on which somebody is known to have been there."""
    ids = [each.id for each in people]
    before = (*BEFORE_THE_START, *LEFT_OUT)
    step = select(sa.func.min(TrainingStep.status_on)).where(
        col(TrainingStep.enrolment_id).in_(ids), col(TrainingStep.status).not_in(before)
    )
    marked = select(sa.func.min(Attendance.day)).where(col(Attendance.enrolment_id).in_(ids))
    return min(filter(None, (session.exec(step).one(), session.exec(marked).one())), default=None)


def _move_people(row: Course, wanted: dict[str, Any], people: list[TrainingEnrolment]) -> None:
    """Kind, centre and days of those who have them from the course; own days stay."""
    for each in people:
        its = {
            name: wanted[column]
            for name, column in FROM_COURSE.items()
            if getattr(each, name) == getattr(row, column)
        }
        starts_on = its.get("starts_on", each.starts_on)
        ends_on = its.get("planned_end_on", each.planned_end_on)
        if ends_on is not None and ends_on < starts_on:
            continue
        for name, value in its.items():
            if getattr(each, name) != value:
                setattr(each, name, value)
                # A correction that is open meanwhile is told.
                each.corrected_at = now()


def _as_text(agencies: Iterable[int]) -> str:
    """Several agencies as a conflict tells them: with commas between, as a column holds codes."""
    return ",".join(map(str, sorted(agencies)))


def _set_agencies(
    session: Session, course_id: int, had: frozenset[int], wanted: frozenset[int]
) -> None:
    for agency_id in sorted(had - wanted):
        session.delete(session.get_one(CourseAgency, (course_id, agency_id)))
    for agency_id in sorted(wanted - had):
        session.add(CourseAgency(course_id=course_id, agency_id=agency_id))
    session.flush()


def _log(session: Session, viewer: Viewer, act: str, row: Course, fields: Any) -> None:
    audit.record(session, viewer, act, ENTITY, row.id, fields=fields, changes_results=True)
