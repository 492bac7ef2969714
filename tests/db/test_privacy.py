"""What may be published tells nobody who was counted: worked examples, attacks, exhaustive search.

The attackers here are written anew, by enumeration; none of them uses the module's own audit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, permutations, product
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from db.privacy import (
    TOTAL,
    Constraint,
    Mark,
    ProtectedTable,
    Published,
    Reason,
    Rules,
    System,
    Table,
    TrustCell,
    feasible_interval,
    hidden_share,
    join,
    keeps_its_promise,
    merge,
    protect,
    reconcile_edition,
    share,
    system_of,
    table_share,
    trust_cell,
)
from db.privacy.tables import publish

Worlds = NDArray[np.int64]
Outcome = tuple[int | Mark, ...]

TEN = Rules()
FIVE = Rules(threshold=5)
HIDDEN = Mark.HIDDEN
WOMEN_AND_MEN = Table.two_way(["women", "men"], ["A", "B", "C"], [[21, 14, 4], [19, 11, 13]])

quick = settings(derandomize=True, database=None, deadline=None, max_examples=20)
long = settings(derandomize=True, database=None, deadline=None, max_examples=3000)


def one_way(*counts: int) -> Table:
    return Table.one_way([f"r{i}" for i in range(len(counts))], counts)


def two_way(counts: object, impossible: object = None) -> Table:
    given_counts = np.array(counts)
    rows, columns = (
        [f"{axis}{i}" for i in range(n)] for axis, n in zip("rc", given_counts.shape, strict=True)
    )
    return Table.two_way(rows, columns, given_counts, impossible)  # type: ignore[arg-type]


def outcome(protected: ProtectedTable) -> Outcome:
    return tuple(value for _, value in protected.published.cells())


def with_hidden(table: Table, *hidden: tuple[int, ...], rules: Rules) -> Published:
    mask = np.zeros(table.grid.shape, dtype=np.bool_)
    for index in hidden:
        mask[index] = True
    return publish(table, mask, rules)


def small_tables(*shapes: tuple[int, ...], largest: int) -> st.SearchStrategy[Table]:
    """Counts with many zeros and small numbers, some large."""
    count = st.one_of(st.integers(0, 6), st.integers(0, largest))

    def of_shape(shape: tuple[int, ...]) -> st.SearchStrategy[Table]:
        size = int(np.prod(shape))
        cells = st.lists(count, min_size=size, max_size=size)
        return cells.map(
            lambda found: (
                one_way(*found) if len(shape) == 1 else two_way(np.array(found).reshape(shape))
            )
        )

    return st.sampled_from(shapes).flatmap(of_shape)


# -- an attacker who enumerates --------------------------------------------------------------


def line_indexes(shape: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    for axis, size in enumerate(shape):
        others = [range(n) for i, n in enumerate(shape) if i != axis]
        for rest in product(*others):
            yield [(*rest[:axis], position, *rest[axis:]) for position in range(size)]


def reading(published: Published, index: tuple[int, ...]) -> tuple[float, float]:
    """The counts a mark or value can stand for, nothing else known."""
    rules, entry = published.rules, published.at(index)
    if isinstance(entry, Mark):
        return 0, inf if entry is HIDDEN else 0
    fits = [
        n
        for n in range(entry - rules.base, entry + rules.base + 1)
        if n >= rules.threshold and int(n / rules.base + 0.5) * rules.base == entry
    ]
    return min(fits), max(fits)


def worlds(published: Published, *, rules_known: bool = True) -> Worlds:
    """All integer grids that fit what is published; one row each, entries in flat order.

    Counts that nothing bounds stop at two thresholds: fewer worlds, so a harder promise.
    """
    shape = published.values.shape
    entries = list(np.ndindex(shape))
    ends = [reading(published, entry) for entry in entries]
    found = np.zeros((1, len(entries)), dtype=np.int64)
    for cell in np.ndindex(tuple(size - 1 for size in shape)):
        sums = [i for i, entry in enumerate(entries) if adds_to(cell, entry, shape)]
        low, high = ends[entries.index(cell)]
        high = min(high, *(ends[i][1] for i in sums))
        values = np.arange(low, 1 + (2 * published.rules.threshold if high == inf else high))
        found, added = np.repeat(found, len(values), axis=0), np.tile(values, len(found))
        for i in sums:
            found[:, i] += added.astype(np.int64)
            keep = found[:, i] <= ends[i][1]
            found, added = found[keep], added[keep]
    lows, highs = np.array(ends).T
    found = found[np.all((found >= lows) & (found <= highs), axis=1)]
    if rules_known:
        found = found[by_the_rules(published, found)]
    return found


def adds_to(cell: tuple[int, ...], entry: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether an entry is the cell itself or a total over it."""
    return all(a in (b, size - 1) for a, b, size in zip(entry, cell, shape, strict=True))


