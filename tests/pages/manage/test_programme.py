"""The settings of the programme on screen: a reason, a history, and two who change the same."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate
from components.language.plain import isolated
from db.models import Programme, ProgrammeChange
from db.store.engine import reading, writing
from tests.acts import change_programme
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/programme.py"


@pytest.fixture
def phone(signed_in: SignedIn) -> Phone:
    signed_in(CAST.administrator)
    return Phone(PAGE)


def write(phone: Phone, **fields: str) -> None:
    """Type in fields without a run between them, as in a form, and save."""
    for name, typed in fields.items():
        phone.app.text_input(key=f"programme_{name}").set_value(typed)
    phone.press("programme_submit")


def stored(name: str) -> Any:
    with reading() as session:
        return getattr(session.exec(select(Programme)).one(), name)


def changes() -> list[tuple[str, str, str]]:
    with reading() as session:
        found = session.exec(select(ProgrammeChange)).all()
        return [(each.field, each.before, each.after) for each in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_a_change_does(signed_in: SignedIn, language: Language) -> None:
    with writing() as session:
        offered = ",".join(dict.fromkeys(("ar", language, "fr")))
        change_programme(session, languages=offered, starts_on="1/4/2017", name="Tawjih *")
    signed_in(CAST.administrator)
    said = Phone(PAGE, language).said
    for key in ("time_zone_hint", "days_hint", "releases_warning", "keeping_hint", "lead"):
        assert translate(language, f"programme.{key}") in said
    assert "Tawjih \\*" in said
    # Among Arabic words each is set apart.
    who = ("Admin", "Decided by the committee")
    assert " · ".join(map(isolated, who) if language == "ar" else who) in said


def test_a_change_needs_a_reason_and_nothing_typed_is_lost(phone: Phone) -> None:
    write(phone, name="Tawjih")
    assert translate("fr", "error.needed") in phone.said
    assert phone.app.text_input(key="programme_name").value == "Tawjih"
    assert stored("name") == "Amudu"
    write(phone, reason="Nouveau nom")
    assert stored("name") == "Tawjih"
    assert changes() == [("name", "Amudu", "Tawjih")]
    assert "Nouveau nom" in phone.said
    assert not phone.shows("programme_submit")
    phone.press("programme_saved_noted")
    assert phone.app.text_input(key="programme_reason").value == ""


def test_what_is_wrong_is_said_beside_its_field(phone: Phone) -> None:
    write(phone, release_threshold="4", trust_hidden_below="9", ends_on="31/2/2026", reason="x")
    said = phone.said
    assert translate("fr", "error.number_range", low=5, high=100) in said
    assert translate("fr", "error.number_range", low=10, high=100) in said
    assert translate("fr", "error.date_form") in said
    assert changes() == []


def test_thresholds_and_days_are_read_as_typed(phone: Phone) -> None:
    write(phone, release_threshold="20", release_base="10", backup_days="٣", reason="x")
    assert {field for field, _, _ in changes()} == {
        "release_threshold",
        "release_base",
        "backup_days",
    }
    assert stored("backup_days") == 3


def test_languages_lose_one_and_change_their_first(phone: Phone) -> None:
    phone.app.button_group(key="programme_languages").set_value(["en", "ar"])
    write(phone, reason="x")
    assert translate("fr", "error.first_language") in phone.said
    phone.app.button_group(key="programme_first_language").set_value("ar")
    write(phone, reason="x")
    assert stored("languages") == "ar,en"
    # French is spoken no more: the page goes on in the programme's first language.
    assert phone.app.title[0].value == translate("ar", "page.programme")


def test_the_country_is_stored_in_three_languages(phone: Phone) -> None:
    phone.app.selectbox(key="programme_country").set_value("TN")
    write(phone, reason="x")
    assert [stored(f"country_{each}") for each in ("fr", "en", "ar")] == [
        "Tunisie",
        "Tunisia",
        "تونس",
    ]


def test_the_second_of_two_is_told_and_may_then_save_over_it(phone: Phone) -> None:
    with writing() as session:
        change_programme(session, name="First", institution="Other")
    write(phone, name="Second", reason="x")
    assert translate("fr", "error.stands_now", value="First") in phone.said
    assert stored("name") == "First"
    write(phone, reason="x")
    assert (stored("name"), stored("institution")) == ("Second", "Other")


def test_the_second_of_two_takes_what_the_first_has_stored(phone: Phone) -> None:
    with writing() as session:
        change_programme(session, name="First", languages=["ar", "fr"])
    phone.app.button_group(key="programme_languages").set_value(["fr"])
    write(phone, name="Second", institution="Mine", reason="x")
    assert "Admin" in phone.said
    phone.app.button_group(key="programme_problems_take_1").set_value("theirs")
    write(phone, reason="x")
    found = stored("name"), stored("institution"), stored("languages")
    assert found == ("First", "Mine", "ar,fr")


def test_whoever_takes_all_of_the_first_reads_that_it_stays(phone: Phone) -> None:
    with writing() as session:
        change_programme(session, name="First")
    write(phone, name="Second", reason="x")
    phone.app.button_group(key="programme_problems_take_1_name").set_value("theirs")
    write(phone, reason="x")
    assert stored("name") == "First"
    assert translate("fr", "meanwhile.theirs_stay") in phone.said
    assert translate("fr", "error.nothing_changed") not in phone.said


def test_without_a_change_nothing_is_saved(phone: Phone) -> None:
    write(phone, reason="x")
    assert translate("fr", "error.nothing_changed") in phone.said
    assert changes() == []


def test_a_long_history_begins_with_the_newest(signed_in: SignedIn) -> None:
    for number in range(12):
        with writing() as session:
            change_programme(session, name=f"Name {number}")
    signed_in(CAST.administrator)
    phone = Phone(PAGE)
    assert "Name 11" in phone.said and "Name 0" not in phone.said
    phone.app.toggle(key="programme_history_all").set_value(True)
    phone.run()
    assert "Name 0" in phone.said
