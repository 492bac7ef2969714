"""The list of places: found under any spelling, closed ones only when asked for."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.access.viewer import viewer_of
from db.errors import NotAllowed
from db.models import Agency, Organisation
from db.queries.places import found_agencies, found_organisations
from tests.cast import CAST, ago, today


def names(session: Session, search: str = "", *, with_closed: bool = False) -> list[str]:
    viewer = viewer_of(session, CAST.manager)
    found = found_agencies(session, search, with_closed=with_closed, viewer=viewer)
    return [each.short_name for each in found]


@pytest.mark.parametrize("search", ["fes", "FÈS", "fès ville", "فاس", "فأس", "Fez", "sefrou"])
def test_accents_and_forms_of_letters_do_not_matter(session: Session, search: str) -> None:
    row = session.get_one(Agency, CAST.tanger)
    row.name, row.short_name, row.name_ar = "Agence Fès-Ville", "Fès", "فاس"
    row.name_en, row.city = "Fez", "Séfrou"
    session.flush()
    assert names(session, search) == ["Fès"]


def test_agencies_stand_in_their_fixed_order(session: Session) -> None:
    assert names(session) == ["Rabat", "Casablanca", "Tanger"]
    session.get_one(Agency, CAST.tanger).sort = 0
    session.flush()
    assert names(session) == ["Tanger", "Rabat", "Casablanca"]


def test_a_closed_agency_is_found_when_asked_for(session: Session) -> None:
    session.get_one(Agency, CAST.tanger).closed_on = ago(1)
    session.get_one(Agency, CAST.rabat).closed_on = today()
    session.flush()
    assert names(session) == ["Rabat", "Casablanca"]
    assert names(session, with_closed=True) == ["Rabat", "Casablanca", "Tanger"]


def test_organisations_are_found_in_the_same_way(session: Session) -> None:
    session.get_one(Organisation, 3).closed_on = ago(1)
    session.flush()
    viewer = viewer_of(session, CAST.administrator)
    assert [each.id for each in found_organisations(session, "yacôub", viewer=viewer)] == [2]
    assert found_organisations(session, "ministere", viewer=viewer) == []
    with_closed = found_organisations(session, "ministere", with_closed=True, viewer=viewer)
    assert [each.id for each in with_closed] == [3]


def test_an_agent_does_not_read_the_list(session: Session) -> None:
    with pytest.raises(NotAllowed):
        found_agencies(session, viewer=viewer_of(session, CAST.agent_rabat))
