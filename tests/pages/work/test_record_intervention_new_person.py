"""A new person's entry: the known people are out of the way, and nothing is carried unseen."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from tests.languages import BOTH_WAYS
from tests.pages.entered import OTHER, PERSON, rows
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"


def begun(language: str = "fr") -> Phone:
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "RECEPTION")
    return phone


def offered(phone: Phone) -> int:
    return len(phone.app.button_group(key="intervention_case").options)


def folded(phone: Phone) -> bool:
    """Whether place and language are behind a tap."""
    return any(each.label == i18n.t("entry.how") for each in phone.app.expander)


@pytest.mark.long
@pytest.mark.parametrize("language", BOTH_WAYS)
def test_the_known_people_make_room_for_a_new_one_and_come_back(seen: None, language: str) -> None:
    phone = begun(language)
    before = offered(phone)
    assert before > 2
    assert not phone.offers("intervention_show_known")
    phone.choose("intervention_case", "new")
    assert offered(phone) == 1
    assert not phone.shows("intervention_code")
    phone.write("intervention_birth_year", "1995")
    phone.press("intervention_show_known")
    assert offered(phone) == before
    assert phone.shows("intervention_code")
    assert phone.app.button_group(key="intervention_case").value == ["new"]
    assert phone.app.text_input(key="intervention_birth_year").value == "1995"


@pytest.mark.long
def test_whoever_is_chosen_beside_a_new_person_stays_in_view(seen: None) -> None:
    phone = begun()
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_case", "new")
    assert card_code("2345678") in phone.app.button_group(key="intervention_case").options[1]
    phone.choose("intervention_sex", "F")
    phone.write("intervention_birth_year", "1995")
    phone.press("intervention_save")
    assert PERSON in {str(row.case_id) for row in rows()}
    assert len(rows()) == 2


def test_without_the_new_person_the_list_is_back(seen: None) -> None:
    phone = begun()
    before = offered(phone)
    phone.choose("intervention_case", "new")
    phone.press("intervention_show_known")
    phone.app.button_group(key="intervention_case").unselect("new").run()
    assert offered(phone) == before
    # Chosen once more, it folds the list once more.
    phone.choose("intervention_case", "new")
    assert offered(phone) == 1


def test_a_place_that_the_last_entry_suggests_is_seen(seen: None) -> None:
    """The entry before was by phone; a first meeting seldom is."""
    phone = begun()
    said = labels.label("MODE", "PHONE")
    phone.choose("intervention_case", OTHER)
    assert said in {each.value for each in phone.app.caption}
    assert folded(phone)
    phone = begun()
    phone.choose("intervention_case", "new")
    assert not folded(phone)
    assert phone.app.button_group(key="intervention_mode").value == "PHONE"
    phone.choose("intervention_mode", "AGENCY")
    # What was opened does not close under the finger.
    assert not folded(phone)
    assert said not in {each.value for each in phone.app.caption}


def test_a_group_is_not_asked_for_an_appointment(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "INFO_SESSION")
    assert not phone.shows("intervention_follow_up")
    phone.choose("intervention_type", "CV")
    assert phone.shows("intervention_follow_up")


def test_what_may_be_left_empty_says_so(seen: None) -> None:
    phone = begun()
    phone.choose("intervention_case", "new")
    for name, is_optional in {"sex": False, "nationality": True, "minutes": True}.items():
        label = phone.app.button_group(key=f"intervention_{name}").label
        assert label.endswith("(facultatif)") is is_optional
