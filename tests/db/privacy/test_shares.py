"""Shares, and the trust of few."""

from __future__ import annotations

from collections import defaultdict

import pytest

from db.privacy import (
    Mark,
    Table,
    TrustCell,
    protect,
    share,
    table_share,
    trust_cell,
)
from tests.db.privacy.tables import (
    HIDDEN,
    TEN,
    one_way,
)


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

    Unrounded, an interval to one decimal gives the pair away nearly always (rule 6 of
    ``docs/privacy.md#the-rules``).
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
