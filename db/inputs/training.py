"""An enrolment in a course and a change of its status, as a form hands them over."""

from __future__ import annotations

from datetime import date, timedelta

from db.codes import BEFORE_THE_START, FINISHED_TRAINING, TrainingStatus
from db.errors import Problem
from db.inputs.parse import Day, MaybeDay
from db.inputs.records import Correction, Submission
from db.inputs.typed import Typed

#: How far ahead a course may start, and how long it may last.
AHEAD_DAYS = 366
LONGEST_DAYS = 5 * 366


class Course(Typed):
    """What is said of one person in one course (lists ``TRAINING_TYPE``, ``DROP_REASON``)."""

    type: str
    centre_id: int | None = None
    starts_on: Day
    planned_end_on: MaybeDay = None
    status: TrainingStatus
    drop_reason: str | None = None


FIELDS = tuple(Course.model_fields)


class TrainingInput(Course, Submission):
    """A new enrolment."""

    case_id: int


class TrainingCorrection(Course, Correction):
    """A corrected enrolment."""


class StatusInput(Typed):
    """Where an enrolment stands since ``status_on``; dropping out has a reason."""

    enrolment_id: int
    status: TrainingStatus
    status_on: Day
    drop_reason: str | None = None


def date_problems(data: Course, today: date) -> dict[str, Problem]:
    """What cannot be true of the dates of an enrolment recorded today, by field."""
    found = {}
    if data.starts_on > today + timedelta(days=AHEAD_DAYS):
        found["starts_on"] = Problem("error.too_far_ahead")
    elif data.starts_on > today and data.status not in BEFORE_THE_START:
        found["status"] = Problem("error.training_not_begun", day=data.starts_on)
    if data.planned_end_on is not None:
        if data.planned_end_on < data.starts_on:
            found["planned_end_on"] = Problem("error.end_before_start")
        elif data.planned_end_on > data.starts_on + timedelta(days=LONGEST_DAYS):
            found["planned_end_on"] = Problem("error.too_far_ahead")
    return found


def reason_problems(status: TrainingStatus, drop_reason: str | None) -> dict[str, Problem]:
    """A drop-out needs a reason; no other status may have one."""
    if (status is TrainingStatus.DROPPED) == (drop_reason is not None):
        return {}
    return {"drop_reason": Problem("error.needed" if drop_reason is None else "error.not_needed")}


def first_status_on(data: Course, today: date) -> date:
    """The day of a first status, which the form does not ask for; never after today.

    A finished course ended on its planned end, a drop-out or rejection counts from today, and any
    other status from the course's start.
    """
    if data.status in FINISHED_TRAINING:
        return min(data.planned_end_on or today, today)
    if data.status in (TrainingStatus.DROPPED, TrainingStatus.REJECTED):
        return today
    return min(data.starts_on, today)
