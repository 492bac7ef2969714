"""What may be published tells nobody who was counted, whatever the table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from db.privacy import (
    Reason,
    Rules,
    Table,
    feasible_interval,
    protect,
)
from tests.db.privacy.attacker import (
    broken_promises,
    worlds,
)
from tests.db.privacy.tables import (
    FIVE,
    HIDDEN,
    TEN,
    examples,
    knowledge,
    outcome,
    quick,
    small_tables,
    tried,
    two_way,
)


def check_the_promise(table: Table, rules: Rules) -> None:
    published = protect(table, rules).published
    assert broken_promises(table, published) == []


def check_what_is_published(table: Table, rules: Rules) -> None:
    first, second = protect(table, rules), protect(table, rules)
    assert outcome(first) == outcome(second) and first.reasons == second.reasons
    for index in np.ndindex(table.grid.shape):
        value, truth = first.published.at(index), int(table.grid[index])
        if value is HIDDEN:
            assert (first.reasons[index] is Reason.SMALL) == (truth < rules.threshold)
            assert first.published.values[index] == -1
        else:
            assert truth >= rules.threshold and value == rules.rounded(truth)


ENUMERABLE = small_tables((1,), (2,), (3,), (4,), (2, 2), (2, 2), (2, 3), (3, 2), largest=12)
REALISTIC = small_tables((5,), (8,), (2, 3), (4, 3), (6, 4), largest=60)


@settings(quick, max_examples=6)
@given(ENUMERABLE)
def test_an_enumerating_attacker_learns_no_hidden_count(table: Table) -> None:
    check_the_promise(table, FIVE)


@examples(40, 160)
def test_an_enumerating_attacker_learns_no_hidden_count_long(number: int) -> None:
    tried(number, check_the_promise, ENUMERABLE, st.just(FIVE))


@quick
@given(small_tables((2,), (3,), (4,), largest=40))
def test_an_enumerating_attacker_learns_nothing_under_the_usual_rules(table: Table) -> None:
    check_the_promise(table, TEN)


@quick
@given(REALISTIC)
def test_no_small_count_is_published_and_the_rest_is_rounded(table: Table) -> None:
    check_what_is_published(table, TEN)


@examples(150, 800)
def test_no_small_count_is_published_and_the_rest_is_rounded_long(number: int) -> None:
    rules = st.sampled_from([TEN, FIVE, Rules(12, 6), Rules(20, 10)])
    tried(number, check_what_is_published, REALISTIC, rules)


def check_order_is_nothing(table: Table, rows: list[int], columns: list[int]) -> None:
    assume(len(np.unique(table.grid)) == table.grid.size)
    plain = protect(table, TEN).published
    moved = protect(two_way(table.counts[np.ix_(rows, columns)]), TEN).published
    order = np.ix_([*rows, len(rows)], [*columns, len(columns)])
    assert (plain.values[order] == moved.values).all()


DISTINCT = st.lists(st.integers(0, 70), min_size=9, max_size=9, unique=True).map(
    lambda found: two_way(np.array(found).reshape(3, 3))
)
ORDER = st.permutations([0, 1, 2])


@quick
@given(DISTINCT, ORDER, ORDER)
def test_the_order_of_rows_and_columns_changes_nothing(
    table: Table, rows: list[int], columns: list[int]
) -> None:
    check_order_is_nothing(table, rows, columns)


@examples(150, 800)
def test_the_order_of_rows_and_columns_changes_nothing_long(number: int) -> None:
    tried(number, check_order_is_nothing, DISTINCT, ORDER, ORDER)


@pytest.mark.parametrize("counts", [[[3, 12], [14, 20]], [[2, 9], [15, 7]], [[0, 8], [6, 30]]])
def test_the_audit_reaches_as_far_as_whole_counts_do(counts: list[list[int]]) -> None:
    """The relaxation of a single table is exact: enumeration finds the same ends."""
    table = two_way(counts)
    published = protect(table, FIVE).published
    for known in (True, False):
        possible = worlds(published, rules_known=known)
        system = knowledge(table, published, rules_known=known)
        for i in range(9):
            ends = (int(possible[:, i].min()), float(possible[:, i].max()))
            assert feasible_interval(system, i) == ends
