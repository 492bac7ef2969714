"""The change that several places have in common, against R's and SAS's documentation."""

from __future__ import annotations

import pytest

from db import statistics
from db.statistics import stratified

#: SAS/STAT, PROC FREQ, example "Cochran-Mantel-Haenszel Statistics" (Migraine): better of all, by
#: sex, first with the placebo, then with the drug.
MIGRAINE = ((5, 25, 16, 27), (7, 26, 12, 28))
#: R, ``mantelhaen.test``, data ``Rabbits`` (penicillin): cured of all, five doses, first after 1.5
#: hours, then at once.
RABBITS = ((0, 5, 0, 6), (0, 6, 3, 6), (2, 6, 6, 6), (6, 6, 5, 6), (5, 5, 2, 2))
#: R, package tern, its test of ``prop_diff_strat_nc`` ("values externally validated"): 80 people
#: drawn after ``set.seed(1)``, by six strata, first of group B, then of A.
TERN = ((3, 6, 8, 9), (2, 5, 2, 5), (3, 8, 6, 7), (6, 12, 4, 4), (3, 4, 5, 7), (3, 5, 5, 8))


def test_the_interval_is_yan_and_sus_with_the_weights_of_mantel_and_haenszel() -> None:
    found = stratified.change_together(TERN)
    assert found is not None
    assert found.difference == pytest.approx(0.2539, abs=5e-5)
    assert (found.lower, found.upper) == pytest.approx((0.0347, 0.4454), abs=5e-5)


def test_the_test_is_that_of_cochran_mantel_and_haenszel() -> None:
    """8.3052 with one degree of freedom, p = 0.0040."""
    found = stratified.change_together(MIGRAINE)
    assert found is not None and found.is_change
    assert found.p_value == pytest.approx(0.003954, abs=5e-6)


@pytest.mark.parametrize("tables", [MIGRAINE, TERN])
def test_statsmodels_says_the_same_of_the_test(tables: tuple[stratified.Stratum, ...]) -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    made = [[[k2, n2 - k2], [k1, n1 - k1]] for k1, n1, k2, n2 in tables]
    wanted = StratifiedTable(made).test_null_odds(correction=False).pvalue
    found = stratified.change_together(tables)
    assert found is not None and found.p_value == pytest.approx(wanted)


def test_where_few_are_expected_the_test_is_exact() -> None:
    """``mantelhaen.test(Rabbits, exact = TRUE)``: p-value = 0.03994."""
    found = stratified.change_together(RABBITS)
    assert found is not None
    assert found.p_value == pytest.approx(0.03994, abs=5e-6)


@pytest.mark.parametrize("table", [(40, 80, 30, 90), (1, 10, 3, 300), (0, 10, 10, 10)])
def test_one_place_together_is_that_place(table: stratified.Stratum) -> None:
    alone = statistics.change(*table, tests=3)
    assert stratified.change_together((table, (0, 0, 3, 9)), tests=3) == alone
    _, n1, _, n2 = table
    found = stratified.detectable_together([table], tests=3)
    assert found == pytest.approx(statistics.detectable(n1, n2, tests=3))


def test_nothing_together_is_nothing() -> None:
    assert stratified.change_together(()) is None
    assert stratified.change_together(((0, 0, 3, 9),)) is None


def test_other_sizes_of_the_same_shares_are_no_change() -> None:
    """80 and 45 % in both waves; added up 70, then 55 %."""
    found = stratified.change_together(((80, 100, 32, 40), (18, 40, 45, 100)))
    assert found is not None
    assert (found.difference, found.p_value) == pytest.approx((0, 1))
    assert not found.is_change and found.lower < 0 < found.upper


@pytest.mark.parametrize("trusting", [0, 1])
def test_where_all_say_the_same_the_interval_has_a_width(trusting: int) -> None:
    table = (20 * trusting, 20, 40 * trusting, 40)
    found = stratified.change_together((table, table))
    assert found is not None and not found.is_change
    assert found.lower < -0.02 and found.upper > 0.02


def test_two_places_show_what_one_with_all_their_answers_shows() -> None:
    found = stratified.detectable_together([(0, 50, 0, 50), (0, 150, 0, 150)])
    assert found == pytest.approx(statistics.detectable(200, 200))


def test_all_together_is_one_comparison_more_where_it_is_another() -> None:
    assert [stratified.comparisons(each) for each in (0, 1, 2, 6)] == [1, 1, 3, 7]
