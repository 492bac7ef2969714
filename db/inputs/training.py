"""An enrolment in a course and a change of its status, as a form hands them over."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, Field

from db.codes import BEFORE_THE_START, FINISHED_TRAINING, TrainingStatus
from db.errors import Problem
from db.inputs.parse import Day, MaybeDay

#: A place may be promised this long ahead, and a course may last this long.
AHEAD_DAYS = 366
LONGEST_DAYS = 5 * 366


class Course(BaseModel):
    """What is said of one person in one course (lists ``TRAINING_TYPE``, ``DROP_REASON``)."""

    model_config = ConfigDict(frozen=True)

    type: str
    centre_id: int | None = None
    starts_on: Day
    planned_end_on: MaybeDay = None
    status: TrainingStatus
    drop_reason: str | None = None


class TrainingInput(Course):
    """A new enrolment."""

    case_id: int
    submission_id: str = Field(min_length=1, max_length=36)


class TrainingCorrection(Course):
    """An enrolment put right; whom it is about may not be: void it and enter it anew."""

    id: int
    #: The row's ``seen`` as it was read: somebody else's change in between is noticed.
    seen: str = ""
    reason: str = ""


class StatusInput(BaseModel):
    """Where an enrolment stands since ``status_on``; dropping out has a reason."""

    model_config = ConfigDict(frozen=True)

    enrolment_id: int
    status: TrainingStatus
    status_on: Day
    drop_reason: str | None = None


def date_problems(data: Course, today: date) -> dict[str, Problem]:
    """What cannot be true of the dates of an enrolment told today, by field."""
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
    """A reason is told for dropping out, and for nothing else."""
    if (status is TrainingStatus.DROPPED) == (drop_reason is not None):
        return {}
    return {"drop_reason": Problem("error.needed" if drop_reason is None else "error.not_needed")}


def first_status_on(data: Course, today: date) -> date:
    """Since when the first status holds: the form does not ask what the other dates say.

    A course runs, or its place was held, since its start at the latest; it ended as planned.
    """
    if data.status in FINISHED_TRAINING:
        return min(data.planned_end_on or today, today)
    if data.status in (TrainingStatus.DROPPED, TrainingStatus.REJECTED):
        return today
    return min(data.starts_on, today)
