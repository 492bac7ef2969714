"""Days to an answer as they stand in the counts: put together and taken apart again."""

from __future__ import annotations

from collections import Counter

import pytest

from db.models import referral_tallies
from db.models.referral_tallies import WIDTH, by_tens, one_in, one_on


@pytest.mark.parametrize("times", [1, 1_000_000])
def test_sums_of_answers_are_told_by_ten_days(times: int) -> None:
    days = [0, 9, 10, 29, 30, 31, 59, 60, 365]
    sums: Counter[int] = Counter()
    for after in days:
        next_at, one = one_in(after)
        sums[next_at] += times * one
    found = {ten: n for next_at, n in sums.items() for ten, n in by_tens(next_at, n) if n}
    expected = Counter({0: 2, 1: 1, 2: 1, 3: 2, 5: 1, 6: 1, 36: 1})
    assert found == {ten: times * n for ten, n in expected.items()}


def test_a_day_among_ten_stands_beside_the_others_of_its_month() -> None:
    assert [one_on(24_311, after) for after in (0, 9, 10)] == [
        ("0", 24_311 * WIDTH),
        ("0", 24_311 * WIDTH + 9),
        ("1", 24_311 * WIDTH),
    ]


def test_three_numbers_have_room_in_one_whole_number() -> None:
    assert sum(2_097_151 * one for one in referral_tallies.ONES) == 2**63 - 1
