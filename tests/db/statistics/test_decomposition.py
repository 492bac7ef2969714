"""A difference is shared out over its factors: as in the literature, and without any rest."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.statistics.decomposition import effects, in_tenths, rates

COUNT = st.integers(0, 5_000)


def test_births_in_chile_and_austria_as_in_das_gupta() -> None:
    """Example 2.3 of Das Gupta (1993), three factors, with the digits of R's DasGuptR."""
    chile = [Fraction(each) for each in ("84.90502", "0.75756", "0.51065")]
    austria = [Fraction(each) for each in ("51.78746", "0.45919", "0.52638")]
    found = [float(each) for each in effects(chile, austria)]
    assert found == pytest.approx([10.4340333, 10.5608476, -0.6670084], abs=1e-6)


def test_two_factors_meet_in_the_middle() -> None:
    """3 * 5 - 2 * 4 = (3 - 2) * (5 + 4) / 2 + (5 - 4) * (3 + 2) / 2."""
    found = effects([Fraction(3), Fraction(5)], [Fraction(2), Fraction(4)])
    assert found == [Fraction(9, 2), Fraction(5, 2)]


@st.composite
def chain(draw: st.DrawFn) -> list[int]:
    """Days, people met, people who went on: nobody after nobody, and no more than before."""
    days, met = draw(COUNT), draw(COUNT)
    met = met if days else 0
    return [days, met, draw(st.integers(0, met))]


@given(chain(), chain())
def test_the_parts_sum_up_to_the_difference(own: list[int], other: list[int]) -> None:
    mine, theirs = rates(own, other)
    assert (prod(mine), prod(theirs)) == (own[-1], other[-1])
    found = effects(mine, theirs)
    assert sum(found) == own[-1] - other[-1]
    assert effects(theirs, mine) == [-each for each in found]


@given(chain(), chain())
def test_what_is_the_same_on_both_sides_explains_nothing(own: list[int], other: list[int]) -> None:
    mine, theirs = rates(own, other)
    for at, part in enumerate(effects(mine, theirs)):
        if mine[at] == theirs[at]:
            assert part == 0


@pytest.mark.long
@given(st.lists(st.fractions(-99, 99, max_denominator=997), min_size=1, max_size=4))
def test_what_is_written_sums_up_too(parts: list[Fraction]) -> None:
    total, tenths = in_tenths(sum(parts, Fraction(0)), parts)
    assert sum(tenths) == total
    assert all(abs(each - 10 * part) < 2 for each, part in zip(tenths, parts, strict=True))


def test_where_nobody_was_there_all_of_it_is_that() -> None:
    mine, theirs = rates([0, 0, 0], [200, 50, 10])
    assert effects(mine, theirs) == [-10, 0, 0]


def test_where_nobody_was_met_all_of_it_is_that() -> None:
    mine, theirs = rates([200, 0, 0], [200, 50, 10])
    assert effects(mine, theirs) == [0, -10, 0]


def test_people_met_on_no_day_cannot_be_shared_out() -> None:
    with pytest.raises(ValueError, match="follows on nought"):
        rates([0, 3, 1], [200, 50, 10])