def by_the_rules(published: Published, found: Worlds) -> NDArray[np.bool_]:
    """Which worlds rule 3 could have left so: enough hidden in a line; cover the smallest in one.

    What is shown in a line is read as large as it can be.
    """
    entries = list(np.ndindex(published.values.shape))
    lines = list(line_indexes(published.values.shape))
    keep = np.ones(len(found), dtype=np.bool_)
    for line in lines:
        hidden = [entries.index(e) for e in line if published.at(e) is HIDDEN]
        if hidden and published.at(line[-1]) is not HIDDEN:
            keep &= found[:, hidden].sum(axis=1) >= published.rules.threshold
    for i, entry in enumerate(entries):
        if published.at(entry) is HIDDEN:
            shown = [
                [e for e in line if isinstance(published.at(e), int)]
                for line in lines
                if entry in line
            ]
            smallest = [
                min((reading(published, e)[1] for e in line), default=inf) for line in shown
            ]
            keep &= found[:, i] <= max(smallest)
    return keep


def broken_promises(table: Table, published: Published) -> list[tuple[int, ...]]:
    """Hidden entries an enumerating attacker learns too much about."""
    possible, truth = worlds(published), table.grid
    assert (possible == truth.ravel()).all(axis=1).any() or truth.max() > 10
    broken = []
    for i, index in enumerate(np.ndindex(truth.shape)):
        if published.at(index) is HIDDEN:
            low, high = possible[:, i].min(), possible[:, i].max()
            small = truth[index] < published.rules.threshold
            if high - low < published.rules.threshold or (small and low > 0):
                broken.append(index)
    return broken


# -- rules and tables ------------------------------------------------------------------------


@pytest.mark.parametrize(("threshold", "base"), [(4, 4), (0, 1), (10, 0), (10, 11)])
def test_no_rules_are_weaker_than_the_law_of_the_house(threshold: int, base: int) -> None:
    with pytest.raises(ValueError):
        Rules(threshold, base)


@pytest.mark.parametrize("base", [1, 2, 3, 5, 10])
def test_a_published_value_means_exactly_the_counts_that_round_to_it(base: int) -> None:
    rules = Rules(10, base)
    for count in range(10, 60):
        value = rules.rounded(count)
        low, high = rules.meaning(value)
        assert value % base == 0 and abs(value - count) <= base / 2
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
def test_a_table_that_cannot_be_is_refused(make: object) -> None:
    with pytest.raises(ValueError):
        make()  # type: ignore[operator]


def test_merging_adds_up_and_keeps_an_empty_group_in_sight() -> None:
    groups = {"CI": "west", "SN": "west", "CM": "central", "SY": "mena"}
    assert merge({"CM": 4, "SN": 3, "CI": 2}, groups) == {"west": 5, "central": 4, "mena": 0}
    with pytest.raises(ValueError, match="XX"):
        merge({"XX": 1}, groups)


# -- worked examples and attacks -------------------------------------------------------------


def test_hiding_one_cell_alone_gives_it_away() -> None:
    alone = with_hidden(WOMEN_AND_MEN, (0, 2), rules=Rules(10, 1))
    assert feasible_interval(system_of(alone, rules_known=False), 2) == (4, 4)
    assert not keeps_its_promise(alone, rules_known=False)


def test_a_large_hidden_count_needs_a_wide_interval_too() -> None:
    """Its interval need not reach 0, but 30 known to be 30 is a published 30."""
    alone = with_hidden(one_way(30, 40, 50), (0,), rules=Rules(10, 1))
    assert feasible_interval(system_of(alone, rules_known=False), 0) == (30, 30)
    assert not keeps_its_promise(alone, rules_known=False)
    assert keeps_its_promise(with_hidden(one_way(30, 40, 50), (0,), (1,), rules=TEN))


def test_what_a_value_says_includes_the_threshold() -> None:
    system_ten = system_of(with_hidden(one_way(10, 50), rules=TEN))
    assert feasible_interval(system_ten, 0) == (10, 12)


def test_hiding_the_block_leaves_the_women_of_c_from_0_to_17() -> None:
    block = with_hidden(WOMEN_AND_MEN, (0, 1), (0, 2), (1, 1), (1, 2), rules=Rules(10, 1))
    assert feasible_interval(system_of(block, rules_known=False), 2) == (0, 17)


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


# -- properties ------------------------------------------------------------------------------


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


@quick
@given(ENUMERABLE)
def test_an_enumerating_attacker_learns_no_hidden_count(table: Table) -> None:
    check_the_promise(table, FIVE)


@pytest.mark.long
@long
@given(ENUMERABLE)
def test_an_enumerating_attacker_learns_no_hidden_count_long(table: Table) -> None:
    check_the_promise(table, FIVE)


