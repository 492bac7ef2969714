"""The placements page: people in work, whether it lasted, and agents in agencies."""

from __future__ import annotations

from components.language import i18n, percents
from components.results import attention, months
from components.results.card_cache import card
from components.results.common import Asked, listed
from components.results.layout import Page
from components.results.months import Counted
from components.results.placements import (
    in_post,
    kinds,
    outcomes,
    postings,
    proofs,
    quarters,
    retention,
)
from db.codes import OutcomeType
from db.measures import placements

#: First days worked in wage work, a month; internships and the rest are counted apart.
WAGE = Counted(
    "outcomes",
    "subject.outcomes",
    "unit.events",
    placements.outcomes_by_month,
    only=OutcomeType.WAGE,
    rows="outcomes",
)


def build(asked: Asked) -> Page:
    """People in wage work by agency, month and quarter first; then kinds, and whether it lasted."""
    return Page(
        answer=_answer(asked),
        notices=attention.found(asked, "placements"),
        named=[card(months.card, asked, WAGE), card(quarters.card, asked)],
        more=[
            card(kinds.by_kind, asked),
            card(retention.lasted, asked),
            card(retention.states, asked),
            card(outcomes.by_agency, asked),
            *([] if asked.is_side_by_side else [card(outcomes.by_month, asked)]),
            card(proofs.contracts, asked),
            card(proofs.evidence, asked),
            card(in_post.card, asked),
            card(postings.card, asked),
        ],
    )


def _answer(asked: Asked) -> str:
    """Persons who began work, by kind, and how many are still at work after six months."""
    found = asked.measure(placements.persons_by_group)
    told = [i18n.tn(f"answer.{group}", persons) for group, persons in found.items() if persons]
    if not told:
        return i18n.t("answer.no_outcome")
    began = i18n.t("answer.began", counts=listed(told))
    six = asked.measure(placements.retained_at_six_months)
    if not six.denominator:
        return began
    return f"{began} {percents.counted('answer.lasted', six.numerator, six.denominator)}"
