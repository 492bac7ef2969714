"""Progress and the path, against examples worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from db.measures.paths import Path, Point, State, progress, standing
from db.statistics import Interval, wilson

START = date(2025, 12, 31)
HALF, YEAR = date(2026, 6, 30), date(2026, 12, 31)
#: 100 on the last day of 2025, 200 by the end of June, 260 by the end of the year.
RISING = Path(Point(START, 100), (Point(HALF, 200), Point(YEAR, 260)))
#: A share of drop-outs: 0.40, to 0.30 by the end of June, 0.20 by the end of the year.
FALLING = Path(
    Point(START, 0.40), (Point(HALF, 0.30), Point(YEAR, 0.20)), is_falling=True, step=0.01
)


def test_the_example_of_opsys() -> None:
    """The Commission's own page: 10,475 of 12,495."""
    found = progress(2_505, 12_980, 15_000)
    assert found is not None
    assert round(100 * found, 1) == 83.8


@pytest.mark.parametrize(
    ("baseline", "current", "target", "wanted"),
    [
        (0.40, 0.35, 0.20, 0.25),  # a quarter of the way down
        (0.40, 0.45, 0.20, -0.25),  # the wrong way
        (0.40, 0.10, 0.20, 1.5),  # beyond the target
        (100, 100, 200, 0.0),
        (0, 30, 60, 0.5),
    ],
)
def test_progress_rises_and_falls(
    baseline: float, current: float, target: float, wanted: float
) -> None:
    assert progress(baseline, current, target) == pytest.approx(wanted)


def test_without_a_way_to_go_there_is_no_progress() -> None:
    assert progress(60, 75, 60) is None


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2025, 6, 1), 100),  # before the start
        (START, 100),
        (date(2026, 3, 31), 100 + 100 * 90 / 181),  # 90 of 181 days
        (HALF, 200),
        (date(2026, 9, 30), 200 + 60 * 92 / 184),  # half way to the next
        (YEAR, 260),
        (date(2027, 5, 1), 260),  # after the last
    ],
)
def test_the_path_is_straight_between_milestones(day: date, wanted: float) -> None:
    assert RISING.expected(day) == pytest.approx(wanted)


def test_a_falling_path_falls() -> None:
    assert FALLING.expected(date(2026, 9, 30)) == pytest.approx(0.25)


def test_the_next_target_is_the_one_that_is_due() -> None:
    assert RISING.next_target(HALF).day == HALF
    assert RISING.next_target(date(2026, 7, 1)).day == YEAR
    assert RISING.next_target(date(2027, 7, 1)).day == YEAR


def test_a_period_begins_after_the_target_before_it() -> None:
    assert RISING.start_of(HALF) == date(2026, 1, 1)
    assert RISING.start_of(YEAR) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("path", "current", "wanted"),
    [
        # At the end of June the way is all behind: 100 of 100 expected.
        (RISING, 200, State.ON_PATH),
        (RISING, 190, State.ON_PATH),  # 10 of 100 behind is the tolerance
        (RISING, 189, State.BEHIND),
        (RISING, 211, State.AHEAD),
        (RISING, 100, State.BEHIND),
        (RISING, None, State.NO_DATA),
        (FALLING, 0.30, State.ON_PATH),
        (FALLING, 0.33, State.BEHIND),  # 30 % of the way is missing
        (FALLING, 0.27, State.AHEAD),
        (FALLING, 0.45, State.BEHIND),
    ],
)
def test_what_is_called_at_the_end_of_june(
    path: Path, current: float | None, wanted: State
) -> None:
    assert standing(path, current, HALF).state is wanted


def test_the_deviation_is_behind_below_nought_for_a_falling_indicator_too() -> None:
    found = standing(FALLING, 0.33, HALF)
    assert [found.progress, found.expected_progress] == pytest.approx([0.7, 1.0])
    assert found.deviation == pytest.approx(-0.3)
    assert found.is_over(20)
    assert not found.is_over(30 + 1)


def test_before_and_just_after_the_start_it_is_too_early() -> None:
    for day in (date(2025, 3, 1), START, date(2026, 1, 29)):
        assert standing(RISING, 100, day).state is State.TOO_EARLY
    assert standing(RISING, 100, date(2026, 1, 30)).state is State.BEHIND


def test_a_share_whose_period_has_just_begun_is_too_early() -> None:
    began = date(2026, 7, 1)
    assert standing(FALLING, 0.5, date(2026, 7, 30), since=began).state is State.TOO_EARLY
    assert standing(FALLING, 0.5, date(2026, 7, 31), since=began).state is State.BEHIND


def test_less_than_one_person_is_no_deviation() -> None:
    """Of three wanted in a year, after two months half a one is expected."""
    few = Path(Point(START, 0), (Point(YEAR, 3),))
    assert few.expected(date(2026, 3, 1)) == pytest.approx(3 * 60 / 365)
    assert standing(few, 0, date(2026, 3, 1)).state is State.ON_PATH
    assert standing(few, 0, date(2026, 9, 30)).state is State.BEHIND


def test_an_interval_that_holds_path_and_baseline_is_too_few_to_say() -> None:
    """5 of 12 is 42 %, and anything from 19 to 68 %: neither the 60 % of the path nor the 30 % of
    the baseline can be ruled out. 50 of 120, 33 to 51 %, is behind. 66 of 120, 46 to 64 %, is more
    than the baseline, and may be on the path.
    """
    path = Path(Point(START, 0.3), (Point(HALF, 0.6),), step=0.01)
    few, many = wilson(5, 12), wilson(50, 120)
    assert few is not None
    assert (round(few.lower, 2), round(few.upper, 2)) == (0.19, 0.68)
    assert standing(path, 5 / 12, HALF, interval=few).state is State.TOO_EARLY
    assert standing(path, 5 / 12, HALF, interval=many).state is State.BEHIND
    near = wilson(66, 120)
    assert near is not None
    assert (round(near.lower, 2), round(near.upper, 2)) == (0.46, 0.64)
    assert standing(path, 66 / 120, HALF, interval=near).state is State.ON_PATH
    on_it = Interval(0.55, 0.65)
    assert standing(path, 0.6, HALF, interval=on_it).state is State.ON_PATH


@pytest.mark.parametrize(
    ("is_falling", "current", "wanted"),
    [
        (False, 0.70, State.ON_PATH),
        (False, 0.80, State.ON_PATH),
        (False, 0.60, State.BEHIND),
        (True, 0.60, State.ON_PATH),
        (True, 0.80, State.BEHIND),
    ],
)
def test_a_target_that_keeps_the_baseline(is_falling: bool, current: float, wanted: State) -> None:
    keep = Path(Point(START, 0.70), (Point(YEAR, 0.70),), is_falling=is_falling, step=0.01)
    found = standing(keep, current, HALF)
    assert (found.state, found.progress, found.deviation) == (wanted, None, None)
    assert found.is_over(20) is (wanted is State.BEHIND)


def test_without_targets_nothing_is_called() -> None:
    assert standing(None, 12, HALF).state is State.NO_TARGET
    assert standing(Path(Point(START, 0), ()), 12, HALF).state is State.NO_TARGET
    assert not standing(None, 12, HALF).is_over(5)
