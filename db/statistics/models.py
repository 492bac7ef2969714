"""The one door to ``statsmodels``: a Poisson regression, and cumulative incidence by cause.

An upgrade must keep: ``GLM`` with ``Poisson`` and ``exposure`` (``fit().params``, ``fit().mu``),
and ``CumIncidenceRight`` with ``freq_weights`` (``times``, ``cinc``, by cause from 1). It is
imported when it is first asked for: no page but the one that asks pays for it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int_]


class Regression(NamedTuple):
    """Coefficients, and what the model expects of each row."""

    coefficients: Floats
    expected: Floats


def poisson(counts: Floats, design: Floats, exposure: Floats) -> Regression:
    """Counts by a log-linear model of the columns of ``design``, per unit of ``exposure``."""
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    found = GLM(counts, design, family=Poisson(), exposure=exposure).fit()
    return Regression(np.asarray(found.params), np.asarray(found.mu))


class Incidence(NamedTuple):
    """The probability of one cause by each of ``times``, and its standard error."""

    times: Floats
    probability: Floats
    error: Floats


def aalen_johansen(
    times: Floats, causes: Places, cause: int = 1, alike: Floats | None = None
) -> Incidence:
    """How probable ``cause`` is by each time; ``causes``: 0 for who is still followed, else the
    cause (Aalen and Johansen 1978; the error after Marubini and Valsecchi 1995). ``alike``: how
    many each row stands for; without it, one."""
    from statsmodels.duration.survfunc import CumIncidenceRight

    weights = np.ones(len(times)) if alike is None else alike
    found = CumIncidenceRight(times, causes, freq_weights=weights)
    probability = found.cinc[cause - 1]
    return Incidence(
        np.asarray(found.times, dtype=float),
        probability,
        _error(times, causes, cause, weights, probability),
    )


def _error(times: Floats, causes: Places, cause: int, alike: Floats, found: Floats) -> Floats:
    """The standard error of such a probability, which the library tells of single rows alone."""
    at, places = np.unique(times, return_inverse=True)

    def ended(which: NDArray[np.bool_]) -> Floats:
        number = np.bincount(places, weights=np.where(which, alike, 0.0), minlength=len(at))
        return number.astype(np.float64)

    followed = np.cumsum(ended(causes >= 0)[::-1])[::-1]
    any_cause, own = ended(causes > 0), ended(causes == cause)
    stays = np.cumprod(1 - any_cause / followed)
    before = np.concatenate([[1.0], stays[:-1]]) / followed
    # At the last time all who are left may have an event: nobody is left whose chance it lessens.
    goes_on = followed > any_cause
    lost = np.zeros(len(at))
    lost[goes_on] = (any_cause / followed)[goes_on] / (followed - any_cause)[goes_on]
    variance = found**2 * np.cumsum(lost) - 2 * found * np.cumsum(found * lost)
    variance += np.cumsum(found**2 * lost)
    variance += np.cumsum(before**2 * (followed - own) * own / followed)
    among = before * own / followed
    variance += 2 * np.cumsum(found * among) - 2 * found * np.cumsum(among)
    # Sums that cancel may miss 0.
    return np.sqrt(np.maximum(variance, 0))
