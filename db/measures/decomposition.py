"""Why an agency has more or fewer: docs/decisions/0086-a-difference-is-shared-out-by-das-gupta.md.

People who came so far are a product: days of agents, people first met a day, and the share of them
who went on. The difference of two such products is shared out over the three without any rest; what
is said of it goes no further than the counts carry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from operator import add, sub

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, place_in_scope
from db.access.viewer import Viewer
from db.codes import REGISTERED_WITHIN
from db.inputs.decomposition import FAIR_OVER_TIME, Against, DecompositionFilter, Step
from db.inputs.results import ResultFilter
from db.measures import tallied_cohorts, together
from db.measures.base import agencies_of
from db.measures.presence import agent_days
from db.statistics import FEW, differs, paces_differ
from db.statistics.decomposition import effects, rates

#: With fewer who came so far on both sides together, no reason is told.
LEAST = 10
#: Pace and share are both tested.
TESTS = 2


class Factor(StrEnum):
    """What the number of people is made of, in this order."""

    DAYS = "days"
    PACE = "pace"
    SHARE = "share"


class Reason(StrEnum):
    """What is told of a difference: its factor, or why none is."""

    DAYS = "days"
    PACE = "pace"
    SHARE = "share"
    CHANCE = "chance"
    FEW = "few"
    ALIKE = "alike"
    NO_PRODUCT = "no_product"


@dataclass(frozen=True)
class Chain:
    """Hundredths of days of agents; people first met; those of them who came so far; and what
    group sessions add to the variance of people first met (``db.measures.together``)."""

    days: int = 0
    met: int = 0
    went: int = 0
    grouped: int = 0

    def __add__(self, other: Chain) -> Chain:
        return Chain(*map(add, astuple(self), astuple(other)))

    def __sub__(self, other: Chain) -> Chain:
        return Chain(*map(sub, astuple(self), astuple(other)))


@dataclass(frozen=True, kw_only=True)
class Decomposition:
    """``other``: the sums of ``agencies``, which the mean is of; of the time before, of one.

    ``parts`` sum up to ``difference`` exactly; none where there is no product. ``period`` is the
    one that was compared: people met lately have not yet had 30 days to register.
    """

    own: Chain
    other: Chain
    agencies: int
    parts: dict[Factor, Fraction]
    reason: Reason
    period: ResultFilter

    @property
    def expected(self) -> Fraction:
        """What the other side has: the mean, or the number before."""
        return Fraction(self.other.went, self.agencies or 1)

    @property
    def difference(self) -> Fraction:
        return self.own.went - self.expected


def decomposed(session: Session, wanted: DecompositionFilter, *, viewer: Viewer) -> Decomposition:
    """Raises ``NotAllowed`` for whom the agency, or for the mean any of them, is closed."""
    is_mean = wanted.against is Against.MEAN
    place = None if is_mean else wanted.agency_id
    place_in_scope(session, viewer, Permission.RESULTS_READ, place)
    period = _period(session, wanted)
    if not is_mean and wanted.step not in FAIR_OVER_TIME:
        # People of the time before have had more time: their share is no yardstick.
        return _told(Chain(), Chain(), Chain(), 0, period, wanted.step)
    found = _chains(session, period, wanted.step, viewer, frozenset() if is_mean else {place})
    own = found.get(wanted.agency_id, Chain())
    if is_mean:
        there = [each for each in found.values() if each.days]
        other = sum(there, Chain())
        rest = other - own if own.days else other
        return _told(own, other, rest, len(there), period, wanted.step)
    before = _chains(session, period.previous(), wanted.step, viewer, {place})
    other = before.get(wanted.agency_id, Chain())
    return _told(own, other, other, 1, period, wanted.step)


def _period(session: Session, wanted: DecompositionFilter) -> ResultFilter:
    """The days that have come, and for who registered in time those of whom it can be known."""
    last = today(session)
    if wanted.step is Step.REGISTERED:
        last -= timedelta(days=REGISTERED_WITHIN)
    return ResultFilter(wanted.start, max(min(wanted.end, last), wanted.start - timedelta(days=1)))


def _chains(
    session: Session,
    period: ResultFilter,
    step: Step,
    viewer: Viewer,
    places: Iterable[int | None],
) -> dict[int, Chain]:
    within = ResultFilter(
        period.start, period.end, frozenset(each for each in places if each is not None)
    )
    if period.end < period.start:
        return {}
    agencies = agencies_of(session, within, viewer)
    days = agent_days(session, within, viewer=viewer)
    if step is Step.REGISTERED:
        came = tallied_cohorts.in_time_by_agency(session, within, agencies)
    else:
        reached = tallied_cohorts.reached_by_agency(session, within, agencies)
        came = {each: (found[Step.MET], found[step]) for each, found in reached.items()}
    grouped = together.first_groups_by_agency(session, within, viewer=viewer)
    return {each: Chain(days.get(each, 0), *came[each], grouped.get(each, 0)) for each in agencies}


def _told(
    own: Chain, other: Chain, rest: Chain, agencies: int, period: ResultFilter, step: Step
) -> Decomposition:
    parts = _parts(own, other, agencies, step)
    return Decomposition(
        own=own,
        other=other,
        agencies=agencies,
        parts=parts,
        reason=_reason(own, rest, parts),
        period=period,
    )


def _parts(own: Chain, other: Chain, agencies: int, step: Step) -> dict[Factor, Fraction]:
    mine, theirs = ([each.days, each.met, each.went] for each in (own, other))
    names = list(Factor)
    if step is Step.MET:
        mine, theirs, names = mine[:2], theirs[:2], names[:2]
    if not agencies:
        return {}
    try:
        first, second = rates(mine, theirs)
    except ValueError:
        return {}
    second[0] /= agencies
    return dict(zip(names, effects(first, second), strict=True))


def _reason(own: Chain, rest: Chain, parts: dict[Factor, Fraction]) -> Reason:
    """The factor that weighs most towards the difference, if its own difference is no chance: days
    are known, and not a sample."""
    if not parts:
        return Reason.NO_PRODUCT if own.days or own.met or rest.days else Reason.FEW
    difference = sum(parts.values())
    if own.went + rest.went < LEAST:
        return Reason.FEW
    if not difference:
        return Reason.ALIKE
    sign = 1 if difference > 0 else -1
    most = max(parts, key=lambda each: sign * parts[each])
    if most is Factor.DAYS:
        return Reason.DAYS
    if most is Factor.PACE:
        grouped = own.grouped, rest.grouped
        is_real = paces_differ(
            own.met, own.days, rest.met, rest.days, tests=TESTS, together=grouped
        )
        return Reason.PACE if is_real else Reason.CHANCE
    if min(own.met, rest.met) < FEW:
        return Reason.FEW
    is_real = differs(own.went, own.met, rest.went, rest.met, tests=TESTS)
    return Reason.SHARE if is_real else Reason.CHANCE
