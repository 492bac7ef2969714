"""A first day worked, and the answer to a retention check, as a form hands them over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from db.codes import (
    CONTRACTS,
    RETENTION_EARLY_DAYS,
    RETENTION_MONTHS,
    OutcomeType,
    RetentionStatus,
)
from db.errors import Problem
from db.inputs.dates import months_after
from db.inputs.parse import Day, decimal_number, problem
from db.inputs.records import Correction, Submission
from db.inputs.typed import Typed

HOURS_LIMITS = (1, 84)
#: The evidence (list ``EVIDENCE``) that a declaration was seen.
CNSS_SEEN = "CNSS"


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


class Outcome(Typed):
    """What is said of a first day worked (``OUTCOME_TYPE``, ``CONTRACT_TYPE``, ``EVIDENCE``)."""

    type: OutcomeType
    starts_on: Day
    contract: str
    evidence: str
    hours_per_week: Annotated[float | None, BeforeValidator(_hours)] = None
    cnss_declared: bool | None = None


FIELDS = tuple(Outcome.model_fields)
#: The list of each field that holds a code.
CODES = {"type": "OUTCOME_TYPE", "contract": "CONTRACT_TYPE", "evidence": "EVIDENCE"}


class PlacementInput(Outcome, Submission):
    """A new placement."""

    case_id: int


class PlacementCorrection(Outcome, Correction):
    """A corrected placement."""


def contradictions(data: Outcome) -> dict[str, Problem]:
    """What in a placement cannot be true together, by field."""
    found = {}
    if data.contract not in CONTRACTS[data.type]:
        found["contract"] = Problem("error.contract_does_not_fit")
    if data.evidence == CNSS_SEEN and data.cnss_declared is False:
        found["evidence"] = Problem("error.evidence_contradicts_cnss")
    return found


class RetentionInput(Typed):
    """What was learned on ``done_on``; ``still_cnss`` is asked of people at work only."""

    check_id: int
    status: RetentionStatus
    done_on: Day
    still_cnss: bool | None = None


def due_dates(starts_on: date) -> dict[int, date]:
    """When the checks of a placement are due: ``{3: ..., 6: ..., 12: ...}``."""
    return {month: months_after(starts_on, month) for month in RETENTION_MONTHS}


def answerable_from(due_on: date) -> date:
    """The first day on which a check due on ``due_on`` may be answered."""
    return due_on - timedelta(days=RETENTION_EARLY_DAYS)
