"""The placements page: people in work by kind, whether it lasted, and agents in agencies."""

from __future__ import annotations

from components.cards.card import Card
from components.results.common import Asked, monthly_card
from components.results.placements import outcomes, postings, retention
from db.measures import placements


def cards(asked: Asked) -> list[Card]:
    """Postings, outcomes by month and kind, contracts, evidence, retention."""
    return [
        monthly_card(
            asked,
            "outcomes",
            "subject.outcomes",
            "unit.events",
            placements.outcomes_by_month,
            "events",
            "type",
            only="WAGE",
        ),
        outcomes.by_kind(asked),
        retention.lasted(asked),
        retention.states(asked),
        outcomes.contracts(asked),
        outcomes.evidence(asked),
        outcomes.by_agency(asked),
        postings.card(asked),
    ]
