"""Worked examples, and the attacks that a person would try first."""

from __future__ import annotations

from itertools import combinations_with_replacement

from db.privacy import (
    TOTAL,
    Mark,
    Reason,
    feasible_interval,
    hidden_share,
    protect,
    table_share,
)
from db.privacy.tables import publish
from tests.db.privacy.attacker import (
    broken_promises,
    worlds,
)
from tests.db.privacy.tables import (
    EXACT,
    HIDDEN,
    TEN,
    WOMEN_AND_MEN,
    keeps_its_promise,
    knowledge,
    one_way,
    outcome,
    two_way,
    with_hidden,
)


def test_hiding_one_cell_alone_gives_it_away() -> None:
    alone = with_hidden(WOMEN_AND_MEN, (0, 2), rules=EXACT)
    assert feasible_interval(knowledge(WOMEN_AND_MEN, alone, rules_known=False), 2) == (4, 4)
    assert not keeps_its_promise(WOMEN_AND_MEN, alone)


def test_a_large_hidden_count_needs_a_wide_interval_too() -> None:
    """Its interval need not reach 0, but 30 known to be 30 is a published 30."""
    table = one_way(30, 40, 50)
    alone = with_hidden(table, (0,), rules=EXACT)
    assert feasible_interval(knowledge(table, alone, rules_known=False), 0) == (30, 30)
    assert not keeps_its_promise(table, alone)
    assert keeps_its_promise(table, with_hidden(table, (0,), (1,), rules=TEN))


def test_what_a_value_says_includes_the_threshold() -> None:
    system_ten = knowledge(one_way(10, 50), with_hidden(one_way(10, 50), rules=TEN))
    assert feasible_interval(system_ten, 0) == (10, 12)


def test_hiding_the_block_leaves_the_women_of_c_from_0_to_17() -> None:
    block = with_hidden(WOMEN_AND_MEN, (0, 1), (0, 2), (1, 1), (1, 2), rules=EXACT)
    assert feasible_interval(knowledge(WOMEN_AND_MEN, block, rules_known=False), 2) == (0, 17)


def test_the_worked_example_keeps_its_totals_and_its_promise() -> None:
    protected = protect(WOMEN_AND_MEN, TEN)
    published = dict(protected.published.cells())
    assert published["women", "C"] is HIDDEN
    assert [published["women", TOTAL], published["men", TOTAL]] == [40, 45]
    assert [published[TOTAL, column] for column in "ABC"] == [40, 25, 15]
    assert protected.reasons[0, 2] is Reason.SMALL
    assert Reason.COVER in protected.reasons.values()
    for of_c in (0, 10):
        women = {0: [18, 20, 0], 10: [21, 7, 10]}[of_c]
        men = {0: [20, 7, 17], 10: [19, 18, 7]}[of_c]
        other = two_way([women, men]).grid
        assert (TEN.threshold <= other[protected.published.shown]).all()
        assert publish(two_way([women, men]), protected.published.hidden, TEN).values.tolist() == (
            protected.published.values.tolist()
        )


def test_subtraction_from_totals_finds_no_cell() -> None:
    for counts in ([3, 40, 55], [0, 20, 20], [9, 50, 50], [4, 12, 13]):
        protected = protect(one_way(*counts), TEN)
        marks = outcome(protected)[:-1]
        assert marks.count(HIDDEN) >= 2
        assert not broken_promises(one_way(*counts), protected.published)


def test_a_cover_cell_that_tells_too_much_gets_more_cover() -> None:
    covered = with_hidden(one_way(9, 50, 50), (0,), (1,), rules=TEN)
    assert worlds(covered)[:, 0].min() > 0
    reasons = protect(one_way(9, 50, 50), TEN).reasons
    assert Reason.AUDIT in reasons.values()


def test_hidden_cells_that_sum_to_three_get_cover() -> None:
    protected = protect(one_way(1, 2, 40, 50), TEN)
    assert outcome(protected) == (HIDDEN, HIDDEN, HIDDEN, 50, 95)
    assert protected.reasons == {(0,): Reason.SMALL, (1,): Reason.SMALL, (2,): Reason.COVER}


def test_zeros_are_hidden_with_the_same_mark_and_with_cover() -> None:
    assert outcome(protect(one_way(0, 0, 25, 50), TEN)) == (HIDDEN, HIDDEN, HIDDEN, 50, 75)


def test_a_full_line_does_not_say_that_all_are_alike() -> None:
    protected = protect(two_way([[30, 0, 0], [20, 25, 30]]), TEN)
    assert [protected.published.at((0, column)) for column in range(3)] == [HIDDEN] * 3
    assert protected.published.at((0, -1)) == 30
    assert table_share(protected.published, (0, 0), (0, -1)) is HIDDEN


def test_four_nines_beside_a_twelve_are_not_given_away_by_the_rules() -> None:
    """Were 12 published, of 48: four hidden cells of 36 or more, and at most one of them cover."""
    sums = [h for h in combinations_with_replacement(range(13), 4) if sum(h) >= 36]
    assert [h for h in sums if h[2] < 10 and (h[3] < 10 or sum(h[:3]) < 10)] == [(9, 9, 9, 9)]
    assert outcome(protect(one_way(9, 9, 9, 9, 12), TEN)) == (*[HIDDEN] * 5, 50)


def test_a_total_under_the_threshold_is_hidden() -> None:
    assert outcome(protect(one_way(2, 3), TEN)) == (HIDDEN,) * 3
    assert outcome(protect(one_way(0), TEN)) == (HIDDEN,) * 2
    by_row = protect(two_way([[2, 3], [20, 25], [30, 31]]), TEN).published
    assert by_row.at((0, -1)) is HIDDEN
    assert by_row.at((-1, -1)) == 110


def test_what_cannot_exist_says_so_and_is_no_cover() -> None:
    table = two_way([[25, 0, 3], [30, 40, 50]], [[False, True, False], [False, False, False]])
    published = protect(table, TEN).published
    assert published.at((0, 1)) is Mark.NOT_APPLICABLE
    assert published.at((0, 0)) is published.at((0, 2)) is HIDDEN
    empty_row = two_way([[0, 0], [30, 40]], [[True, True], [False, False]])
    assert protect(empty_row, TEN).published.at((0, -1)) is Mark.NOT_APPLICABLE


def test_cells_carry_their_labels_and_the_public_side_no_reason() -> None:
    protected = protect(one_way(12, 33), TEN)
    assert [*protected.published.cells()] == [(("r0",), 10), (("r1",), 35), ((TOTAL,), 45)]
    assert not hasattr(protected.published, "reasons")
    assert not hasattr(protected.published, "table")


def test_the_preview_says_how_many_cells_and_persons_are_hidden() -> None:
    assert hidden_share(protect(one_way(3, 12, 40, 45), TEN)) == (0.5, 0.15)
    assert hidden_share(protect(one_way(0, 0), TEN)) == (1.0, 0.0)
