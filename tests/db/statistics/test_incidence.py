"""Cumulative incidence against worked examples, and what it does where few are left."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from db.statistics import incidence
from db.statistics.incidence import Followed
from db.statistics.models import aalen_johansen


def test_the_worked_example_of_rs_survival() -> None:
    """``testci.R`` in the tests of R's package survival (Therneau): eight subjects by hand."""
    times = np.array([1, 2, 2, 3, 3, 3, 5, 6], dtype=float)
    causes = np.array([0, 1, 0, 2, 0, 2, 0, 2])
    first, second = (aalen_johansen(times, causes, cause) for cause in (1, 2))
    assert list(first.times) == [1, 2, 3, 5, 6]
    assert list(first.probability) == pytest.approx([0, 1 / 7, 1 / 7, 1 / 7, 1 / 7])
    assert list(second.probability) == pytest.approx([0, 0, 12 / 35, 12 / 35, 6 / 7])
    # At time 2, one of seven: the binomial error, sqrt(1/7 * 6/7 / 7).
    assert first.error[1] == pytest.approx((6 / 343) ** 0.5)


def test_the_example_of_rs_cmprsk() -> None:
    """``cuminc`` of 18 subjects with three causes; the standard errors are those of Stata's
    ``stcompet`` (Coviello and Boggess 2004), which statsmodels checks itself against."""
    times = np.array([1, 1, 2, 4, 4, 4, 6, 6, 7, 8, 9, 9, 9, 1, 2, 2, 4, 4], dtype=float)
    causes = np.array([1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    third = aalen_johansen(times, causes, 3)
    # Of each time's survivors: 112/135 * 15/20 ... = 0.1778 at 6, 0.2667 at 7.
    assert list(third.probability[3:5]) == pytest.approx([0.17777778, 0.26666667])
    first = aalen_johansen(times, causes, 1)
    assert list(first.probability[:2]) == pytest.approx([0.11111111, 0.17037037])
    assert list(first.error[:2]) == pytest.approx([0.07407407, 0.08976251])


def test_rows_that_stand_for_several_give_the_error_of_each_by_itself() -> None:
    """The library's own error of all of them one by one."""
    dice = np.random.default_rng(5)
    times = dice.integers(0, 60, 200).astype(float)
    causes = dice.integers(0, 4, 200)
    alike = dice.integers(1, 9, 200)
    with np.errstate(divide="ignore", invalid="ignore"):
        every = CumIncidenceRight(np.repeat(times, alike), np.repeat(causes, alike))
    for cause in (1, 2, 3):
        found = aalen_johansen(times, causes, cause, alike.astype(float))
        # At the last time nobody is left.
        assert found.probability == pytest.approx(every.cinc[cause - 1], rel=1e-12)
        assert found.error[:-1] == pytest.approx(every.cinc_se[cause - 1][:-1], rel=1e-9)


def test_without_anybody_lost_it_is_the_share() -> None:
    """100 persons, 30 with the event in the first month, 20 gone before: 30 %, by month."""
    month = round(incidence.DAYS_A_MONTH)
    followed = [
        *[Followed(month - 5, 1)] * 30,
        *[Followed(month - 9, 2)] * 20,
        *[Followed(10 * month, 0)] * 50,
    ]
    points = incidence.by_month(incidence.alike(Counter(followed)), 6)
    assert [each.month for each in points] == [0, 1, 2, 3, 4, 5, 6]
    assert [each.probability for each in points] == pytest.approx([0, *[0.30] * 6])
    assert [each.followed for each in points] == [100, *[50] * 6]
    # A binomial share of 30 of 100 has the error 0.0458: 0.216 to 0.394 the plain way.
    assert (points[1].lower, points[1].upper) == pytest.approx((0.214, 0.391), abs=2e-3)


def test_who_leaves_first_is_not_taken_for_who_waits() -> None:
    """The complement of Kaplan and Meier's would say 60 % of those followed; 30 % is what comes."""
    followed = [Followed(10, 2)] * 50 + [Followed(20, 1)] * 30 + [Followed(400, 0)] * 20
    assert incidence.by_month(incidence.alike(Counter(followed)), 1)[
        -1
    ].probability == pytest.approx(0.30)


def test_the_curve_ends_before_fewer_than_ten_are_followed() -> None:
    followed = [Followed(20, 1)] * 5 + [Followed(100, 0)] * 9 + [Followed(50, 0)] * 3
    assert [each.month for each in incidence.by_month(incidence.alike(Counter(followed)), 12)] == [
        0,
        1,
    ]


def test_nothing_has_no_curve() -> None:
    assert incidence.by_month(incidence.alike({}), 12) == []
    assert incidence.by_month(incidence.alike({Followed(50, 0): 20}), 12) == []
    assert incidence.by_month(incidence.alike({Followed(50, 2): 20}), 12) == []
