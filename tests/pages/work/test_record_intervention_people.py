"""People of a group are added line by line: nothing typed is lost, nothing is half saved."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from db.actions import interventions
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Case, Intervention
from db.store.engine import writing
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, stored
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"
FORM = "group_people"


def a_group(submission: str = "given") -> int:
    raw = {
        "submission_id": submission,
        "agency_id": CAST.rabat,
        "type": "INFO_SESSION",
        "mode": "FIELD",
        "happened_on": ago(2),
        "is_group": True,
        "women": 3,
        "men": 1,
    }
    with writing() as session:
        return _recorded(session, raw)


def _recorded(session: Session, raw: dict[str, object]) -> int:
    data = validated(InterventionInput, raw)
    return interventions.record(session, data, by=CAST.agent_rabat).row.id


@pytest.fixture
def group(seen: None) -> int:
    return a_group()


def opened(group: int, language: str = "fr") -> Phone:
    return Phone(PAGE, language, group=str(group))


def fill(phone: Phone, position: int, sex: str, year: str) -> None:
    phone.choose(f"{FORM}_{position}_sex", sex)
    phone.write(f"{FORM}_{position}_birth_year", year)


def named(group: int) -> list[Intervention]:
    return [row for row in stored(Intervention) if row.group_id == group]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_people_are_added_in_seven_taps(group: int, language: str) -> None:
    phone = opened(group, language)
    fill(phone, 0, "F", "1995")
    phone.press(f"{FORM}_one_more")
    fill(phone, 1, "M", "١٩٨٨")
    phone.press(f"{FORM}_save")
    assert phone.taps == 6
    rows = named(group)
    assert [row.happened_on for row in rows] == [ago(2), ago(2)]
    years = {case.id: case.birth_year for case in stored(Case)}
    assert [years[row.case_id or 0] for row in rows] == [1995, 1988]
    phone.press(f"{FORM}_undo")
    assert {row.void_reason for row in named(group)} == {"UNDO"}
    assert phone.app.text_input(key=f"{FORM}_0_birth_year").value == "1995"


@pytest.mark.long
def test_what_is_wrong_is_told_beside_its_line_and_all_else_stays(group: int) -> None:
    phone = opened(group)
    fill(phone, 0, "M", "1988")
    phone.press(f"{FORM}_one_more")
    phone.write(f"{FORM}_1_birth_year", "95")
    phone.press(f"{FORM}_one_more")
    phone.app.selectbox(key=f"{FORM}_2_nationality").set_value("CI")
    phone.run()
    phone.press(f"{FORM}_save")
    assert named(group) == []
    for field in ("1_sex", "1_birth_year"):
        assert len(phone.app.container(key=f"{FORM}_problems_{field}").error) == 1, field
    # A line that says nothing of a person is none, and takes no room.
    fill(phone, 1, "M", "1990")
    phone.press(f"{FORM}_save")
    assert named(group) == []
    assert "Hommes\xa0: 2 personnes" in phone.told_at_the_button(FORM)
    again = opened(group)
    assert again.app.text_input(key=f"{FORM}_1_birth_year").value == "1990"
    again.press(f"{FORM}_0_remove")
    again.press(f"{FORM}_save")
    assert len(named(group)) == 1


def test_a_known_person_is_chosen_once_and_can_be_taken_back(group: int) -> None:
    phone = opened(group)
    phone.choose(f"{FORM}_case", PERSON)
    phone.press(f"{FORM}_save")
    row = named(group)[0]
    assert row.case_id == CAST.case_rabat
    phone.press(f"{FORM}_next")
    assert PERSON not in phone.app.button_group(key=f"{FORM}_case").options
    phone.app.toggle(key=f"{FORM}_take_back_{row.id}").set_value(True)
    phone.run()
    phone.choose(f"{FORM}_why_{row.id}", "WRONG_PERSON")
    phone.press(f"{FORM}_take_back_it_{row.id}")
    assert named(group)[0].void_reason == "WRONG_PERSON"


def test_a_list_that_was_begun_is_not_lost_to_another_group(group: int) -> None:
    other = a_group("other")
    phone = opened(group)
    fill(phone, 0, "F", "1995")
    second = opened(other)
    assert "une liste pour un autre groupe" in second.said
    assert not second.shows(f"{FORM}_0_birth_year")
    second.press(f"{FORM}_throw_away_other")
    assert second.app.text_input(key=f"{FORM}_0_birth_year").value == ""


@pytest.mark.parametrize("address", ["999", "x", "²"])
def test_no_group_of_ones_own_shows_no_form(group: int, address: str) -> None:
    phone = Phone(PAGE, group=address)
    assert not phone.shows(f"{FORM}_0_birth_year")


def test_a_group_just_saved_leads_to_its_people(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "INFO_SESSION")
    phone.write("intervention_women", "4")
    phone.press("intervention_save")
    assert phone.shows("intervention_people")
