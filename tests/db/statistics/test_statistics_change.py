"""What is called a change of a share: how often by chance, and never against its own interval."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom

from db.statistics import LEVEL, POWER, Interval, called, change, detectable

#: Sizes of two samples, some as unequal as two waves of an agency may be.
SIZES = [(10, 10), (10, 30), (10, 100), (15, 40), (20, 20), (20, 60), (30, 30), (30, 100)]
SHARES = np.linspace(0.002, 0.5, 120)


def verdicts(n1: int, n2: int, tests: int) -> NDArray[np.float64]:
    """Whether it is called a change, of every pair of counts; none is told against its interval."""
    found = np.zeros((n1 + 1, n2 + 1))
    for k1, k2 in product(range(n1 + 1), range(n2 + 1)):
        told = change.__wrapped__(k1, n1, k2, n2, tests=tests)
        assert told is not None
        assert told.is_change == (told.lower > 0 or told.upper < 0)
        found[k1, k2] = told.is_change
    return found


def chance(found: NDArray[np.float64], p1: float, p2: float) -> float:
    n1, n2 = (each - 1 for each in found.shape)
    first, second = (binom.pmf(np.arange(n + 1), n, p) for n, p in ((n1, p1), (n2, p2)))
    return float(first @ found @ second)


@pytest.mark.parametrize("tests", [1, 3])
@pytest.mark.parametrize(("n1", "n2"), SIZES)
def test_chance_is_called_a_change_no_more_often_than_said(n1: int, n2: int, tests: int) -> None:
    """Of every common share; the pooled test alone calls 8.3 % at 30 and 300 answers, and at 10 and
    100 answers 3.8 % where 1.7 % are said."""
    found = verdicts(n1, n2, tests)
    worst = max(chance(found, share, share) for share in SHARES)
    assert worst < 1.15 * LEVEL / tests


def test_one_of_ten_is_no_change_from_three_of_three_hundred() -> None:
    """Fisher: 0.12, that one of four at least is among the ten; the pooled test said 0.013, and
    Newcombe's interval 0.6 to 39 points."""
    found = change(3, 300, 1, 10)
    assert found is not None and not found.is_change
    assert found.p_value == pytest.approx(1 - comb(300, 4) / comb(310, 4))
    assert (found.lower, found.upper) == pytest.approx((0, 0.39), abs=0.005)


@pytest.mark.parametrize(
    ("bounds", "p_value", "told"),
    [
        ((0.01, 0.2), 0.04, (0.01, 0.2, True)),
        ((0.01, 0.2), 0.06, (0, 0.2, False)),
        ((-0.2, -0.01), 0.06, (-0.2, 0, False)),
        ((-0.01, 0.2), 0.04, (-0.01, 0.2, False)),
    ],
)
def test_a_change_is_called_where_test_and_interval_say_so(
    bounds: tuple[float, float], p_value: float, told: tuple[float, float, bool]
) -> None:
    found = called(0.1, Interval(*bounds), p_value, tests=1)
    assert (found.lower, found.upper, found.is_change) == told


def test_what_is_said_to_be_shown_is_shown_with_the_power_said() -> None:
    n = 50
    points = detectable(n, n)
    assert points is not None
    found = verdicts(n, n, 1)
    assert chance(found, 0.5 - points / 2, 0.5 + points / 2) > POWER
