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
