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
        # At the last time nobody is left, and the library tells none.
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
    points = incidence.by_month(incidence.alike(Counter(followed)), range(7))
    assert [each.month for each in points] == [0, 1, 2, 3, 4, 5, 6]
    assert [each.probability for each in points] == pytest.approx([0, *[0.30] * 6])
    assert [each.followed for each in points] == [100, *[50] * 6]
    # A binomial share of 30 of 100 has the error 0.0458: 0.216 to 0.394 the plain way.
    assert (points[1].lower, points[1].upper) == pytest.approx((0.214, 0.391), abs=2e-3)


def test_who_leaves_first_is_not_taken_for_who_waits() -> None:
    """The complement of Kaplan and Meier's would say 60 % of those followed; 30 % is what comes."""
    followed = [Followed(10, 2)] * 50 + [Followed(20, 1)] * 30 + [Followed(400, 0)] * 20
    assert incidence.by_month(incidence.alike(Counter(followed)), range(2))[
        -1
    ].probability == pytest.approx(0.30)


def test_the_curve_ends_before_fewer_than_ten_are_followed() -> None:
    followed = [Followed(20, 1)] * 5 + [Followed(100, 0)] * 9 + [Followed(50, 0)] * 3
    assert [
        each.month for each in incidence.by_month(incidence.alike(Counter(followed)), range(13))
    ] == [
        0,
        1,
    ]


def test_nothing_has_no_curve() -> None:
    assert incidence.by_month(incidence.alike({}), range(13)) == []
    assert incidence.by_month(incidence.alike({Followed(50, 0): 20}), range(13)) == []
    assert incidence.by_month(incidence.alike({Followed(50, 2): 20}), range(13)) == []


def followed_to(month: int, *causes: int) -> list[Followed]:
    return [Followed(month, cause) for cause in causes]


def told(followed: list[Followed], *, cause: int = 1) -> list[incidence.Point]:
    alike = incidence.alike(Counter(followed))
    return incidence.by_month(alike, (0, 3, 6, 12), cause=cause, a_month=1)


def test_who_is_followed_to_a_month_is_there_when_something_comes() -> None:
    """20 of whom five have it at month 3 and five are followed no further: 5 of 20, then 2 of 10,
    by months that are told one by one."""
    points = told(followed_to(3, *[1] * 5, *[0] * 5) + followed_to(6, *[1] * 2, *[0] * 8))
    assert [each.month for each in points] == [0, 3, 6]
    assert [each.probability for each in points] == pytest.approx([0, 0.25, 0.25 + 0.75 * 0.2])
    assert [each.followed for each in points] == [20, 20, 10]


def test_nobody_and_everybody_are_not_certain() -> None:
    """Clopper and Pearson's (1934): none of 13 is at most 24.7 %, and all of 13 at least 75.3 %;
    on the first day there is nothing to tell."""
    none = told(followed_to(3, *[0] * 3, *[2] * 2) + followed_to(6, *[0] * 12, 1))[1]
    assert none.followed == 18
    first, _, every = told(followed_to(6, *[1] * 13))
    assert (first.lower, first.upper) == (0, 0)
    assert [every.lower, every.upper] == pytest.approx([1 - 0.2471, 1], abs=1e-4)
    quiet = told(followed_to(12, *[1], *[0] * 12))[2]
    assert quiet.followed == 13
    assert [quiet.lower, quiet.upper] == pytest.approx([0, 0.2471], abs=1e-4)


def test_where_all_who_are_left_have_something_it_has_a_band() -> None:
    """15 of 20 have it and the others something else before it: a share, 75 %."""
    last = told(followed_to(12, *[1] * 15, *[2] * 5))[-1]
    assert last.probability == pytest.approx(0.75)
    assert [last.lower, last.upper] == pytest.approx([0.5, 0.9], abs=0.03)
