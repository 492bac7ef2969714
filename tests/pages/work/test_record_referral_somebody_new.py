"""Forms of people who are known lead to the one that takes somebody new, until one is chosen."""

from __future__ import annotations

import pytest

from components.fields.known_folded import NEW
from tests.cast import CAST
from tests.pages.entered import PERSON, met
from tests.pages.phone import Phone, SignedIn


@pytest.mark.parametrize("form", ["referral", "training", "placement"])
def test_somebody_new_is_one_tap_from_their_first_entry(signed_in: SignedIn, form: str) -> None:
    met()
    signed_in(CAST.agent_rabat)
    phone = Phone(f"work/record_{form}.py")
    phone.press(f"{form}_new_first")
    assert phone.app.query_params == {"person": NEW}
    phone = Phone(f"work/record_{form}.py")
    phone.choose(f"{form}_case", PERSON)
    assert not phone.shows(f"{form}_new_first")
