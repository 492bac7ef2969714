"""The page of places: found, added, changed by one of two, closed, opened again, deleted."""

from __future__ import annotations

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from components.programme.places.fields import spoken
from db.actions import agencies
from db.audit import raise_reference
from db.inputs.parse import validated
from db.inputs.places import AgencyInput, Closing
from db.models import Agency, Organisation, Programme
from db.store import engine as engines
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/places.py"


@pytest.fixture
def phone(signed_in: SignedIn) -> Phone:
    signed_in(CAST.administrator)
    return Phone(PAGE)


def lines(phone: Phone) -> list[str]:
    return [each.label for each in phone.app.button if (each.key or "").startswith("places_open_")]


def stored(name: str) -> Agency | None:
    with engines.reading() as session:
        row = session.exec(select(Agency).where(Agency.name == name)).first()
        session.expunge_all()
        return row


def open_agency(phone: Phone, agency_id: int = CAST.rabat) -> str:
    phone.press(f"places_open_agency_{agency_id}")
    return f"places_agency_{agency_id}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_languages(signed_in: SignedIn, language: Language) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    assert phone.app.title[0].value == translate(language, "page.places")
    assert ("الرباط" in lines(phone)) is (language == "ar")


def test_agencies_are_found_by_name_in_any_spelling(phone: Phone) -> None:
    assert lines(phone) == ["Agence Rabat", "Agence Casablanca", "Agence Tanger"]
    phone.write("places_search", "طنجه")
    assert lines(phone) == ["Agence Tanger"]
    phone.write("places_search", "xyz")
    assert translate("fr", "places.none_found") in phone.said
    phone.write("places_search", "")
    phone.choose("places_which", "organisation")
    assert lines(phone) == ["ANAPEC", "CEF Yacoub", "Ministère"]


def test_an_agency_is_added_with_three_fields(phone: Phone) -> None:
    phone.press("places_add")
    phone.app.text_input(key="places_add_name").set_value("Agence *Fès*")
    phone.app.text_input(key="places_add_city").set_value("Fès")
    phone.app.selectbox(key="places_add_region").select("MA-03")
    phone.press("places_add_submit")
    row = stored("Agence *Fès*")
    assert row is not None and (row.code, row.city, row.host_id) == ("AGENCE-FES", "Fès", 1)
    assert "Agence \\*Fès\\*" in lines(phone)[-1]
    assert translate("fr", "places.added.agency", name="Agence \\*Fès\\*") in phone.said


