"""Editions and the differences between them."""

from __future__ import annotations

from itertools import product

import pytest

from db.privacy import (
    Mark,
    Table,
    protect,
    reconcile_edition,
)
from tests.db.privacy.tables import (
    FIVE,
    HIDDEN,
    TEN,
    Outcome,
    one_way,
    outcome,
)


def next_edition(old: Table, new: Table) -> Outcome:
    first = protect(old, TEN)
    return outcome(reconcile_edition(first.published, old, new, protect(new, TEN), TEN))


def test_a_correction_of_one_person_changes_nothing_in_print() -> None:
    assert outcome(protect(one_way(18, 32, 40), TEN)) != outcome(protect(one_way(17, 32, 40), TEN))
    assert next_edition(one_way(17, 32, 40), one_way(18, 32, 40)) == (15, 30, 40, 90)


def test_a_count_that_falls_by_one_under_the_threshold_is_repeated() -> None:
    assert next_edition(one_way(10, 30, 40), one_way(9, 30, 40)) == (10, 30, 40, 80)
    assert next_edition(one_way(9, 12, 40), one_way(10, 12, 40)) == (HIDDEN, HIDDEN, 40, 60)


def test_a_large_correction_is_printed_and_the_rest_repeated() -> None:
    assert next_edition(one_way(20, 32, 40), one_way(21, 60, 38)) == (20, 60, 40, 120)


def edition_worlds(before: Outcome, after: Outcome, same: list[bool], most: int) -> list[int]:
    """The last category's later count in every pair of editions with two categories that fits."""

    def fits(mark: int | Mark, n: int) -> bool:
        return mark is HIDDEN or (n >= 10 and TEN.rounded(n) == mark)

    found = set()
    for old in product(range(most), repeat=2):
        if all(map(fits, before, (*old, sum(old)))):
            for new in product(range(most), repeat=2):
                steps = [b - a for a, b in zip((*old, sum(old)), (*new, sum(new)), strict=True)]
                if all(abs(step) < 10 if s else True for step, s in zip(steps, same, strict=True)):
                    later = zip(after, (*new, sum(new)), same, strict=True)
                    if all(s or fits(mark, n) for mark, n, s in later):
                        found.add(new[1])
    return sorted(found)


def test_an_edition_whose_difference_would_tell_a_count_is_not_made() -> None:
    old, new = one_way(20, 30), one_way(29, 9)
    told = edition_worlds((20, 30, 50), (20, HIDDEN, 40), [True, False, False], 60)
    assert 0 < told[0] < 10
    assert next_edition(old, new) == outcome(protect(old, TEN)) == (20, 30, 50)


def test_an_edition_that_tells_nothing_is_made() -> None:
    old, new = one_way(20, 30), one_way(20, 6)
    assert next_edition(old, new) == (20, HIDDEN, 25)
    told = edition_worlds((20, 30, 50), (20, HIDDEN, 25), [True, False, False], 60)
    assert told[0] == 0 and told[-1] >= 10


def test_an_edition_of_something_else_is_refused() -> None:
    old, new = one_way(20, 30), one_way(21, 60)
    first, second = protect(old, TEN), protect(new, TEN)
    other = Table.one_way(["x", "y"], [20, 30])
    for published, before, after, protected, rules in (
        (first.published, one_way(50, 30), new, second, TEN),
        (first.published, old, one_way(21, 60), second, TEN),
        (first.published, old, new, second, FIVE),
        (protect(other, TEN).published, other, new, second, TEN),
    ):
        with pytest.raises(ValueError):
            reconcile_edition(published, before, after, protected, rules)
