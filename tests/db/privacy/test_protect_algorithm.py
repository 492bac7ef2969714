"""An attacker who also runs the algorithm learns no hidden count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations_with_replacement, permutations, product

import pytest

from db.privacy import (
    Mark,
    Table,
    protect,
    protect_together,
)
from tests.db.privacy.tables import (
    FIVE,
    HIDDEN,
    Outcome,
    one_way,
    outcome,
    two_way,
)


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
    sums = range(18)
    groups = two_way_outcomes(two_by_two(sums, sums, range(5, 18)))
    assert told_by_the_algorithm(groups, 15) == []


def linked_outcomes(cells: tuple[int, int], totals: range) -> dict[Outcome, set[tuple[int, ...]]]:
    """All pairs of tables of the same persons by what is published of both."""
    groups: dict[Outcome, set[tuple[int, ...]]] = defaultdict(set)
    for total in totals:
        for counts in product(*(sums_to(total, size) for size in cells)):
            made = protect_together([one_way(*each) for each in counts], FIVE)
            lines = [
                set(permutations(zip(each, outcome(protected)[:-1], strict=True)))
                for each, protected in zip(counts, made, strict=True)
            ]
            for one, other in product(*lines):
                marks = (*(mark for _, mark in (*one, *other)), outcome(made[0])[-1])
                groups[marks].add(tuple(count for count, _ in (*one, *other)))
    return groups


def sums_to(total: int, size: int) -> list[tuple[int, ...]]:
    found = combinations_with_replacement(range(total + 1), size)
    return [counts for counts in found if sum(counts) == total]


def check_linked(groups: dict[Outcome, set[tuple[int, ...]]]) -> None:
    """Five counts in a row around every possible one, and 0 among them where one is small."""
    for marks, truths in groups.items():
        for i in (i for i, mark in enumerate(marks[:-1]) if mark is HIDDEN):
            counts = {truth[i] for truth in truths}
            runs = [n for n in counts if n - 1 not in counts]
            lengths = [next(k for k in range(99) if n + k not in counts) for n in runs]
            assert min(lengths) >= FIVE.threshold and not 0 < min(counts) < FIVE.threshold, marks


def test_who_runs_the_algorithm_on_linked_tables_learns_no_hidden_count() -> None:
    """All that read 10 or 15 together."""
    check_linked(linked_outcomes((2, 2), range(10, 18)))


@pytest.mark.long
@pytest.mark.parametrize("cells", [(2, 3), (3, 3)])
def test_who_runs_the_algorithm_on_linked_tables_learns_nothing_long(
    cells: tuple[int, int],
) -> None:
    check_linked(linked_outcomes(cells, range(10, 18)))
