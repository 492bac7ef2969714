"""One median for every page: of two in the middle, the later."""

from __future__ import annotations

from collections import Counter
from statistics import median_high

import pytest

from db.statistics.medians import median


@pytest.mark.parametrize(
    ("values", "found"),
    [([7], 7), ([0, 0, 9, 9], 9), ([0, 3, 60], 3), ([1, 2, 2, 3, 5, 40], 3), ([5, 1, 4], 4)],
)
def test_of_two_in_the_middle_it_is_the_later(values: list[int], found: int) -> None:
    assert median(Counter(values)) == median_high(values) == found


def test_a_value_that_stands_there_no_more_is_none() -> None:
    assert median({3: 0, 4: 1, 9: 0}) == 4


def test_of_nothing_there_is_none() -> None:
    with pytest.raises(ValueError, match="no median"):
        median({3: 0})
