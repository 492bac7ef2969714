"""Intervals and tests against figures from the literature, and what chance may not be called."""

from __future__ import annotations

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


def test_newcombes_interval_of_a_difference() -> None:
    """Newcombe 1998, table II, method 10: 56/70 less 48/80."""
    found = statistics.change(48, 80, 56, 70)
    assert found is not None
    assert found.difference == pytest.approx(0.2)
    assert (found.lower, found.upper) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.p_value < 0.05


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


def test_what_fifty_answers_can_show() -> None:
    """Two waves of equal size: 28 points for 50 answers a wave, 14 for 200."""
    assert statistics.detectable(50, 50) == pytest.approx(0.28, abs=0.005)
    assert statistics.detectable(200, 200) == pytest.approx(0.14, abs=0.005)
    assert statistics.detectable(1, 1) == 1.0
