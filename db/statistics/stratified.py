"""The change that several places have in common, each compared with itself.

Sums over places move where one has more answers than before, although no place changed. Here each
place keeps its weight in both waves, so that only what changed within places counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom, norm

from db.statistics import EXPECTED, LEVEL, Change, Interval, called, change, detectable

#: Of one place: how many, of how many before; how many, of how many now.
Stratum = tuple[int, int, int, int]
_Numbers = NDArray[np.float64]


@lru_cache(maxsize=2_000)
def change_together(strata: tuple[Stratum, ...], *, tests: int = 1) -> Change | None:
    """The risk difference of Mantel and Haenszel: its interval is the stratified Newcombe of Yan
    and Su (2010) with the same weights, its test that of Cochran, Mantel and Haenszel.

    The test is without correction where the sums allow it (Mantel and Fleiss 1980), else exact
    given the margins. One place alone is ``change``; ``None`` without one that has both.
    """
    strata = tuple(each for each in strata if each[1] and each[3])
    if len(strata) < 2:
        return change(*strata[0], tests=tests) if strata else None
    k1, n1, k2, n2 = np.array(strata, dtype=float).T
    weights = _sizes(strata) / _sizes(strata).sum()
    difference = float((weights * (k2 / n2 - k1 / n1)).sum())
    z = float(norm.ppf(1 - LEVEL / tests / 2))
    first, second = _stratified_wilson(k1, n1, weights, z), _stratified_wilson(k2, n2, weights, z)
    before, now = float((weights**2 / n1).sum()), float((weights**2 / n2).sum())
    below = now * _spread(second.lower) + before * _spread(first.upper)
    above = now * _spread(second.upper) + before * _spread(first.lower)
    bounds = Interval(difference - z * below**0.5, difference + z * above**0.5)
    return called(difference, bounds, _p_value(strata), tests=tests)


def detectable_together(strata: Sequence[Stratum], *, tests: int = 1) -> float | None:
    """The smallest change of all of them that these n show: see ``detectable``."""
    size = 2 * float(_sizes([each for each in strata if each[1] and each[3]]).sum())
    return detectable(size, size, tests=tests)


def comparisons(places: int) -> int:
    """How many changes are told side by side: of each place, and of all together where there is
    more than one."""
    return places + 1 if places > 1 else 1


def _sizes(strata: Sequence[Stratum]) -> _Numbers:
    """What each place weighs: the inverse of the variance of its difference but for a factor."""
    return np.array([n1 * n2 / (n1 + n2) for _, n1, _, n2 in strata], dtype=float)


def _spread(share: float) -> float:
    return max(0.0, share * (1 - share))


def _stratified_wilson(k: _Numbers, n: _Numbers, weights: _Numbers, z: float) -> Interval:
    """Wilson's limits of each place, narrowed so that their mean has the level of the whole; where
    all said the same, as if the shares had one common variance."""
    share = k / n
    variance = share * (1 - share) / n
    if not variance.any():
        variance = 1 / n
    part = z * np.sqrt((weights**2 * variance).sum()) / (weights * np.sqrt(variance)).sum()
    middle = (share + part**2 / (2 * n)) / (1 + part**2 / n)
    half = part * np.sqrt(share * (1 - share) / n + part**2 / (4 * n**2)) / (1 + part**2 / n)
    return Interval(
        float((weights * (middle - half)).sum()), float((weights * (middle + half)).sum())
    )


def _p_value(strata: Sequence[Stratum]) -> float:
    k1, n1, k2, n2 = np.array(strata, dtype=float).T
    both, n = k1 + k2, n1 + n2
    expected = n2 * both / n
    least, most = np.maximum(0, both - n1), np.minimum(n2, both)
    if min((expected - least).sum(), (most - expected).sum()) < EXPECTED:
        return _exact(strata)
    variance = (n1 * n2 * both * (n - both) / (n**2 * (n - 1))).sum()
    return float(2 * norm.sf(abs((k2 - expected).sum()) / variance**0.5))


def _exact(strata: Sequence[Stratum]) -> float:
    """Two-sided, as R's ``mantelhaen.test(exact = TRUE)``: all sums that are not likelier."""
    likely, first = np.ones(1), 0
    for k1, n1, k2, n2 in strata:
        least, most = max(0, k1 + k2 - n1), min(n2, k1 + k2)
        of_place = hypergeom.pmf(np.arange(least, most + 1), n1 + n2, k1 + k2, n2)
        likely, first = np.convolve(likely, of_place), first + least
    own = likely[sum(k2 for _, _, k2, _ in strata) - first]
    return min(1.0, float(likely[likely <= own * (1 + 1e-7)].sum()))
