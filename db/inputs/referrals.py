"""A referral and the answer to it, as a form hands them over."""

from __future__ import annotations

from datetime import date

from db.codes import ReferralStatus
from db.errors import Problem
from db.inputs.normalisation import InputModel
from db.inputs.parse import Day
from db.inputs.records import Correction, Submission


class Sending(InputModel):
    """What is said of one person sent to one place (list ``REFERRAL_REASON``)."""

    type: str
    organisation_id: int | None = None
    to_agency_id: int | None = None
    sent_on: Day

    RULES = (lambda data: place_problems(data),)


FIELDS = (*Sending.model_fields, "may_share")


class ReferralInput(Sending, Submission):
    """A new referral."""

    case_id: int
    may_share: bool


class ReferralCorrection(Sending, Correction):
    """A corrected referral; its answer is put right by undoing it. Without ``may_share`` that stays
    as it is: it rests on a consent, which not everybody who corrects may read."""

    may_share: bool | None = None


class Answer(InputModel):
    """What became of a referral on ``status_on``; a refusal has a reason (``REFERRAL_REFUSAL``)."""

    status: ReferralStatus
    status_on: Day
    refusal_reason: str | None = None

    RULES = (lambda data: reason_problems(data.status, data.refusal_reason),)


class AnswerInput(Answer):
    """The same, of this referral, and the status it had when its form came on screen."""

    referral_id: int
    seen: ReferralStatus | None = None


def place_problems(data: Sending) -> dict[str, Problem]:
    """Exactly one place is named; what is missing stands at ``organisation_id``, the one field."""
    if (data.organisation_id is None) == (data.to_agency_id is None):
        return {"organisation_id": Problem("error.needed")}
    return {}


def reason_problems(status: ReferralStatus, refusal_reason: str | None) -> dict[str, Problem]:
    """A refusal needs a reason; no other answer may have one."""
    if (status is ReferralStatus.REFUSED) == (refusal_reason is not None):
        return {}
    key = "error.needed" if refusal_reason is None else "error.not_needed"
    return {"refusal_reason": Problem(key)}


def answer_day_problems(day: date, first: date, today: date) -> dict[str, Problem]:
    """An answer lies between the step before it and today."""
    if day > today:
        return {"status_on": Problem("error.in_the_future")}
    if day < first:
        return {"status_on": Problem("error.before_day", day=first)}
    return {}
