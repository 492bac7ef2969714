"""What is known of a job beside its first day: none of it is needed, and it may come later."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from db.codes import SELF_EMPLOYMENT, OutcomeType
from db.errors import Problem
from db.inputs.normalisation import InputModel, Rule
from db.inputs.parse import MaybeCode, MaybeDay, decimal_number, problem
from db.inputs.partial_validation import collected

HOURS_LIMITS = (1, 84)


def _hours(typed: str | float | None) -> float | None:
    """Hours a week as typed: ``40``, ``1,5``; empty is not known."""
    if typed is None or typed == "":
        return None
    try:
        hours = decimal_number(typed)
    except ValueError:
        raise problem("error.number_form") from None
    low, high = HOURS_LIMITS
    # Written so that "not a number" fails too.
    if not low <= hours <= high:
        raise problem("error.hours_range", low=low, high=high)
    return hours


class Details(InputModel):
    """The employer is an organisation of the directory, or nobody is named; no address is written.

    Lists ``SECTOR``, ``MEASURE`` (what paid for it) and ``PLACEMENT_END`` (why it ended).
    """

    hours_per_week: Annotated[float | None, BeforeValidator(_hours)] = None
    employer_id: int | None = None
    sector: MaybeCode = None
    measure: MaybeCode = None
    ended_on: MaybeDay = None
    end_reason: MaybeCode = None

    RULES: ClassVar[tuple[Rule, ...]] = (lambda data: end_problems(data),)


DETAILS = tuple(Details.model_fields)
#: The list of each field that holds a code.
CODES = {"sector": "SECTOR", "measure": "MEASURE", "end_reason": "PLACEMENT_END"}


def has_employer(kind: OutcomeType) -> bool:
    """Whether somebody employs the person."""
    return kind not in SELF_EMPLOYMENT


def detail_problems(data: Details, job: Any, today: date) -> dict[str, Problem]:
    """What in them cannot be true of a job of this type and first day, by field."""
    return collected(
        lambda: _future_problems(data, today),
        lambda: first_day_problems(data, job.starts_on),
        lambda: end_problems(data),
        lambda: _employer_problems(data, job.type),
    )


def _future_problems(data: Details, today: date) -> dict[str, Problem]:
    is_ahead = data.ended_on is not None and data.ended_on > today
    return {"ended_on": Problem("error.in_the_future")} if is_ahead else {}


def _employer_problems(data: Details, kind: OutcomeType) -> dict[str, Problem]:
    is_asked = data.employer_id is None or has_employer(kind)
    return {} if is_asked else {"employer_id": Problem("error.not_needed")}


def end_problems(data: Details) -> dict[str, Problem]:
    """Whoever says why a job ended says when."""
    if data.ended_on is None and data.end_reason is not None:
        return {"ended_on": Problem("error.end_day_needed")}
    return {}


def first_day_problems(data: Details, starts_on: date) -> dict[str, Problem]:
    """No job ends before its first day."""
    if data.ended_on is not None and data.ended_on < starts_on:
        return {"ended_on": Problem("error.before_day", day=starts_on)}
    return {}
