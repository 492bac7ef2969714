"""How long each step of an entry cohort took, and who is still under way, from the rows.

What a step's days are, and who waits, is said once, in ``db.models.funnel_steps``.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import col

from db.codes import OUTCOME_GROUPS, POSITIONING, REGISTRATION
from db.measures import activity
from db.measures.events import Condition, Events
from db.measures.placements import PLACEMENTS, of_group
from db.measures.training import ENTERED
from db.models import Case, FirstContact
from db.models.funnel_steps import (
    FIRST_CONTACT,
    POSITIONED,
    REGISTERED,
    STEPS,
    TRAINING,
    WAITING_STEPS,
    days_of,
)
from db.statistics import medians

__all__ = ["FIRST_CONTACT", "POSITIONED", "STEPS", "TRAINING", "WAITING_STEPS", "days_of"]

#: Of fewer people no median is told: it would be somebody's own days.
FEWEST = 10
#: The events of each step after the first.
EVENTS: dict[str, Events] = {
    REGISTERED: activity.of_type(REGISTRATION),
    POSITIONED: activity.of_type(POSITIONING),
    TRAINING: ENTERED,
    **{group: of_group(group) for group in OUTCOME_GROUPS},
}


def median(days: Mapping[int, int]) -> int | None:
    """Of so many people by days; of fewer than ten none."""
    return None if sum(days.values()) < FEWEST else medians.median(days)


def waiting() -> dict[str, Condition]:
    """Of each step at which people wait, whether somebody does; of a query that joins ``Case``."""
    is_registered = col(FirstContact.registered_after).is_not(None)
    is_positioned = col(FirstContact.positioned).is_(True)
    works = sa.select(PLACEMENTS.case_id).where(*PLACEMENTS.conditions)
    under_way = sa.and_(col(Case.closed_on).is_(None), col(FirstContact.case_id).not_in(works))
    return {
        FIRST_CONTACT: sa.and_(under_way, ~is_registered, ~is_positioned),
        REGISTERED: sa.and_(under_way, is_registered, ~is_positioned),
        POSITIONED: sa.and_(under_way, is_positioned),
    }
