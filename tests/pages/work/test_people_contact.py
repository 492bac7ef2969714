"""A contact on a person's page and in the form for a new one; found by name over the list."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from components.language.catalogue import translate
from db.models import AuditEntry, Case, Consent, Contact, Draft, FollowUp
from db.records import CONTACT, form_of
from db.store.engine import reading, writing
from tests.acts import a_contact, give_consent
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE, CODE = "work/people.py", "56782PV"
FORM = form_of(CONTACT, CAST.case_rabat)


@pytest.fixture(autouse=True)
def agreed(signed_in: SignedIn) -> None:
    """The agent, and a person who agreed to be called."""
    signed_in(CAST.agent_rabat)
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).code = CODE
        give_consent(session)


def looks() -> int:
    with reading() as session:
        query = select(AuditEntry.id).where(col(AuditEntry.action) == "contact.show")
        return len(session.exec(query).all())


def reloaded(phone: Phone) -> dict[str, str]:
    """What the address of a page says, as a browser asks for it again."""
    return {name: phone.app.query_params[name] for name in phone.app.query_params}


def html(phone: Phone) -> str:
    return "\n".join(getattr(each, "body", "") for each in phone.app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_down_shown_on_one_tap_and_gone_with_the_next(language: str) -> None:
    phone = Phone(PAGE, language, case=CODE)
    phone.press("person_contact_add")
    phone.write(f"{FORM}_name", "A*cha")
    phone.write(f"{FORM}_phone", "06 12 34 56 78")
    phone.press(f"{FORM}_save")
    assert phone.taps == 4
    assert len(stored(Contact)) == 1
    assert "612345678" not in html(phone)
    phone = Phone(PAGE, language, case=CODE)
    assert looks() == 0
    phone.press("person_contact_show")
    assert phone.taps == 1
    assert "**A\\*cha**" in phone.said
    assert 'href="tel:+212612345678"' in html(phone)
    assert "+212 6 12 34 56 78" in html(phone)
    assert looks() == 1
    phone.run()
    assert "612345678" not in html(phone)
    assert looks() == 1


def test_a_wrong_number_is_said_beside_it_and_nothing_typed_is_lost() -> None:
    phone = Phone(PAGE, case=CODE)
    phone.press("person_contact_add")
    phone.write(f"{FORM}_name", "Aïcha")
    phone.write(f"{FORM}_phone", "06 12 34")
    phone.press(f"{FORM}_save")
    place = phone.app.container(key=f"{FORM}_problems_phone")
    assert place.error[0].value == translate("fr", "error.phone_form")
    assert phone.app.text_input(key=f"{FORM}_name").value == "Aïcha"
    assert phone.app.text_input(key=f"{FORM}_phone").value == "06 12 34"


def test_a_correction_begins_with_what_stands_there() -> None:
    with writing() as session:
        a_contact(session)
    phone = Phone(PAGE, case=CODE)
    phone.press("person_contact_show")
    phone.press("person_contact_correct")
    assert phone.app.text_input(key=f"{FORM}_phone").value == "+212 6 12 34 56 78"
    phone.write(f"{FORM}_name", "Fatou Sow")
    phone.press(f"{FORM}_save")
    phone.press("person_contact_show")
    assert "Fatou Sow" in phone.said


def test_what_was_typed_is_there_again_and_goes_with_the_save() -> None:
    phone = Phone(PAGE, case=CODE)
    phone.press("person_contact_add")
    phone.write(f"{FORM}_name", "Aïcha")
    phone.choose(f"{FORM}_call_time", "EVENING")
    day = Phone("work/my_day.py")
    day.press(f"day_draft_{FORM}")
    assert day.app.text_input(key=f"{FORM}_name").value == "Aïcha"
    again = Phone(PAGE, **reloaded(phone))
    assert again.app.button_group(key=f"{FORM}_call_time").value == "EVENING"
    again.write(f"{FORM}_phone", "06 12 34 56 78")
    again.press(f"{FORM}_save")
    assert (len(stored(Contact)), stored(Draft), looks()) == (1, [], 0)
    assert not again.shows(f"{FORM}_name")


def test_who_comes_back_to_a_correction_looks_again_and_undoes_nobodys_change() -> None:
    """The draft holds what stood there: without the look, it could be read without a trace."""
    with writing() as session:
        a_contact(session)
    phone = Phone(PAGE, case=CODE)
    phone.press("person_contact_show")
    phone.press("person_contact_correct")
    phone.write(f"{FORM}_name", "Fatou Sow")
    assert looks() == 1
    with writing() as session:
        row = session.get_one(Contact, CAST.case_rabat)
        a_contact(session, phone="0698765432", seen=row.kept_at.isoformat())
    again = Phone(PAGE, **reloaded(phone))
    assert looks() == 2
    assert again.app.text_input(key=f"{FORM}_name").value == "Fatou Sow"
    assert again.app.text_input(key=f"{FORM}_phone").value == "+212 6 98 76 54 32"
    again.press(f"{FORM}_save")
    again.press("person_contact_show")
    assert "Fatou Sow" in again.said and "698765432" in html(again)


def test_leaving_keeps_what_was_typed_and_throwing_away_does_not() -> None:
    phone = Phone(PAGE, case=CODE)
    phone.press("person_contact_add")
    phone.write(f"{FORM}_name", "Aïcha")
    phone.press(f"{FORM}_leave")
    assert not phone.shows(f"{FORM}_name") and "contact" not in phone.app.query_params
    phone.press("person_contact_add")
    assert phone.app.text_input(key=f"{FORM}_name").value == "Aïcha"
    phone.press(f"{FORM}_throw_away")
    assert phone.app.text_input(key=f"{FORM}_name").value == ""
    assert stored(Draft) == []


def test_withdrawing_the_consent_takes_the_contact_from_the_page() -> None:
    with writing() as session:
        a_contact(session)
    phone = Phone(PAGE, case=CODE)
    phone.press("person_consent_FOLLOW_UP")
    phone.press("person_consent_withdraw")
    assert stored(Contact) == []
    assert not any(phone.shows(f"person_contact_{each}") for each in ("show", "add"))


@pytest.mark.parametrize("typed", ["Aicha", "عائشة", "diallo aïcha", "06 12 34 56 78", "345678"])
def test_a_name_or_a_number_finds_its_person(typed: str) -> None:
    with writing() as session:
        a_contact(session)
    phone = Phone(PAGE)
    phone.write("people_search", typed)
    found = [each.key for each in phone.app.button if (each.key or "")[7:].isdecimal()]
    assert found == [f"people_{CAST.case_rabat}"]
    assert phone.shows("people_new")


def test_a_name_that_nobody_has_leads_to_a_new_person() -> None:
    phone = Phone(PAGE)
    phone.write("people_search", "Nobody")
    assert translate("fr", "people.none") in phone.said
    phone.press("people_new")
    assert "Nobody" not in str(phone.app.query_params)


def a_new_person() -> Phone:
    phone = Phone("work/record_intervention.py", person="new", born="1990")
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_sex", "F")
    return phone


def test_a_new_person_who_agrees_leaves_a_number_in_the_same_form() -> None:
    phone = a_new_person()
    assert not phone.shows("intervention_contact_name")
    phone.app.checkbox(key="intervention_may_call").check()
    phone.run()
    phone.write("intervention_contact_name", "Fatou Sow")
    phone.write("intervention_contact_phone", "12")
    phone.press("intervention_save")
    place = phone.app.container(key="intervention_problems_phone")
    assert place.error[0].value == translate("fr", "error.phone_form")
    assert len(stored(Case)) == 3
    phone.write("intervention_contact_phone", "0698765432")
    phone.press("intervention_save")
    assert len(stored(Contact)) == 1
    assert [each.purpose.value for each in stored(Consent)] == ["FOLLOW_UP"] * 2
    assert stored(FollowUp) == []


def test_the_usual_new_person_takes_no_tap_more() -> None:
    phone = a_new_person()
    phone.press("intervention_save")
    assert phone.taps == 3
    assert len(stored(Case)) == 4
    assert len(stored(Consent)) == 1
