"""Two places of a referral are never called by one name."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.reads import labels, reference
from components.results import places

ORGANISATIONS = {1: "OFPPT", 2: "Agence Rabat"}
AGENCIES = {1: "Agence Rabat", 2: "Agence Tanger"}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(reference, "organisations", lambda: ORGANISATIONS)
    monkeypatch.setattr(labels, "organisation", ORGANISATIONS.__getitem__)
    monkeypatch.setattr(labels, "agency", AGENCIES.__getitem__)


def test_an_agency_called_as_an_organisation_says_what_it_is() -> None:
    assert places.name(0, 1) == translate("fr", "place.agency", name="Agence Rabat")
    assert (places.name(2, 0), places.name(0, 2)) == ("Agence Rabat", "Agence Tanger")


def test_every_place_has_a_name_of_its_own() -> None:
    named = [places.name(each, 0) for each in ORGANISATIONS] + [
        places.name(0, each) for each in AGENCIES
    ]
    assert len(set(named)) == len(named)
