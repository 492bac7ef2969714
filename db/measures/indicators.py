"""The programme's indicators (list ``INDICATOR``), each by one measure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from db.codes import POSITIONING
from db.measures import activity, cohorts, placements, referrals, training, trust_shares
from db.measures.base import Figure

#: ``INDICATORS[code](session, wanted, viewer=viewer)`` gives the figure of a period. A page asks
#: ``db.measures.indicator``, which knows what each is.
INDICATORS: dict[str, Callable[..., Figure]] = {
    "IR1.1": referrals.referred_to_training,
    "IR1.2": training.enrolled,
    "IR1.3": training.completion,
    "IR2.1": activity.registrations,
    "IR2.2": cohorts.registered_within_30_days,
    "IR2.3": partial(activity.persons_with, type_code=POSITIONING),
    "IR2.4": partial(activity.persons_with, type_code="SELF_EMP"),
    "SO.1": partial(placements.persons_placed, group="WAGE"),
    "SO.2": partial(placements.persons_placed, group="INTERN"),
    "SO.3": partial(placements.persons_placed, group="SELF"),
    "SO.4": placements.retained_at_six_months,
    "SO.5": placements.written_and_declared,
    "TR.1": partial(trust_shares.trusting, item="T1"),
    "TR.2": partial(trust_shares.trusting, item="D_FAI"),
    "TR.3": partial(trust_shares.trusting, item="S_SAT"),
    "IR3.1": referrals.feedback,
    "IR3.2": activity.coordination_meetings,
}