def test_a_manager_names_a_centre_in_three_languages_at_once(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    phone.choose("places_which", "organisation")
    phone.press("places_add")
    names = {"name": "CEF Salé", "name_ar": "مركز سلا", "name_en": "Salé centre"}
    (folded,) = (
        each for each in phone.app.expander if each.label == translate("fr", "places.more")
    )
    assert not {each.key for each in folded.text_input} & {f"places_add_{each}" for each in names}
    for field, name in names.items():
        phone.app.text_input(key=f"places_add_{field}").set_value(name)
    phone.app.selectbox(key="places_add_type").select("TRAIN")
    phone.app.selectbox(key="places_add_training_type").select("EN_CEF")
    phone.press("places_add_submit")
    with engines.reading() as session:
        query = select(Organisation).where(Organisation.name == "CEF Salé")
        row = session.exec(query).one()
        assert (row.name_ar, row.name_en) == ("مركز سلا", "Salé centre")
        place_id = row.id
    phone.press(f"places_open_organisation_{place_id}")
    assert f"{translate('fr', 'places.name_ar')}\u00a0: مركز سلا" in phone.said


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(phone: Phone) -> None:
    phone.press("places_add")
    phone.app.text_input(key="places_add_name").set_value("Agence Rabat")
    phone.press("places_add_submit")
    said = phone.told_at_the_button("places_add")
    assert translate("fr", "places.city") in said and translate("fr", "places.region") in said
    phone.app.text_input(key="places_add_city").set_value("Rabat")
    phone.app.selectbox(key="places_add_region").select("MA-04")
    phone.press("places_add_submit")
    assert translate("fr", "error.place_name_taken") in phone.said
    assert phone.app.text_input(key="places_add_name").value == "Agence Rabat"


def test_a_manager_adds_a_centre_and_only_reads_the_rest(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE)
    assert not phone.shows("places_add")
    form = open_agency(phone)
    assert not phone.shows(f"{form}_submit")
    used = [translate("fr", f"places.used_by.{name}") for name in ("cases", "postings")]
    (said,) = [each.value for each in phone.app.caption if used[0] in each.value]
    assert used[1] in said and not any(sign.isdigit() for sign in said)
    phone.press("places_back")
    phone.choose("places_which", "organisation")
    phone.press("places_add")
    phone.app.text_input(key="places_add_name").set_value("Association Amal")
    phone.app.selectbox(key="places_add_type").select("CSO")
    phone.app.selectbox(key="places_add_training_type").select("LANGUAGE")
    phone.press("places_add_submit")
    assert "Association Amal" in lines(phone)
    with engines.reading() as session:
        made = session.exec(select(Organisation).where(Organisation.name == "Association Amal"))
        assert made.one().training_type == "LANGUAGE"


def test_the_second_of_two_editors_is_told_and_may_save_over_it(phone: Phone) -> None:
    form = open_agency(phone)
    with engines.writing() as session:
        session.get_one(Agency, CAST.rabat).region = "MA-03"
        raise_reference(session)
    phone.app.selectbox(key=f"{form}_region").select("MA-06")
    phone.press(f"{form}_submit")
    told = translate("fr", "error.stands_now", value="Fès-Meknès")
    assert told in phone.said
    phone.press(f"{form}_submit")
    assert told not in phone.said
    row = stored("Agence Rabat")
    assert row is not None and row.region == "MA-06"


def test_the_second_editor_takes_what_the_first_has_stored(phone: Phone) -> None:
    form = open_agency(phone)
    with engines.writing() as session:
        session.get_one(Agency, CAST.rabat).languages = "fr,ar"
        raise_reference(session)
    phone.app.text_input(key=f"{form}_city").set_value("Salé")
    # Wrong first: what others have stored is told all the same when it is right.
    phone.app.text_input(key=f"{form}_name").set_value("")
    phone.press(f"{form}_submit")
    phone.app.text_input(key=f"{form}_name").set_value("Agence Rabat")
    phone.press(f"{form}_submit")
    assert spoken("fr,ar") in phone.said
    phone.press(f"{form}_submit")
    row = stored("Agence Rabat")
    assert row is not None and (row.languages, row.city) == ("fr,ar", "Salé")


def test_an_agency_is_closed_with_a_day_and_opened_again(phone: Phone) -> None:
    open_agency(phone, CAST.tanger)
    phone.write(f"places_close_agency_{CAST.tanger}_closed_on", "tomorrow")
    phone.press(f"places_close_agency_{CAST.tanger}_submit")
    assert translate("fr", "error.date_form") in phone.said
    phone.write(f"places_close_agency_{CAST.tanger}_closed_on", "1/2/2026")
    phone.press(f"places_close_agency_{CAST.tanger}_submit")
    assert translate("fr", "places.closed", name="Agence Tanger") in phone.said
    phone.press("places_back")
    assert "Agence Tanger" not in lines(phone)
    phone.app.toggle(key="places_with_closed").set_value(True)
    phone.run()
    open_agency(phone, CAST.tanger)
    phone.press("places_reopen")
    row = stored("Agence Tanger")
    assert row is not None and row.closed_on is None


def test_what_is_used_is_not_deleted_and_says_so(phone: Phone) -> None:
    open_agency(phone)
    assert not phone.shows("places_delete_now")
    assert translate("fr", "places.delete_not") in phone.said
    phone.press("places_back")
    with engines.writing() as session:
        raw = {"name": "Agence Fès", "city": "Fès", "region": "MA-03"}
        unused = agencies.add(session, validated(AgencyInput, raw), by=CAST.administrator)
    phone.run()
    open_agency(phone, unused)
    phone.press("places_delete_now")
    assert stored("Agence Fès") is None
    assert "Agence Fès" not in lines(phone)


def test_an_empty_list_says_what_to_do(phone: Phone) -> None:
    with engines.writing() as session:
        for agency in (CAST.rabat, CAST.casablanca, CAST.tanger):
            agencies.close(session, Closing(id=agency, closed_on=today()), by=CAST.administrator)
            session.get_one(Agency, agency).closed_on = today().replace(year=2020)
        session.exec(select(Programme)).one().institution = "Entraide Nationale"
        raise_reference(session)
    phone.run()
    assert translate("fr", "places.none.agency") in phone.said
    phone.press("places_add")
    assert "Entraide Nationale" in str(phone.app.selectbox(key="places_add_host_id").options)


def test_on_a_desktop_the_list_is_a_table(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.visit.browser.is_wide", lambda: True)
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    (table,) = phone.app.dataframe
    assert table.value[translate("fr", "places.name")].iloc[0] == "Agence Rabat"
    assert not phone.shows(f"places_open_agency_{CAST.rabat}")
    phone.choose("places_which", "organisation")
    (table,) = phone.app.dataframe
    assert translate("fr", "places.what") in table.value
    assert translate("fr", "places.region") not in table.value, "nobody filled it in"
