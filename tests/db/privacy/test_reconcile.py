"""Editions and the differences between them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.privacy import Printed, ProtectedTable, Rules, Table, protect, reconcile_edition
from db.privacy.reconcile import reconcile_siblings
from tests.db.privacy.attacker import broken_by_editions, told_by_editions
from tests.db.privacy.tables import (
    FIVE,
    HIDDEN,
    TEN,
    Outcome,
    long,
    one_way,
    outcome,
    quick,
    two_way,
    with_hidden,
)


def editions(*tables: Table, rules: Rules = TEN) -> list[Printed]:
    """One edition after the other, as they are stored."""
    printed = [Printed(protect(tables[0], rules).published, tables[0].grid)]
    for table in tables[1:]:
        made = reconcile_edition(printed, protect(table, rules))
        printed.append(Printed(made.published, table.grid))
    return printed


def shown(printed: Printed) -> Outcome:
    return tuple(value for _, value in printed.published.cells())


def next_edition(*tables: Table) -> Outcome:
    return shown(editions(*tables)[-1])


def test_a_correction_of_one_person_changes_nothing_in_print() -> None:
    assert outcome(protect(one_way(18, 32, 40), TEN)) != outcome(protect(one_way(17, 32, 40), TEN))
    assert next_edition(one_way(17, 32, 40), one_way(18, 32, 40)) == (15, 30, 40, 90)


def test_a_count_that_falls_by_one_under_the_threshold_is_repeated() -> None:
    assert next_edition(one_way(10, 30, 40), one_way(9, 30, 40)) == (10, 30, 40, 80)
    assert next_edition(one_way(9, 12, 40), one_way(10, 12, 40)) == (HIDDEN, HIDDEN, 40, 60)


def test_a_large_correction_is_printed_and_the_rest_repeated() -> None:
    assert next_edition(one_way(20, 32, 40), one_way(21, 60, 38)) == (20, 60, 40, 120)


def test_an_edition_whose_difference_would_tell_a_count_is_not_made() -> None:
    old, new = one_way(20, 30), one_way(29, 9)
    second = with_hidden(one_way(20, 20), (1,), rules=TEN)
    _, (low, high) = told_by_editions(protect(old, TEN).published, second, 60)
    assert 0 < low[1] < 10 or high[1] - low[1] < 10
    assert next_edition(old, new) == outcome(protect(old, TEN)) == (20, 30, 50)


def test_an_edition_that_tells_nothing_is_made() -> None:
    first, second = editions(one_way(20, 30), one_way(20, 6))
    assert shown(second) == (20, HIDDEN, 25)
    _, (low, high) = told_by_editions(first.published, second.published, 60)
    assert low[1] == 0 and high[1] >= 10


@pytest.mark.parametrize(
    ("old", "new"),
    [((16, 16), (16, 2)), ((3, 12, 40), (16, 12, 40)), ((2, 13), (19, 26))],
)
def test_a_mark_that_changes_tells_that_the_count_moved_far(
    old: Sequence[int], new: Sequence[int]
) -> None:
    assert next_edition(one_way(*old), one_way(*new)) == outcome(protect(one_way(*old), TEN))


def check_editions(old: Table, new: Table, most: int) -> None:
    first, second = editions(old, new, rules=FIVE)
    if shown(first) != shown(second):
        assert broken_by_editions(first, second, most) == []


def pairs(size: int, largest: int, step: int) -> st.SearchStrategy[tuple[Table, Table]]:
    """Counts, and the same counts corrected."""
    counts = st.lists(st.integers(0, largest), min_size=size, max_size=size)
    steps = st.lists(st.integers(-step, step), min_size=size, max_size=size)

    def corrected(drawn: tuple[list[int], list[int]]) -> tuple[Table, Table]:
        old, moved = drawn
        later = [max(0, a + b) for a, b in zip(old, moved, strict=True)]
        return one_way(*old), one_way(*later)

    return st.tuples(counts, steps).map(corrected)


@quick
@given(pairs(2, 22, 12))
def test_two_editions_tell_no_hidden_count(tables: tuple[Table, Table]) -> None:
    check_editions(*tables, most=45)


@pytest.mark.long
@long
@given(pairs(2, 22, 12))
def test_two_editions_tell_no_hidden_count_long(tables: tuple[Table, Table]) -> None:
    check_editions(*tables, most=45)


@pytest.mark.long
@quick
@given(pairs(3, 9, 8))
def test_two_editions_of_three_categories_tell_no_hidden_count(t: tuple[Table, Table]) -> None:
    check_editions(*t, most=30)


def test_after_a_mixed_edition_a_table_can_still_be_corrected() -> None:
    _, second, third = editions(one_way(20, 32, 40), one_way(21, 60, 38), one_way(21, 60, 75))
    assert shown(second) == (20, 60, 40, 120)
    assert shown(third) == (20, 60, 75, 155)


def test_small_steps_over_many_editions_do_not_add_up_unseen() -> None:
    *_, third, fourth = editions(
        one_way(20, 32, 40), one_way(27, 60, 40), one_way(29, 61, 40), one_way(30, 61, 40)
    )
    assert shown(third) == (20, 60, 40, 125)
    assert shown(fourth)[0] == 30


def test_a_cell_that_became_possible_does_not_block_the_next_edition() -> None:
    before = Table.one_way(["r0", "r1", "r2"], [0, 22, 43], [True, False, False])
    first = Printed(protect(before, TEN).published, before.grid)
    late = one_way(1, 22, 75)
    made = reconcile_edition([first], protect(late, TEN))
    assert outcome(made) == (HIDDEN, 20, 75, 100)


def test_tables_of_one_measure_show_one_total_or_are_repeated() -> None:
    old, new = one_way(16, 16), one_way(16, 2)

    def pair(before: Table, after: Table) -> tuple[list[Printed], ProtectedTable]:
        return editions(before), protect(after, TEN)

    wide = pair(two_way([[16, 16]]), two_way([[40, 40]]))
    alone = reconcile_siblings([wide])
    assert outcome(alone[0]) != shown(wide[0][-1])
    repeated = reconcile_siblings([pair(old, new), wide])
    assert [outcome(each) for each in repeated] == [(15, 15, 30), shown(wide[0][-1])]


def test_an_edition_of_something_else_is_refused() -> None:
    old, new = one_way(20, 30), one_way(21, 60)
    first, second = protect(old, TEN).published, protect(new, TEN)
    other = Table.one_way(["x", "y"], [20, 30])
    closed = Table.one_way(["r0", "r1"], [20, 0], [False, True])
    for published, grid, protected in (
        (first, one_way(50, 30).grid, second),
        (first, old.grid, protect(new, FIVE)),
        (first, old.grid, protect(closed, TEN)),
        (protect(other, TEN).published, other.grid, second),
    ):
        with pytest.raises(ValueError):
            reconcile_edition([Printed(published, grid)], protected)
    small_step = Printed(with_hidden(one_way(20, 25), rules=TEN), one_way(20, 27).grid)
    with pytest.raises(ValueError):
        reconcile_edition([Printed(first, old.grid), small_step], second)
