"""What a link's parameter is taken for, and that every kind of record has its page."""

from __future__ import annotations

import pytest

from components.visit.navigation import BY_NAME, FORM_ICONS, PERSON_DIGITS, link_id
from db.records import KINDS


@pytest.mark.parametrize("text", ["", "x", "²", "١٢", "-1", "1 2", "1" * 10, "9" * 30])
def test_a_garbled_link_names_no_row(text: str) -> None:
    assert link_id(text) is None


def test_an_id_fits_in_the_databases_integers() -> None:
    assert link_id("999999999") == 999_999_999 < 2**31
    assert link_id("9" * 18, PERSON_DIGITS) == 10**18 - 1 < 2**63


def test_whoever_may_record_a_kind_may_open_its_page() -> None:
    found = {kind.name: BY_NAME[f"record-{kind.name}"].permission for kind in KINDS}
    assert found == {kind.name: kind.permission for kind in KINDS}


def test_every_sign_of_a_form_is_that_of_a_kind() -> None:
    assert set(FORM_ICONS) - {kind.name for kind in KINDS} == set()
