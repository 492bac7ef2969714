"""A trust questionnaire and a refusal at the door, as a form hands them over."""

from __future__ import annotations

from db.codes import NO_ANSWER, TRUST_SCALE, Sex, TrustMode, TrustMoment, trust_items
from db.errors import InvalidInput, Problem
from db.inputs.parse import MaybeDay
from db.inputs.records import Submission


class RefusalInput(Submission):
    """Someone was asked at ``agency_id`` and declined; counted, never described."""

    agency_id: int
    wave_id: int


class TrustInput(RefusalInput):
    """One questionnaire. ``answers`` maps an item's code to 0..its scale, or 97, 98, 99.

    ``answered_on`` is the day on which it was begun; without one, today.
    """

    mode: TrustMode
    moment: TrustMoment
    language: str
    sex: Sex | None = None
    answers: dict[str, int]
    answered_on: MaybeDay = None


def checked_answers(data: TrustInput) -> dict[str, int]:
    """The answers when each item asked at this moment has one; else ``InvalidInput`` by item."""
    asked = trust_items(data.moment)
    problems = {
        item: Problem(
            "error.trust_answer_missing" if item not in data.answers else "error.unknown_choice"
        )
        for item in asked
        if not _is_answer(item, data.answers.get(item))
    }
    problems |= {
        item: Problem("error.trust_not_asked") for item in data.answers if item not in asked
    }
    if problems:
        raise InvalidInput(problems)
    return data.answers


def _is_answer(item: str, answer: int | None) -> bool:
    return answer is not None and (0 <= answer <= TRUST_SCALE[item] or answer in NO_ANSWER)
