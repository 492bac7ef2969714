"""A first day worked, and the answer to a retention check, as a form hands them over."""

from __future__ import annotations

from datetime import date, timedelta

from db.codes import (
    CONTRACT_SEEN,
    CONTRACTS,
    NOT_WRITTEN,
    RETENTION_EARLY_DAYS,
    RETENTION_MONTHS,
    OutcomeType,
    RetentionStatus,
)
from db.errors import Problem
from db.inputs.dates import months_after
from db.inputs.parse import Day
from db.inputs.placement_details import CODES as DETAIL_CODES
from db.inputs.placement_details import Details, first_day_problems
from db.inputs.records import Correction, Drafted, Submission

#: The evidence (list ``EVIDENCE``) that a declaration was seen.
CNSS_SEEN = "CNSS"


class Outcome(Details):
    """What is said of a first day worked (``OUTCOME_TYPE``, ``CONTRACT_TYPE``, ``EVIDENCE``)."""

    type: OutcomeType
    starts_on: Day
    contract: str
    evidence: str
    cnss_declared: bool | None = None

    RULES = (
        *Details.RULES,
        lambda data: _contract_problems(data),
        lambda data: _cnss_problems(data),
        lambda data: _seen_problems(data),
        lambda data: first_day_problems(data, data.starts_on),
    )


FIELDS = tuple(Outcome.model_fields)
#: The list of each field that holds a code.
CODES = {
    "type": "OUTCOME_TYPE",
    "contract": "CONTRACT_TYPE",
    "evidence": "EVIDENCE",
    **DETAIL_CODES,
}


class PlacementInput(Outcome, Submission):
    """A new placement."""

    case_id: int


class PlacementCorrection(Outcome, Correction):
    """A corrected placement."""


def contradictions(data: Outcome) -> dict[str, Problem]:
    """What in a placement cannot be true together, by field."""
    return _contract_problems(data) | _cnss_problems(data) | _seen_problems(data)


def _contract_problems(data: Outcome) -> dict[str, Problem]:
    if data.contract in CONTRACTS[data.type]:
        return {}
    return {"contract": Problem("error.contract_does_not_fit")}


def _cnss_problems(data: Outcome) -> dict[str, Problem]:
    is_both = data.evidence == CNSS_SEEN and data.cnss_declared is False
    return {"evidence": Problem("error.evidence_contradicts_cnss")} if is_both else {}


def _seen_problems(data: Outcome) -> dict[str, Problem]:
    is_both = data.evidence == CONTRACT_SEEN and data.contract == NOT_WRITTEN
    return {"evidence": Problem("error.evidence_contradicts_contract")} if is_both else {}


class RetentionInput(Details, Drafted):
    """What was learned on ``done_on``; ``still_cnss`` is asked of people at work only.

    ``Details`` of the job can be added that were not known; none that is known is overwritten.
    """

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
