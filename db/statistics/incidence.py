"""How probable something is by a time, where other things can come before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from db.statistics import LEVEL, Interval
from db.statistics.models import Floats, Places, aalen_johansen

#: Where fewer are still followed, the curve is told no further.
LEAST_FOLLOWED = 10
DAYS_A_MONTH = 365.25 / 12
#: Less than one of all who live: what sums of fractions may miss.
_NOTHING = 1e-12
_QUANTILE = float(norm.ppf(1 - LEVEL / 2))


class Followed(NamedTuple):
    """One person (or job): how long it was followed, in days or in months, and what ended that: 1
    for what is asked about, more for what came before it, 0 for neither so far."""

    time: int
    cause: int


class Alike(NamedTuple):
    """The same of many: times, what ended them, and how many each stands for."""

    times: Floats
    causes: Places
    number: Floats


class Point(NamedTuple):
    """At the end of a month: the probability with its 95 % interval, and who was followed to it."""

    month: int
    probability: float
    lower: float
    upper: float
    followed: int


def alike(followed: Mapping[Followed, int]) -> Alike:
    """Of a count of those who were followed alike."""
    return Alike(
        np.array([float(each.time) for each in followed]),
        np.array([each.cause for each in followed], dtype=np.intp),
        np.array([float(number) for number in followed.values()]),
    )


def by_month(
    followed: Alike, months: Iterable[int], *, cause: int = 1, a_month: float = DAYS_A_MONTH
) -> list[Point]:
    """The cumulative incidence of ``cause`` at the end of each of some months since the first day;
    ``a_month``: how long one is.

    Aalen and Johansen's; the interval on the scale
    log(-log), which stays between 0 and 1 (Choudhury 2002). It ends before fewer than ten are
    followed; whoever has an event at the end of a month is followed to it.
    """
    times, causes, number = followed
    if not (causes == cause).any():
        return []
    found = aalen_johansen(times, causes, cause, number)
    points = []
    for month in months:
        end = month * a_month
        at_risk = int(number[times >= end].sum())
        if at_risk < LEAST_FOLLOWED:
            break
        place = int(np.searchsorted(found.times, end, side="right")) - 1
        value = float(found.probability[place]) if place >= 0 else 0.0
        error = float(found.error[place]) if place >= 0 else 0.0
        # On the first day nothing can have come before.
        band = Interval(0, 0) if not (month or value) else _band(value, error, at_risk)
        points.append(Point(month, value, *band, at_risk))
    return points


def _band(value: float, error: float, followed: int) -> Interval:
    """Of nobody and of everybody the error is 0, as if that were certain: Clopper and Pearson's
    (1934) of those who were followed."""
    most = 1 - (LEVEL / 2) ** (1 / followed)
    if value < _NOTHING:
        return Interval(0, most)
    if value > 1 - _NOTHING:
        return Interval(1 - most, 1)
    wide = _QUANTILE * error / (value * np.log(value))
    return Interval(float(value ** np.exp(-wide)), float(value ** np.exp(wide)))
