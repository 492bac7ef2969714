"""The tests and intervals behind every sentence on a results page."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from typing import Literal, NamedTuple

from scipy.stats import binomtest, fisher_exact, norm

LEVEL = 0.05
POWER = 0.80
#: A share of fewer is drawn grey: its interval is wider than 16 points either way
#: (``docs/trust.md#intervals``). For the survey the programme's row says it.
FEW = 30
#: Where fewer are expected in a cell of a table, its test is exact (Cochran 1954).
EXPECTED = 5
Trend = Literal["rise", "fall", "steady"]


class Interval(NamedTuple):
    """An interval, at 95 % unless told otherwise."""

    lower: float
    upper: float


@lru_cache(maxsize=20_000)
def wilson(successes: int, n: int, *, tests: int = 1) -> Interval | None:
    """Wilson's interval of a share (Brown, Cai and DasGupta 2001); ``None`` without answers.

    Of ``tests`` intervals side by side each is so wide that all hold at 95 % (Bonferroni).
    """
    if n == 0:
        return None
    found = binomtest(successes, n).proportion_ci(
        confidence_level=1 - LEVEL / tests, method="wilson"
    )
    return Interval(float(found.low), float(found.high))


class Share(NamedTuple):
    """A share from 0 to 1 with its 95 % interval; missing where there is nothing to be part of."""

    share: float | None
    lower: float | None
    upper: float | None


def share_of(part: int, whole: int) -> Share:
    """The share with Wilson's interval."""
    bounds = wilson(part, whole)
    return Share(part / whole, *bounds) if bounds else Share(None, None, None)


@lru_cache(maxsize=5_000)
def trend(
    now: int, before: int, *, tests: int = 1, spread: float | None = None, time: float = 0.5
) -> Trend:
    """Whether a count moved between two periods, or only by chance; ``time``: the part of the days
    of both that is those of now.

    Two Poisson counts given their sum: a binomial test (Przyborowski and Wilenski 1940), two-sided
    at 5 % divided by ``tests``, the comparisons shown side by side (Bonferroni). Where events come
    in clusters (several of one person), ``spread`` is the variance of their difference, summed over
    clusters: both counts are divided by the design effect (Kish 1965), never under 1.
    """
    effect = max(1.0, (spread or 0) / (now + before or 1))
    told, both = round(now / effect), round((now + before) / effect)
    if both == 0 or binomtest(min(told, both), both, time).pvalue >= LEVEL / tests:
        return "steady"
    return "rise" if now * (1 - time) > before * time else "fall"


@lru_cache(maxsize=5_000)
def paces_differ(
    k1: int,
    t1: float,
    k2: int,
    t2: float,
    *,
    tests: int = 1,
    together: tuple[int, int] = (0, 0),
) -> bool:
    """Whether two counts over so much time each come at another pace, and not only by chance: the
    same test as ``trend``'s, whose share is the time's.

    ``together``: by how much the variance of each is above its count, summed over clusters: n less
    than n times n. Both counts are divided by the design effect of their sum or by that of the
    difference of the paces, whichever is larger: clusters of the shorter time weigh more there.
    """
    if not k1 + k2 or not t1 or not t2:
        return False
    of_pace = [1 / t1**2, 1 / t2**2]
    effect = 1 + max(
        sum(together) / (k1 + k2),
        (together[0] * of_pace[0] + together[1] * of_pace[1]) / (k1 * of_pace[0] + k2 * of_pace[1]),
    )
    told, both = round(k1 / effect), round((k1 + k2) / effect)
    if both == 0:
        return False
    return bool(binomtest(min(told, both), both, t1 / (t1 + t2)).pvalue < LEVEL / tests)


class Change(NamedTuple):
    """The difference of two shares: its interval, the test's p-value, and whether it is called a
    change."""

    difference: float
    lower: float
    upper: float
    p_value: float
    is_change: bool


def called(difference: float, bounds: Interval, p_value: float, *, tests: int) -> Change:
    """A change where the test says so and the interval does not hold 0. Otherwise neither is told:
    what the interval leaves out is what both leave out, so it is widened to hold 0."""
    is_change = p_value < LEVEL / tests and not bounds.lower <= 0 <= bounds.upper
    lower, upper = bounds if is_change else (min(bounds.lower, 0.0), max(bounds.upper, 0.0))
    return Change(difference, lower, upper, p_value, is_change)


@lru_cache(maxsize=5_000)
def change(k1: int, n1: int, k2: int, n2: int, *, tests: int = 1) -> Change | None:
    """Second share less first: Newcombe's interval; pooled z test, or Fisher's exact one where
    fewer than ``EXPECTED`` are expected somewhere.

    ``tests``: the comparisons side by side; interval and verdict ask for as much as they do
    (Bonferroni), the p-value is that of one.
    """
    bounds = newcombe(k1, n1, k2, n2, tests=tests)
    if bounds is None:
        return None
    pooled, difference = (k1 + k2) / (n1 + n2), k2 / n2 - k1 / n1
    if min(n1, n2) * min(pooled, 1 - pooled) < EXPECTED:
        p_value = float(fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue)
    else:
        spread = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        p_value = float(2 * norm.sf(abs(difference) / spread))
    return called(difference, bounds, p_value, tests=tests)


def newcombe(k1: int, n1: int, k2: int, n2: int, *, tests: int = 1) -> Interval | None:
    """Newcombe's interval of a difference (1998, method 10); ``None`` without answers."""
    first, second = wilson(k1, n1, tests=tests), wilson(k2, n2, tests=tests)
    if first is None or second is None:
        return None
    p1, p2 = k1 / n1, k2 / n2
    return Interval(
        p2 - p1 - sqrt((p2 - second.lower) ** 2 + (first.upper - p1) ** 2),
        p2 - p1 + sqrt((second.upper - p2) ** 2 + (p1 - first.lower) ** 2),
    )


@lru_cache(maxsize=5_000)
def differs(k1: int, n1: int, k2: int, n2: int, *, tests: int = 1) -> bool:
    """Whether two shares differ otherwise than by chance, however few they are of: Fisher's exact
    test at 5 % divided by ``tests``, the comparisons side by side (Bonferroni)."""
    table = [[k1, n1 - k1], [k2, n2 - k2]]
    return bool(fisher_exact(table).pvalue < LEVEL / tests)


def detectable(n1: float, n2: float, share: float = 0.5, *, tests: int = 1) -> float | None:
    """The smallest difference of two shares that these n show with 80 % power at 5 %, shared out
    over ``tests`` comparisons side by side."""
    if min(n1, n2) == 0:
        return None
    return min(1.0, _z(tests) * sqrt(share * (1 - share) * (1 / n1 + 1 / n2)))


@lru_cache(maxsize=100)
def _z(tests: int) -> float:
    return float(norm.ppf(1 - LEVEL / tests / 2) + norm.ppf(POWER))
