"""Editions and the differences between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from db.privacy import FrozenRules, Printed, Rules, Table, disclosed, protect, reconcile
from tests.db.privacy.judging import broken
from tests.db.privacy.making import frozen, shown
from tests.db.privacy.tables import (
    EXACT,
    FIVE,
    HIDDEN,
    TEN,
    Outcome,
    one_way,
    outcome,
    two_way,
    with_hidden,
)


def editions(*tables: Table, rules: Sequence[Rules] = (TEN,)) -> list[Outcome]:
    """What each edition of one table shows; none of them tells a hidden count."""
    made = frozen(*([table] for table in tables), rules=rules)
    assert broken(made) == []
    return [shown(edition)[0] for edition in made]


def next_edition(*tables: Table) -> Outcome:
    return editions(*tables)[-1]


def test_a_correction_of_one_person_changes_nothing_in_print() -> None:
    assert outcome(protect(one_way(18, 32, 40), TEN)) != outcome(protect(one_way(17, 32, 40), TEN))
    assert next_edition(one_way(17, 32, 40), one_way(18, 32, 40)) == (15, 30, 40, 90)


def test_a_count_that_falls_by_one_under_the_threshold_is_repeated() -> None:
    assert next_edition(one_way(10, 30, 40), one_way(9, 30, 40)) == (10, 30, 40, 80)


def test_a_count_that_rises_by_one_to_the_threshold_stays_hidden() -> None:
    assert next_edition(one_way(9, 12, 40), one_way(10, 12, 40)) == (HIDDEN, HIDDEN, 40, 60)


def test_a_large_correction_is_printed_and_the_rest_repeated() -> None:
    assert next_edition(one_way(20, 32, 40), one_way(21, 60, 38)) == (20, 60, 40, 120)


@pytest.mark.parametrize(
    ("old", "new"),
    [((20, 30), (29, 9)), ((16, 16), (16, 2))],
)
def test_an_edition_whose_difference_would_tell_a_count_is_not_made(
    old: Sequence[int], new: Sequence[int]
) -> None:
    assert next_edition(one_way(*old), one_way(*new)) == outcome(protect(one_way(*old), TEN))


def test_an_edition_that_tells_nothing_is_made() -> None:
    assert next_edition(one_way(20, 30), one_way(20, 6)) == (20, HIDDEN, 25)


def test_an_edition_shows_what_it_safely_can() -> None:
    """The first cell moved by 13 and would read 15: it stays hidden, and so does its cover."""
    assert next_edition(one_way(3, 12, 40), one_way(16, 12, 40)) == (HIDDEN, HIDDEN, 40, 70)
    assert next_edition(one_way(2, 13), one_way(19, 26)) == (HIDDEN, HIDDEN, 45)


def test_what_was_hidden_is_shown_where_that_tells_nothing() -> None:
    assert editions(one_way(4, 40, 50), one_way(33, 40, 50)) == [
        (HIDDEN, HIDDEN, 50, 95),
        (35, 40, 50, 125),
    ]


def test_after_a_mixed_edition_a_table_can_still_be_corrected() -> None:
    _, second, third = editions(one_way(20, 32, 40), one_way(21, 60, 38), one_way(21, 60, 75))
    assert second == (20, 60, 40, 120)
    assert third == (20, 60, 75, 155)


def test_small_steps_over_many_editions_do_not_add_up_unseen() -> None:
    first = [one_way(20, 32, 40), one_way(27, 60, 40)]
    *_, third = frozen(*([table] for table in (*first, one_way(29, 61, 40))))
    assert shown(third) == [(20, 60, 40, 125)]
    *_, fourth = frozen(*([t] for t in (*first, one_way(29, 61, 40), one_way(30, 61, 40))))
    assert shown(fourth)[0][0] == 30


def test_a_cell_that_became_possible_does_not_block_the_next_edition() -> None:
    before = Table.one_way(["r0", "r1", "r2"], [0, 22, 43], [True, False, False])
    assert next_edition(before, one_way(1, 22, 75)) == (HIDDEN, 20, 75, 100)


def test_tables_of_one_measure_show_one_total_or_are_repeated() -> None:
    before, after = [one_way(16, 16), one_way(30, 2)], [one_way(16, 2), one_way(10, 8)]
    first, second = frozen(before, after)
    assert shown(second) == shown(first)


def test_each_edition_has_its_own_rules() -> None:
    first, second = editions(one_way(22, 41, 60), one_way(24, 41, 90), rules=(TEN, Rules(20, 10)))
    assert first == (20, 40, 60, 125)
    assert second == (20, 40, 90, 160)


def test_an_old_release_that_was_not_rounded_can_be_corrected() -> None:
    """Base 1 is no rule to be had any more; what was frozen by it is still read."""
    table = one_way(12, 30, 41)
    first = Printed(with_hidden(table, rules=FrozenRules(5, 1)), table.grid)
    (made,) = reconcile([[first]], [protect(one_way(12, 30, 80), FIVE)])
    assert outcome(made) == (12, 30, 80, 120)


def test_what_earlier_editions_tell_already_is_not_held_against_a_new_one() -> None:
    table = one_way(4, 30, 40)
    first = [Printed(with_hidden(table, (0,), rules=EXACT), table.grid)]
    assert disclosed([first])
    (made,) = reconcile([first], [protect(one_way(4, 30, 80), TEN)])
    assert outcome(made) == (HIDDEN, 30, 80, 115)


def test_an_edition_that_repeated_one_table_only_is_still_understood() -> None:
    """They were made so once: the counts had moved far, and the table was printed as before."""
    old, new = two_way([[30, 40]]), two_way([[50, 20]])
    first = Printed(protect(old, TEN).published, old.grid)
    repeated = Printed(first.published, new.grid)
    beside = [
        Printed(protect(t, TEN).published, t.grid) for t in (one_way(35, 35), one_way(15, 55))
    ]
    (made, _) = reconcile(
        [[first, beside[0]], [repeated, beside[1]]],
        [protect(two_way([[80, 40]]), TEN), protect(one_way(15, 105), TEN)],
    )
    assert outcome(made)[-1] == 120


def test_an_edition_of_something_else_is_refused() -> None:
    old, new = one_way(20, 30), one_way(21, 60)
    first, second = protect(old, TEN).published, protect(new, TEN)
    other = Table.one_way(["x", "y"], [20, 30])
    closed = Table.one_way(["r0", "r1"], [20, 0], [False, True])
    for published, grid, protected in (
        (first, one_way(50, 30).grid, second),
        (first, old.grid, protect(closed, TEN)),
        (protect(other, TEN).published, other.grid, second),
    ):
        with pytest.raises(ValueError):
            reconcile([[Printed(published, grid)]], [protected])
    small_step = Printed(with_hidden(one_way(20, 25), rules=TEN), one_way(20, 27).grid)
    with pytest.raises(ValueError):
        reconcile([[Printed(first, old.grid)], [small_step]], [second])


def test_repeated_marks_have_reasons_for_managers() -> None:
    first, new = one_way(9, 12, 40), one_way(15, 16, 40)
    printed = [Printed(protect(first, TEN).published, first.grid)]
    (made,) = reconcile([printed], [protect(new, TEN)])
    assert made.published.hidden.sum() == len(made.reasons)
    assert (np.array(list(made.reasons.values())) == "edition").any()
