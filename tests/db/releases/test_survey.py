"""Trust in a release: what is printed rests on the audited table, and a manager reads why not."""

from __future__ import annotations

import pytest

from db.codes import Mark
from db.privacy import TOTAL, Rules, TrustCell
from db.releases.cells import truths_of_trust
from db.releases.survey import TrustTable, trust_table

RULES = Rules(10, 5)


def table(**counts: tuple[int, int]) -> TrustTable:
    return trust_table("trust.T1.1", counts, RULES)


def test_the_printed_n_is_the_audited_tables_own_total() -> None:
    cells = dict(table(RABAT=(32, 64), CASA=(41, 70)).cells())
    rabat, both = cells["RABAT"], cells[TOTAL]
    assert isinstance(rabat, TrustCell)
    assert isinstance(both, TrustCell)
    assert (rabat.n, rabat.share) == (65, 46)
    assert rabat.lower < rabat.share < rabat.upper
    assert both.n == 135


@pytest.mark.parametrize("trusting", range(10, 21))
@pytest.mark.parametrize("other", range(20, 26))
def test_what_the_audit_lets_through_is_printed_with_n_rounded(trusting: int, other: int) -> None:
    n = trusting + other
    cell = dict(table(RABAT=(trusting, n)).cells())["RABAT"]
    assert isinstance(cell, TrustCell)
    assert cell.n == RULES.rounded(n)


def test_a_manager_reads_why_a_share_is_hidden() -> None:
    made = table(RABAT=(32, 64), CASA=(60, 64), TANGER=(12, 29))
    shown = dict(made.cells())
    assert [shown[agency] for agency in ("CASA", "TANGER")] == [Mark.HIDDEN, Mark.HIDDEN]
    why = {truth.row_code: truth.reason for truth in truths_of_trust(made)}
    assert why["CASA"] == "small"
    assert all(bool(why[row]) == (shown[row] is Mark.HIDDEN) for row in why)
    assert why["RABAT"] == "cover"


def test_nobody_counts_where_every_agency_has_few_answers() -> None:
    truths = list(truths_of_trust(table(RABAT=(12, 29), CASA=(10, 20))))
    assert {(truth.row_code, truth.reason) for truth in truths} == {(TOTAL, "few")}


def test_no_true_value_says_what_few_people_have_answered() -> None:
    made = table(RABAT=(32, 64), CASA=(41, 70), OUJDA=(1, 1), TANGER=(12, 29))
    assert {truth.row_code for truth in truths_of_trust(made)} == {"RABAT", "CASA", TOTAL}
