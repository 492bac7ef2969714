"""What is said of a course, and of those who attend it together."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from db.codes import AttendanceMark, TrainingStatus
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day, MaybeCode, Needed, at_most, problem, whole_number
from db.inputs.records import Drafted, Submission
from db.inputs.training import Step, end_problems

LONGEST_TITLE, MOST_PLACES, MOST_HOURS = 60, 500, 5000


def _several(raw: Any) -> Any:
    return tuple(dict.fromkeys(raw)) if isinstance(raw, list | tuple) else raw


def _some(agencies: tuple[int, ...]) -> tuple[int, ...]:
    if not agencies:
        raise problem("error.needed")
    return tuple(sorted(agencies))


def _whole(typed: Any) -> Any:
    if typed in ("", None):
        return None
    try:
        return whole_number(typed)
    except ValueError:
        raise problem("error.whole_number_form") from None


def _up_to(most: int) -> AfterValidator:
    def check(number: int | None) -> int | None:
        if number is not None and not 1 <= number <= most:
            raise problem("error.number_between", least=1, most=most)
        return number

    return AfterValidator(check)


class CourseFacts(InputModel):
    """A course: what, where, when, how many places, and which agencies may send people."""

    type: Annotated[str, Needed]
    centre_id: int | None = None
    title: Annotated[str, at_most(LONGEST_TITLE)] = ""
    starts_on: Day
    ends_on: Day
    places: Annotated[int, BeforeValidator(_whole), _up_to(MOST_PLACES)]
    hours: Annotated[int | None, BeforeValidator(_whole), _up_to(MOST_HOURS)] = None
    measure: MaybeCode = None
    agency_ids: Annotated[
        tuple[int, ...], BeforeValidator(_several), AfterValidator(_some), Field(max_length=200)
    ]

    RULES = (lambda data: end_problems(data.starts_on, data.ends_on, "ends_on"),)


#: Its columns; the agencies are rows of their own.
COLUMNS = tuple(name for name in CourseFacts.model_fields if name != "agency_ids")


class CourseInput(CourseFacts, Submission):
    """A new course."""


class CourseChange(CourseFacts, Drafted):
    """Other facts of a course; ``seen``: its columns and agencies as the form had them."""

    id: int
    seen: dict[str, Any]


class Cancelling(InputModel):
    """Why a course is cancelled (list ``CANCEL_REASON``)."""

    id: int
    reason: Annotated[str, Needed]


class GroupStep(Step):
    """The same step of several who attend one course; ``lines``: the status that the screen showed
    of each enrolment."""

    course_id: int
    lines: Annotated[dict[int, TrainingStatus], Field(min_length=1, max_length=500)]


class Marks(Drafted):
    """Who was there on one day; ``None`` takes a mark away. ``seen``: what stood on the screen."""

    course_id: int
    day: Day
    marks: Annotated[dict[int, AttendanceMark | None], Field(min_length=1, max_length=500)]
    seen: dict[int, AttendanceMark | None]


def line(enrolment_id: int) -> str:
    """The field of one person's line, when several are marked together."""
    return f"line_{enrolment_id}"