@quick
@given(small_tables((2,), (3,), (4,), largest=40))
def test_an_enumerating_attacker_learns_nothing_under_the_usual_rules(table: Table) -> None:
    check_the_promise(table, TEN)


@quick
@given(REALISTIC)
def test_no_small_count_is_published_and_the_rest_is_rounded(table: Table) -> None:
    check_what_is_published(table, TEN)


@pytest.mark.long
@long
@given(REALISTIC, st.sampled_from([TEN, FIVE, Rules(7, 3), Rules(12, 1)]))
def test_no_small_count_is_published_and_the_rest_is_rounded_long(t: Table, rules: Rules) -> None:
    check_what_is_published(t, rules)


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


@pytest.mark.long
@long
@given(DISTINCT, ORDER, ORDER)
def test_the_order_of_rows_and_columns_changes_nothing_long(
    table: Table, rows: list[int], columns: list[int]
) -> None:
    check_order_is_nothing(table, rows, columns)


@pytest.mark.parametrize("counts", [[[3, 12], [14, 20]], [[2, 9], [15, 7]], [[0, 8], [6, 30]]])
def test_the_audit_reaches_as_far_as_whole_counts_do(counts: list[list[int]]) -> None:
    """The relaxation of a single table is exact: enumeration finds the same ends."""
    published = protect(two_way(counts), FIVE).published
    for known in (True, False):
        possible = worlds(published, rules_known=known)
        system = system_of(published, rules_known=known)
        for i in range(9):
            ends = (int(possible[:, i].min()), float(possible[:, i].max()))
            assert feasible_interval(system, i) == ends


# -- an attacker who also runs the algorithm -------------------------------------------------


def told_by_the_algorithm(groups: dict[Outcome, list[tuple[int, ...]]], most: int) -> list[Outcome]:
    """Outcomes whose possible worlds agree too well; ``most`` bounds the totals enumerated."""
    broken = []
    for marks, truths in groups.items():
        if isinstance(marks[-1], Mark) or marks[-1] > most:
            continue
        for i in (i for i, mark in enumerate(marks) if mark is HIDDEN):
            low, high = min(t[i] for t in truths), max(t[i] for t in truths)
            if high - low < FIVE.threshold or 0 < low < FIVE.threshold:
                broken.append(marks)
    return broken


def one_way_outcomes(cells: int, most: int) -> dict[Outcome, list[tuple[int, ...]]]:
    """All one-way tables by what is published of them, ties broken in every way."""
    groups: dict[Outcome, list[tuple[int, ...]]] = defaultdict(list)
    for counts in combinations_with_replacement(range(most + 3), cells):
        if FIVE.threshold <= sum(counts) <= most + 2:
            *marks, total = outcome(protect(one_way(*counts), FIVE))
            for order in set(permutations(zip(counts, marks, strict=True))):
                groups[(*(mark for _, mark in order), total)].append(tuple(n for n, _ in order))
    return groups


def two_way_outcomes(tables: Iterable[Table]) -> dict[Outcome, list[tuple[int, ...]]]:
    groups: dict[Outcome, list[tuple[int, ...]]] = defaultdict(list)
    for table in tables:
        groups[outcome(protect(table, FIVE))].append(tuple(table.grid.ravel().tolist()))
    return groups


def two_by_two(first_row: range, first_column: range, total: range) -> Iterator[Table]:
    """All tables with the given sums."""
    for row, column, persons in product(first_row, first_column, total):
        for corner in range(min(row, column) + 1):
            rest = [row - corner, column - corner, persons - row - column + corner]
            if min(rest) >= 0:
                yield two_way([[corner, rest[0]], rest[1:]])


def test_who_runs_the_algorithm_on_every_one_way_table_learns_no_hidden_count() -> None:
    assert told_by_the_algorithm(one_way_outcomes(3, 15), 15) == []


@pytest.mark.long
@pytest.mark.parametrize(("cells", "most"), [(2, 40), (3, 40), (4, 30), (5, 25)])
def test_who_runs_the_algorithm_on_one_way_tables_learns_nothing_long(
    cells: int, most: int
) -> None:
    assert told_by_the_algorithm(one_way_outcomes(cells, most), most) == []


def test_who_runs_the_algorithm_on_two_by_two_tables_learns_no_hidden_count() -> None:
    """All tables whose first row and column read 5 and whose total reads 20."""
    groups = two_way_outcomes(two_by_two(range(5, 8), range(5, 8), range(18, 23)))
    complete = {marks: truths for marks, truths in groups.items() if (marks[2], marks[6]) == (5, 5)}
    assert complete
    assert told_by_the_algorithm(complete, 20) == []


