"""Periods: what one is compared with, and which of its months are whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db.inputs.results import (
    EARLIEST,
    Against,
    ResultFilter,
    comparison,
    earlier,
    months_back,
    months_of,
    preset,
    unfinished_months,
    whole_months,
)

TODAY = date(2026, 11, 28)
Days = tuple[date, date]


def nov(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.fault("T2")
@pytest.mark.parametrize(
    ("asked", "now", "before", "is_over"),
    [
        ((nov(1), nov(30)), (nov(1), nov(28)), (date(2026, 10, 1), date(2026, 10, 28)), False),
        ((nov(1), nov(28)), (nov(1), nov(28)), (date(2026, 10, 4), date(2026, 10, 31)), False),
        ((nov(1), nov(15)), (nov(1), nov(15)), (date(2026, 10, 17), date(2026, 10, 31)), True),
        (
            (date(2026, 1, 1), date(2026, 12, 31)),
            (date(2026, 1, 1), nov(28)),
            (date(2025, 1, 1), date(2025, 11, 28)),
            False,
        ),
        (
            (date(2026, 1, 1), date(2026, 6, 30)),
            (date(2026, 1, 1), date(2026, 6, 30)),
            (date(2025, 7, 1), date(2025, 12, 31)),
            True,
        ),
        (
            (date(2026, 7, 1), date(2026, 9, 30)),
            (date(2026, 7, 1), date(2026, 9, 30)),
            (date(2026, 4, 1), date(2026, 6, 30)),
            True,
        ),
        # Three months that are no quarter, and a half-year less a day.
        (
            (date(2026, 8, 1), date(2026, 10, 31)),
            (date(2026, 8, 1), date(2026, 10, 31)),
            (date(2026, 5, 1), date(2026, 7, 31)),
            True,
        ),
        (
            (date(2026, 1, 1), date(2026, 6, 29)),
            (date(2026, 1, 1), date(2026, 6, 29)),
            (date(2025, 7, 5), date(2025, 12, 31)),
            True,
        ),
        (
            (date(2025, 12, 1), nov(28)),
            (date(2025, 12, 1), nov(28)),
            (date(2024, 12, 3), date(2025, 11, 30)),
            True,
        ),
    ],
)
def test_a_calendar_period_or_as_many_days_are_compared_and_what_runs_is_not_judged(
    asked: Days, now: Days, before: Days, is_over: bool
) -> None:
    found = comparison(ResultFilter(*asked), TODAY)
    assert found is not None
    assert (found.now.start, found.now.end) == now
    assert (found.before.start, found.before.end) == before
    assert found.is_over is is_over
    days, earlier_days = ((last - first).days + 1 for first, last in (now, before))
    assert found.time == days / (days + earlier_days)
    # What is judged is compared with the days just before.
    assert not is_over or found.before.end + timedelta(days=1) == found.now.start


@pytest.mark.fault("T2")
def test_a_period_that_has_not_begun_is_compared_with_nothing() -> None:
    assert comparison(ResultFilter(nov(29), nov(30)), TODAY) is None


@pytest.mark.fault("T9")
@pytest.mark.parametrize(
    ("end", "last"),
    [
        (date(2025, 12, 31), date(2025, 12, 1)),
        (date(2024, 12, 31), date(2024, 12, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
        (date(2026, 6, 15), date(2026, 5, 1)),
        (TODAY, date(2026, 10, 1)),
        (date(2027, 3, 1), date(2026, 10, 1)),
    ],
)
def test_a_year_of_months_is_always_twelve_whole_ones(end: date, last: date) -> None:
    found = whole_months(ResultFilter(date(2024, 1, 1), end), TODAY, 12)
    months = list(months_of(found))
    assert len(months) == 12 and months[-1] == last
    assert found.start.day == 1 and not unfinished_months(found, TODAY)


@pytest.mark.fault("T2")
@pytest.mark.parametrize(
    ("start", "end", "unfinished"),
    [
        (date(2026, 9, 1), date(2026, 10, 31), []),
        (date(2026, 9, 1), TODAY, [nov(1)]),
        (date(2026, 9, 2), date(2026, 10, 30), [date(2026, 9, 1), date(2026, 10, 1)]),
        (date(2026, 10, 1), date(2026, 12, 31), [nov(1), date(2026, 12, 1)]),
    ],
)
def test_a_month_is_whole_once_it_is_over_and_in_the_period(
    start: date, end: date, unfinished: list[date]
) -> None:
    assert unfinished_months(ResultFilter(start, end), TODAY) == unfinished


@pytest.mark.fault("S4")
@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("month", date(2026, 8, 1), date(2026, 8, 31)),
        ("last_month", date(2026, 7, 1), date(2026, 7, 31)),
        ("quarter", date(2026, 7, 1), date(2026, 9, 30)),
        ("half", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("12m", date(2025, 9, 1), date(2026, 8, 31)),
        ("all", date(2018, 3, 15), date(2026, 8, 31)),
    ],
)
def test_a_named_period_has_these_days(code: str, first: date, last: date) -> None:
    assert preset(code, date(2026, 8, 31), date(2018, 3, 15)) == (first, last)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("month", date(2026, 8, 1)),
        ("quarter", date(2026, 7, 10)),
        ("half", date(2026, 7, 10)),
        ("year", date(2026, 7, 10)),
        ("12m", date(2026, 7, 10)),
        ("last_month", date(2026, 7, 10)),
    ],
)
def test_no_named_period_begins_before_the_programme(code: str, first: date) -> None:
    assert preset(code, date(2026, 8, 31), date(2026, 7, 10))[0] == first


def test_a_named_period_before_the_programme_stays_what_it_is() -> None:
    assert preset("last_month", date(2026, 8, 31), date(2026, 8, 10)) == (
        date(2026, 7, 1),
        date(2026, 7, 31),
    )
    assert preset("12m", date(2026, 8, 31), date(2026, 9, 1))[0] == date(2025, 9, 1)


@pytest.mark.fault("S4")
def test_the_month_before_january_is_in_the_year_before() -> None:
    assert preset("last_month", date(2026, 1, 1), EARLIEST) == (
        date(2025, 12, 1),
        date(2025, 12, 31),
    )


@pytest.mark.parametrize(
    ("asked", "months", "then"),
    [
        ((nov(1), nov(30)), 1, (date(2026, 10, 1), date(2026, 10, 31))),
        ((nov(1), nov(28)), 12, (date(2025, 11, 1), date(2025, 11, 28))),
        ((date(2026, 3, 31), date(2026, 3, 31)), 1, (date(2026, 2, 28), date(2026, 2, 28))),
        ((date(2024, 2, 1), date(2024, 2, 29)), 12, (date(2023, 2, 1), date(2023, 2, 28))),
    ],
)
def test_months_before_the_end_of_a_month_stays_one(asked: Days, months: int, then: Days) -> None:
    assert earlier(ResultFilter(*asked), months) == ResultFilter(*then)


def test_the_period_before_is_as_many_months_before_as_it_touches() -> None:
    quarter = ResultFilter(date(2026, 10, 1), date(2026, 12, 31))
    assert months_back(quarter, Against.BEFORE) == 3
    assert months_back(quarter, Against.LAST_YEAR) == 12
    assert months_back(quarter, Against.MEAN) == months_back(quarter, 4) == 0
