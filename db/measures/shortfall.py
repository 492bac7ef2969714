"""How far an agency is behind a target, in the indicator's own numbers, and what they say of why.

A target promises neither days of agents nor people met, so that what is missing to it cannot be
shared out. What can be said is how the same count, over the same days, stands beside the mean of
the agencies in which an agent was posted; and where it is below, what makes the difference from
them (docs/decisions/0086-a-difference-is-shared-out-by-das-gupta.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sqlmodel import Session, select

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.decomposition import Against, DecompositionFilter, Step
from db.inputs.indicators import Breakdown, IndicatorFilter, PlaceFilter
from db.inputs.results import ResultFilter
from db.measures import presence
from db.measures.decomposition import Decomposition, decomposed
from db.measures.indicator import indicator
from db.measures.paths import State
from db.measures.targets import Followed, followed
from db.models import Agency
from db.statistics.rounding import half_up, percent, whole

#: Which people an indicator counts, of those whose number is a product.
STEPS: Mapping[str, Step] = {
    "IR1.2": Step.TRAINING,
    "IR2.1": Step.REGISTERED,
    "SO.1": Step.WAGE,
}


@dataclass(frozen=True, kw_only=True)
class Mean:
    """A count of an agency since its baseline, beside the mean of ``agencies`` that had an agent
    in the same days; ``without``: the mean of their days without one.

    ``step`` and ``why``: what makes the difference; missing where the people are no product, or
    where their product does not lie below its mean as the count does.
    """

    own: int
    mean: Fraction
    without: Fraction
    agencies: int
    step: Step | None = None
    why: Decomposition | None = None


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """``without``: days since the first of the count on which nobody was posted there. ``beside``:
    missing for shares, for whoever does not see every agency, and where there is no other."""

    followed: Followed
    without: int
    beside: Mean | None


def shortfall(session: Session, wanted: PlaceFilter, *, viewer: Viewer) -> Shortfall | None:
    """Of an indicator that is behind at an agency; none where it is not."""
    found = followed(session, wanted, viewer=viewer)
    if wanted.agency_id is None or found.standing.state is not State.BEHIND:
        return None
    within = ResultFilter(min(found.since, wanted.day), wanted.day)
    own = ResultFilter(within.start, within.end, frozenset({wanted.agency_id}))
    without = presence.days_without(session, own, viewer=viewer)
    return Shortfall(
        followed=found,
        without=without[wanted.agency_id],
        beside=_beside(session, found, wanted.agency_id, within, viewer),
    )


def _beside(
    session: Session, found: Followed, agency_id: int, within: ResultFilter, viewer: Viewer
) -> Mean | None:
    if is_share(found) or is_over(found):
        return None
    if set(session.exec(select(Agency.id))) - scope(session, viewer, Permission.RESULTS_READ):
        return None
    there = presence.agent_days(session, within, viewer=viewer)
    if not there.keys() - {agency_id}:
        return None
    asked = IndicatorFilter(found.code, within, Breakdown.AGENCY)
    values = indicator(session, asked, viewer=viewer)
    mean = Fraction(sum(values[str(each)].n for each in there), len(there))
    days = presence.days_without(session, within, viewer=viewer)
    without = Fraction(sum(days[each] for each in there), len(there))
    told = Mean(own=found.value.n, mean=mean, without=without, agencies=len(there))
    step = STEPS.get(found.code)
    if step is None or told.own >= mean:
        return told
    asks = DecompositionFilter(agency_id, within.start, within.end, step, Against.MEAN)
    shared = decomposed(session, asks, viewer=viewer)
    if not shared.parts or shared.difference >= 0:
        return told
    return replace(told, step=step, why=shared)


def asked_above(found: Followed, beside: Mean) -> Fraction:
    """Of what is missing, how much the path asks for above the mean of the agencies, in the numbers
    that are read; the rest is what the agency has less than that mean."""
    return missing(found) - (Fraction(str(half_up(float(beside.mean), 1))) - beside.own)


def is_share(found: Followed) -> bool:
    """Whether it is a part of something, and no count."""
    return found.value.denominator is not None


def missing(found: Followed) -> int:
    """How much is missing as it is read: the difference of reached and due as they are said, of a
    count in whole things and of a share in points. Of a falling indicator it is what there is too
    much of."""
    as_said = percent if is_share(found) else whole
    reached, due = found.standing.current or 0.0, found.standing.expected or 0.0
    return abs(as_said(due) - as_said(reached))


def is_over(found: Followed) -> bool:
    """Whether there is too much of it: less was asked for."""
    return (found.standing.current or 0.0) > (found.standing.expected or 0.0)


def baseline(found: Followed) -> float:
    """What a count began with, and is part of what is reached and due."""
    if is_share(found) or found.path is None:
        return 0.0
    return found.path.baseline.value
