"""An enrolment in a course and a change of its status, as a form hands them over."""

from __future__ import annotations

from datetime import date, timedelta

from db.codes import BEFORE_THE_START, FINISHED_TRAINING, TrainingStatus
from db.errors import Problem, Problems
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, MaybeCode, MaybeDay
from db.inputs.partial_validation import collected
from db.inputs.records import Correction, Submission

#: How far ahead a course may start, and how long it may last.
AHEAD_DAYS = 366
LONGEST_DAYS = 5 * 366
#: A confirmed place may be given up, and an application turned down, before the first day.
LEFT_OUT = (TrainingStatus.DROPPED, TrainingStatus.REJECTED)


class Enrolment(InputModel):
    """What is said of one person in one course (lists ``TRAINING_TYPE``, ``DROP_REASON``,
    ``CERTIFICATE``, ``MEASURE``); a course of the list gives its kind, centre and days.

    ``status_on``: since when the status holds, where that is known otherwise than from the days.
    """

    course_id: int | None = None
    type: str
    centre_id: int | None = None
    starts_on: Day
    planned_end_on: MaybeDay = None
    status: TrainingStatus
    status_on: MaybeDay = None
    drop_reason: str | None = None
    certificate: MaybeCode = None
    measure: MaybeCode = None

    RULES = (
        lambda data: ending_problems(data),
        lambda data: end_problems(data.starts_on, data.planned_end_on, "planned_end_on"),
    )


#: What is stored as it was said; the day of a status may follow from the others.
FIELDS = tuple(name for name in Enrolment.model_fields if name != "status_on")


class TrainingInput(Enrolment, Submission):
    """A new enrolment."""

    case_id: int


class TrainingCorrection(Enrolment, Correction):
    """A corrected enrolment."""


class Step(InputModel):
    """Where an enrolment stands since ``status_on``; dropping out has a reason, and a certificate
    may have a kind."""

    status: TrainingStatus
    status_on: Day
    drop_reason: str | None = None
    certificate: MaybeCode = None

    RULES = (lambda data: ending_problems(data),)


class StatusInput(Step):
    """One step of one enrolment."""

    enrolment_id: int


def date_problems(data: Enrolment, today: date) -> Problems:
    """What cannot be true of the dates of an enrolment recorded today, by field."""
    return collected(
        lambda: ahead_problems(data.starts_on, today),
        lambda: end_problems(data.starts_on, data.planned_end_on, "planned_end_on"),
        lambda: _begun_problems(data, today),
        lambda: _status_day_problems(data, today),
    )


def _begun_problems(data: Enrolment, today: date) -> Problems:
    if data.starts_on <= today or ahead_problems(data.starts_on, today):
        return {}
    if data.status in BEFORE_THE_START:
        return {}
    return {"status": Problem("error.training_not_begun", day=data.starts_on)}


def _status_day_problems(data: Enrolment, today: date) -> Problems:
    if data.status_on is None:
        return {}
    if data.status_on > today:
        return {"status_on": Problem("error.in_the_future")}
    is_before = data.status in (*BEFORE_THE_START, *LEFT_OUT)
    if data.status_on < data.starts_on and not is_before:
        return {"status_on": Problem("error.before_day", day=data.starts_on)}
    return {}


def ahead_problems(starts_on: date, today: date) -> Problems:
    """No course is entered long before it begins."""
    is_far = starts_on > today + timedelta(days=AHEAD_DAYS)
    return {"starts_on": Problem("error.too_far_ahead")} if is_far else {}


def end_problems(starts_on: date, ends_on: date | None, end: str) -> Problems:
    """What cannot be true of the last day of a course that begins on ``starts_on``."""
    if ends_on is None:
        return {}
    if ends_on < starts_on:
        return {end: Problem("error.end_before_start")}
    if (ends_on - starts_on).days > LONGEST_DAYS:
        return {end: Problem("error.too_far_ahead")}
    return {}


def ending_problems(data: Enrolment | Step) -> Problems:
    """A drop-out needs a reason, and no other status may have one; a certificate is of those who
    have it."""
    found = {}
    if (data.status is TrainingStatus.DROPPED) is (data.drop_reason is None):
        key = "error.needed" if data.drop_reason is None else "error.not_needed"
        found["drop_reason"] = Problem(key)
    if data.certificate is not None and data.status is not TrainingStatus.CERTIFIED:
        found["certificate"] = Problem("error.not_needed")
    return found


def first_status_on(data: Enrolment, today: date) -> date:
    """The day of a first status where none is said; never after today.

    A finished course ended on its planned end, a drop-out or rejection counts from today, and any
    other status from the course's start.
    """
    if data.status in FINISHED_TRAINING:
        return min(data.planned_end_on or today, today)
    if data.status in LEFT_OUT:
        return today
    return min(data.starts_on, today)
