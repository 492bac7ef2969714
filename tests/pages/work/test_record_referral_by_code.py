"""In each form a person is found by the beginning of their code, as on the page of people."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.language import i18n
from db.actions import people
from db.codes import Sex
from db.models import AuditEntry, Case
from db.store.engine import reading, writing
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_referral.py"
#: All begin alike; which is whose is read from their last sign.
ALIKE = "QQW"


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def carded(rest: str, agency_id: int = CAST.rabat) -> int:
    with writing() as session:
        case = Case(
            code=ALIKE + rest, agency_id=agency_id, sex=Sex.WOMAN, birth_year=1990,
            opened_on=today(), opened_by=CAST.agent_rabat,
        )  # fmt: skip
        session.add(case)
        session.flush()
        return case.id


def searches() -> int:
    with reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "people.search")
        return len(session.exec(query).all())


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_such_a_card_is_touched_and_chosen(agent: None, language: str) -> None:
    first, second = carded("2222"), carded("3333")
    phone = Phone(PAGE, language)
    phone.write("referral_code", "qqw-")
    assert phone.shows(f"referral_found_{first}") and phone.shows(f"referral_found_{second}")
    # Asked and counted once, however often the page is drawn.
    phone.run()
    assert searches() == 1
    phone.press(f"referral_found_{second}")
    assert phone.app.button_group(key="referral_case").value in (str(second), [str(second)])


def test_where_several_are_chosen_one_more_is_added(agent: None) -> None:
    first, second = carded("2222"), carded("3333")
    phone = Phone("work/record_intervention.py")
    phone.choose("intervention_type", "CV")
    phone.write("intervention_code", ALIKE)
    for each in (first, second):
        phone.press(f"intervention_found_{each}")
    assert phone.app.button_group(key="intervention_case").value == [str(first), str(second)]


def test_two_signs_ask_nothing_and_none_found_is_said(agent: None) -> None:
    phone = Phone(PAGE)
    phone.write("referral_code", ALIKE[:2])
    assert searches() == 0
    phone.write("referral_code", ALIKE)
    assert i18n.t("entry.who.no_code") in phone.said
    assert searches() == 1


def test_nobody_of_another_agency_is_shown_by_half_a_code(agent: None) -> None:
    there = carded("2222", CAST.casablanca)
    phone = Phone(PAGE)
    phone.write("referral_code", ALIKE)
    assert not phone.shows(f"referral_found_{there}")
    assert i18n.t("entry.who.no_code") in phone.said


def test_of_many_some_are_shown_and_one_sign_more_is_asked_for(agent: None) -> None:
    for each in "2345678":
        carded(each * 4)
    phone = Phone(PAGE)
    phone.write("referral_code", ALIKE)
    shown = [each for each in phone.app.button if str(each.key).startswith("referral_found_")]
    assert len(shown) == 5
    assert i18n.t("entry.who.more_of_code") in phone.said


def test_the_limit_of_an_hour_is_that_of_the_other_search(
    agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = carded("2222")
    monkeypatch.setattr(people, "SEARCHES_AN_HOUR", 1)
    phone = Phone(PAGE)
    phone.write("referral_code", ALIKE)
    assert phone.shows(f"referral_found_{person}") and not phone.app.error
    phone.write("referral_code", f"{ALIKE}2")
    assert not phone.shows(f"referral_found_{person}")
    assert phone.app.error
