"""How probable something is by a time, where other things can come before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from db.statistics import LEVEL
from db.statistics.models import Floats, Places, aalen_johansen

#: Where fewer are still followed, the curve is told no further.
LEAST_FOLLOWED = 10
DAYS_A_MONTH = 365.25 / 12
_QUANTILE = float(norm.ppf(1 - LEVEL / 2))


class Followed(NamedTuple):
    """One person (or job): how many days it was followed, and what ended that: 1 for what is asked
    about, more for what came before it, 0 for neither so far."""

    days: int
    cause: int


class Alike(NamedTuple):
    """The same of many: days, what ended them, and how many each stands for."""

    days: Floats
    causes: Places
    number: Floats


class Point(NamedTuple):
    """At the end of a month: the probability with its 95 % interval, and who is still followed."""

    month: int
    probability: float
    lower: float
    upper: float
    followed: int


def alike(followed: Mapping[Followed, int]) -> Alike:
    """Of a count of those who were followed alike."""
    return Alike(
        np.array([float(each.days) for each in followed]),
        np.array([each.cause for each in followed], dtype=np.intp),
        np.array([float(number) for number in followed.values()]),
    )


def by_month(followed: Alike, months: int, *, cause: int = 1) -> list[Point]:
    """The cumulative incidence of ``cause`` at the end of each month, from the first day on.

    Aalen and Johansen's; the interval on the scale
    log(-log), which stays between 0 and 1 (Choudhury 2002). It ends before fewer than ten are
    followed.
    """
    days, causes, number = followed
    if not (causes == cause).any():
        return []
    found = aalen_johansen(days, causes, cause, number)
    points = []
    for month in range(months + 1):
        end = month * DAYS_A_MONTH
        at_risk = int(number[days >= end].sum())
        if at_risk < LEAST_FOLLOWED:
            break
        place = int(np.searchsorted(found.times, end, side="right")) - 1
        value = float(found.probability[place]) if place >= 0 else 0.0
        error = float(found.error[place]) if place >= 0 else 0.0
        points.append(Point(month, value, *_band(value, error), at_risk))
    return points


def _band(value: float, error: float) -> tuple[float, float]:
    if not 0 < value < 1 or not error > 0:
        return value, value
    wide = _QUANTILE * error / (value * np.log(value))
    return float(value ** np.exp(-wide)), float(value ** np.exp(wide))