@pytest.mark.long
def test_who_runs_the_algorithm_on_two_by_two_tables_learns_nothing_long() -> None:
    sums = range(23)
    groups = two_way_outcomes(two_by_two(sums, sums, range(5, 23)))
    assert told_by_the_algorithm(groups, 20) == []


# -- the system ------------------------------------------------------------------------------


def system(*bounds: tuple[float, float], constraints: tuple[Constraint, ...] = ()) -> System:
    lower, upper = np.array(bounds, dtype=np.float64).T
    return System(lower, upper, constraints)


def test_the_ends_of_an_interval_are_rounded_inwards() -> None:
    halves = system((0, inf), constraints=(Constraint({0: 2.0}, 1, 5),))
    assert feasible_interval(halves, 0) == (1, 2)


def test_nothing_known_means_no_upper_end() -> None:
    assert feasible_interval(system((0, inf)), 0) == (0, inf)


def test_facts_that_contradict_each_other_are_an_error() -> None:
    with pytest.raises(ValueError, match="no possible world"):
        feasible_interval(system((0, 3), constraints=(Constraint({0: 1.0}, 4, 4),)), 0)


def test_two_groupings_of_the_same_persons_are_audited_together() -> None:
    """15-24 | 25 and over beside 15-29 | 30 and over: the difference is the 25 to 29."""
    exact = Rules(10, 1)
    young = system_of(publish(one_way(40, 60), np.zeros(3, dtype=np.bool_), exact))
    older = system_of(publish(one_way(43, 57), np.zeros(3, dtype=np.bool_), exact))
    between = system((0, inf))
    linked = join([young, older, between], [Constraint({3: 1.0, 0: -1.0, 6: -1.0}, 0, 0)])
    assert feasible_interval(between, 0) == (0, inf)
    assert feasible_interval(linked, 6) == (3, 3)


# -- shares and trust ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (9, 40, HIDDEN),
        (31, 40, HIDDEN),
        (40, 40, HIDDEN),
        (0, 40, HIDDEN),
        (10, 40, 25),
        (30, 40, 75),
        (22, 42, 50),
        (33, 66, 54),
    ],
)
def test_a_share_needs_both_sides(numerator: int, denominator: int, expected: int | Mark) -> None:
    assert share(numerator, denominator, TEN) == expected


def test_a_share_is_of_a_part_in_a_whole() -> None:
    for numerator, denominator in ((5, 4), (-1, 4)):
        with pytest.raises(ValueError):
            share(numerator, denominator, TEN)


def parts_and_wholes(least: int, most: int) -> list[tuple[int, int]]:
    return [(n, k) for n in range(least, most) for k in range(10, n - 9)]


def test_a_share_tells_no_more_than_the_rounded_counts() -> None:
    told = defaultdict(set)
    for n, k in parts_and_wholes(20, 100):
        told[TEN.rounded(k), TEN.rounded(n)].add(share(k, n, TEN))
    assert all(len(shares) == 1 for shares in told.values())


def test_a_share_of_a_hidden_cell_is_hidden_though_its_count_is_large() -> None:
    published = protect(one_way(3, 12, 40, 45), TEN).published
    assert table_share(published, (1,), (-1,)) is HIDDEN
    assert table_share(published, (2,), (-1,)) == 40


def test_a_share_where_nothing_else_can_be_is_hidden() -> None:
    only = Table.one_way(["a", "b"], [30, 0], [False, True])
    assert table_share(protect(only, TEN).published, (0,), (-1,)) is HIDDEN
    assert table_share(protect(only, TEN).published, (1,), (-1,)) is Mark.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("trusting", "n"), [(15, 29), (9, 40), (31, 40), (0, 60), (60, 60), (3, 8)]
)
def test_trust_is_hidden_for_few_answers_and_for_near_agreement(trusting: int, n: int) -> None:
    assert trust_cell(trusting, n, TEN) is HIDDEN


def test_trust_is_told_in_rounded_answers_and_whole_percents() -> None:
    assert trust_cell(29, 51, TEN) == TrustCell(n=50, share=60, lower=46, upper=72)


def test_a_printed_interval_cannot_be_inverted() -> None:
    """Each printed cell fits at least 3 numbers trusting, 3 of answers and 9 pairs of both.

    Unrounded, an interval to one decimal gives the pair away nearly always (privacy.md, rule 6).
    """
    fits = defaultdict(set)
    for n, k in parts_and_wholes(30, 70):
        fits[trust_cell(k, n, TEN)].add((k, n))
    printed = {cell: pairs for cell, pairs in fits.items() if isinstance(cell, TrustCell)}
    assert HIDDEN not in fits
    for cell, pairs in printed.items():
        if cell.n < 65:  # the last groups are cut off by the range above
            assert len(pairs) >= 9
            assert min(len({k for k, _ in pairs}), len({n for _, n in pairs})) >= 3


# -- editions --------------------------------------------------------------------------------


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
