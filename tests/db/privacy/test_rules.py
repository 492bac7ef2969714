"""The rules, and tables that can be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from db.privacy import (
    TOTAL,
    FrozenRules,
    Rules,
    Table,
    merge,
)
from tests.db.privacy.tables import (
    one_way,
    two_way,
)


@pytest.mark.parametrize(
    ("threshold", "base"), [(4, 4), (0, 1), (10, 0), (10, 11), (12, 5), (10, 1), (9, 3), (10, 2)]
)
def test_no_rules_are_weaker_than_the_law_of_the_house(threshold: int, base: int) -> None:
    with pytest.raises(ValueError):
        Rules(threshold, base)


@pytest.mark.parametrize("base", [1, 2, 5, 10])
def test_a_published_value_means_exactly_the_counts_that_round_to_it(base: int) -> None:
    rules = FrozenRules(10, base)
    for count in range(10, 60):
        value = rules.rounded(count)
        low, high = rules.meaning(value)
        assert value >= 10 and value % base == 0 and abs(value - count) <= base / 2
        assert [n for n in range(10, 90) if rules.rounded(n) == value] == [*range(low, high + 1)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: one_way(3, -1),
        lambda: Table.one_way(["a", "b"], [1.5, 2.0]),
        lambda: Table.one_way(["a", "a"], [1, 2]),
        lambda: Table.one_way(["a", TOTAL], [1, 2]),
        lambda: Table.one_way(["a"], [1, 2]),
        lambda: Table.one_way([], np.zeros(0, dtype=int)),
        lambda: two_way([[1, 2], [3, 4]], [[True, False], [False, False]]),
        lambda: one_way(60_000, 60_000),
    ],
)
def test_a_table_that_cannot_be_is_refused(make: Callable[[], Table]) -> None:
    with pytest.raises(ValueError):
        make()


def test_merging_adds_up_and_keeps_an_empty_group_in_sight() -> None:
    groups = {"CI": "west", "SN": "west", "CM": "central", "SY": "mena"}
    assert merge({"CM": 4, "SN": 3, "CI": 2}, groups) == {"west": 5, "central": 4, "mena": 0}
    with pytest.raises(ValueError, match="XX"):
        merge({"XX": 1}, groups)
