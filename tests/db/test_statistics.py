"""Intervals and tests against figures from the literature, and what chance may not be called."""

from __future__ import annotations

import numpy as np
import pytest

from db import statistics


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    # Newcombe 1998, table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilsons_interval(k: int, n: int, lower: float, upper: float) -> None:
    found = statistics.wilson(k, n)
    assert found is not None
    assert found == pytest.approx((lower, upper), abs=5e-5)


def test_nothing_has_no_interval() -> None:
    assert statistics.wilson(0, 0) is None
    assert statistics.change(0, 0, 1, 2) is None
    assert statistics.detectable(0, 10) is None


@pytest.mark.parametrize(
    ("second", "first", "lower", "upper"),
    # Newcombe 1998 (Stat Med 17:873), table II, method 10: all eight of its examples.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_of_a_difference(
    second: tuple[int, int], first: tuple[int, int], lower: float, upper: float
) -> None:
    found = statistics.newcombe(*first, *second)
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)


def test_the_pooled_test_of_a_difference() -> None:
    """R's ``prop.test`` without correction, influentialpoints.com/notes/n9rmf3.htm: 94 of 214 and
    39 of 128, X-squared = 6.1026, p-value = 0.01350."""
    found = statistics.change(39, 128, 94, 214)
    assert found is not None
    assert found.p_value == pytest.approx(0.01350, abs=5e-6)


def test_a_trend_is_rs_binomial_test() -> None:
    """``binom.test(6, 6)``: 2 / 2^6 = 0.03125; ``binom.test(5, 5)``: 0.0625. The first is below
    5 % for one comparison and not for two."""
    assert statistics.trend(6, 0) == "rise" and statistics.trend(5, 0) == "steady"
    assert statistics.trend(6, 0, tests=2) == "steady"


def test_fishers_exact_test_of_rs_documentation() -> None:
    """``fisher.test(Convictions)``, 2 of 17 and 10 of 13 twins: p-value = 0.0005367, which is less
    than 5 % of 93 comparisons and more than that of 94."""
    assert statistics.differs(2, 17, 10, 13, tests=93)
    assert not statistics.differs(2, 17, 10, 13, tests=94)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (0, 0, "steady"),
        (6, 0, "rise"),
        (5, 0, "steady"),
        (0, 6, "fall"),
        (60, 50, "steady"),
        (70, 40, "rise"),
    ],
)
def test_a_rise_is_not_chance(now: int, before: int, told: str) -> None:
    assert statistics.trend(now, before) == told


def test_more_comparisons_ask_for_more() -> None:
    assert statistics.trend(6, 0) == "rise"
    assert statistics.trend(6, 0, tests=6) == "steady"


def test_events_of_few_persons_weigh_less() -> None:
    assert statistics.trend(40, 0, spread=40) == "rise"
    assert statistics.trend(40, 0, spread=2 * 20**2) == "steady"
    assert statistics.trend(70, 40, spread=0) == "rise", "never better than one by one"


def test_classes_are_no_many_chances() -> None:
    """Three courses of 12 against one are no rise, though 36 persons against 12 would be one."""
    assert statistics.trend(36, 12) == "rise"
    assert statistics.trend(36, 12, spread=4 * 12**2) == "steady"


def test_paces_of_people_who_come_in_groups() -> None:
    """Three groups of 12 in one agency, one in another, as long: the same as of a change."""
    assert statistics.paces_differ(36, 1, 12, 1)
    assert not statistics.paces_differ(36, 1, 12, 1, together=(3 * 132, 132))
    assert not statistics.paces_differ(0, 1, 12, 1, together=(0, 132))
    assert not statistics.paces_differ(0, 1, 0, 1, together=(0, 0))


def test_groups_of_one_agency_are_not_lost_among_twenty() -> None:
    """60 people in five groups beside 19 agencies with 30 each, who came alone: the pace of the one
    is by five chances, however many the others have."""
    assert statistics.paces_differ(60, 1, 19 * 30, 19, together=(0, 0))
    assert not statistics.paces_differ(60, 1, 19 * 30, 19, together=(5 * 132, 0))
    assert statistics.paces_differ(240, 1, 19 * 30, 19, together=(20 * 132, 0))


@pytest.mark.parametrize("size", [1, 4, 12])
def test_false_alarms_of_people_who_come_in_groups_are_as_rare_as_said(size: int) -> None:
    dice = np.random.default_rng(5)
    alarms = {"trend": 0, "paces": 0}
    for _ in range(400):
        now, before = (size * int(each) for each in dice.poisson(120 / size, 2))
        added = now * (size - 1), before * (size - 1)
        spread = now + before + sum(added)
        alarms["trend"] += statistics.trend(now, before, spread=spread) != "steady"
        alarms["paces"] += statistics.paces_differ(now, 1, before, 1, together=added)
    assert max(alarms.values()) <= 0.07 * 400


def test_what_fifty_answers_can_show() -> None:
    """Two waves of equal size: 28 points for 50 answers a wave, 14 for 200."""
    assert statistics.detectable(50, 50) == pytest.approx(0.28, abs=0.005)
    assert statistics.detectable(200, 200) == pytest.approx(0.14, abs=0.005)
    assert statistics.detectable(1, 1) == 1.0


@pytest.mark.parametrize(
    ("table", "told"),
    [
        # By the tables of Fisher's test: p = 0.069, 0.0003, 0.051, and no difference at all.
        ((1, 2, 0, 27), False),
        ((10, 20, 1, 27), True),
        ((5, 10, 1, 13), False),
        ((0, 3, 0, 9), False),
    ],
)
def test_shares_of_few_differ_only_where_it_is_not_chance(
    table: tuple[int, int, int, int], told: bool
) -> None:
    assert statistics.differs(*table) is told


def test_of_many_shares_side_by_side_one_is_easily_apart_by_chance() -> None:
    assert statistics.differs(6, 10, 2, 14)
    assert not statistics.differs(6, 10, 2, 14, tests=7)
