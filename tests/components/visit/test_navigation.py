"""What a link's parameter is taken for."""

from __future__ import annotations

import pytest

from components.visit.navigation import PERSON_DIGITS, link_id


@pytest.mark.parametrize("text", ["", "x", "²", "١٢", "-1", "1 2", "1" * 10, "9" * 30])
def test_a_garbled_link_names_no_row(text: str) -> None:
    assert link_id(text) is None


def test_an_id_fits_in_the_databases_integers() -> None:
    assert link_id("999999999") == 999_999_999 < 2**31
    assert link_id("9" * 18, PERSON_DIGITS) == 10**18 - 1 < 2**63
