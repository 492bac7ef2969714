"""Found by a name or a number: in any spelling, by agents of the agency alone."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from db.actions import merges
from db.actions import people as actions
from db.inputs.duplicates import Merge
from db.inputs.people import PeopleSearch, PersonWord
from db.models import AuditEntry, Case
from db.queries import people
from tests.acts import a_contact, give_consent, withdraw_consent
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH


@pytest.fixture
def known(session: Session) -> Session:
    """One person in each agency, of the same name and number."""
    for case_id, by in (
        (CAST.case_rabat, CAST.agent_rabat),
        (CAST.case_casablanca, CAST.agent_casablanca),
    ):
        give_consent(session, case_id, by=by)
        a_contact(session, case_id, by=by, name="Mohamed Ould Diallo", phone="06 12 34 56 78")
    return session


def codes(session: Session, *words: PersonWord, by: int = CAST.agent_rabat) -> list[str]:
    found = people.found(session, PeopleSearch(words), viewer=CAST.viewer(session, by))
    assert found.total == len(found.lines)
    return [line.code for line in found.lines]


@pytest.mark.parametrize(
    "name",
    [
        "Mohamed Ould Diallo", "mohammed", "محمد", "MOUHAMED", "Jallow", "diallo mohamed",
        "Diallo  Ould-Mohamed", "ديالو", "Mohámèd", "Ould Diallo",
    ],
)  # fmt: skip
def test_a_name_finds_its_person_in_any_spelling_and_order(known: Session, name: str) -> None:
    assert codes(known, PersonWord(name=name)) == ["2345678"]


@pytest.mark.parametrize("name", ["Moussa", "Mohamed Barry", "M", "", "1234", "Diarra"])
def test_another_name_finds_nobody(known: Session, name: str) -> None:
    assert codes(known, PersonWord(name=name)) == []


@pytest.mark.parametrize(
    "phone", ["0612345678", "+212 6 12 34 56 78", "00212612345678", "345678", "2345678"]
)
def test_a_number_or_its_end_finds_its_person(known: Session, phone: str) -> None:
    assert codes(known, PersonWord(phone=phone)) == ["2345678"]


@pytest.mark.parametrize("phone", ["0612345679", "345679", "345", "", "+33612345678"])
def test_another_number_finds_nobody(known: Session, phone: str) -> None:
    assert codes(known, PersonWord(phone=phone)) == []


def test_it_goes_with_other_words(known: Session) -> None:
    name = PersonWord(name="mohamed")
    assert codes(known, name, PersonWord(birth_year=1995)) == ["2345678"]
    assert codes(known, name, PersonWord(birth_year=1996)) == []
    assert codes(known, PersonWord(name="mali", nationalities=frozenset({"ML"}))) == []


def test_whoever_may_see_no_contact_finds_nobody_by_one(known: Session) -> None:
    for word in (PersonWord(name="mohamed"), PersonWord(phone="0612345678")):
        assert codes(known, word, by=CAST.manager) == []
        assert codes(known, word, by=CAST.agent_casablanca) == ["2345CFG"]


def test_once_it_is_withdrawn_nobody_is_found(known: Session) -> None:
    withdraw_consent(known)
    assert codes(known, PersonWord(name="mohamed")) == []
    assert codes(known, PersonWord(phone="345678")) == []


def test_the_number_of_a_card_that_was_put_together_finds_its_person(known: Session) -> None:
    give_consent(known, CAST.case_rabat_2)
    a_contact(known, CAST.case_rabat_2, phone="06 99 88 77 66")
    data = Merge(kept_id=CAST.case_rabat, merged_id=CAST.case_rabat_2)
    merges.merge(known, data, by=CAST.agent_rabat)
    assert codes(known, PersonWord(phone="0699887766")) == ["2345678"]
    assert codes(known, PersonWord(phone="0699887766"), by=CAST.agent_casablanca) == []


def test_a_search_by_name_is_written_down_without_the_name(known: Session) -> None:
    words = PersonWord(name="mohamed"), PersonWord(phone="0612345678")
    actions.search(known, PeopleSearch(words), by=CAST.agent_rabat)
    known.flush()
    act = known.exec(select(AuditEntry).where(AuditEntry.action == "people.search")).one()
    assert act.fields == "name,phone"
    assert "mohamed" not in repr(words)
    assert "0612345678" not in repr(words)


def test_who_changes_agency_is_found_there(known: Session) -> None:
    known.get_one(Case, CAST.case_rabat).agency_id = CAST.casablanca
    known.flush()
    assert codes(known, PersonWord(name="mohamed")) == []
