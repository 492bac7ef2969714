"""A new person in a line of a group is looked for by name before the list is saved."""

from __future__ import annotations

import pytest

from components.language import i18n
from db.models import Case, CasePair, NameKey, PairState
from db.store.engine import writing
from tests.acts import change_programme
from tests.cast import CAST
from tests.db.actions.test_duplicates import opened as a_case
from tests.pages.entered import stored
from tests.pages.phone import Phone
from tests.pages.work.test_record_intervention_people import FORM, a_group, fill, named, opened

FIRST, FAMILY = "Awa", "Zinvoula"


@pytest.fixture
def group(seen: None) -> int:
    return a_group()


def known(agency: int = CAST.rabat) -> int:
    with writing() as session:
        return a_case(session, "Haoua", "Zinvula", agency=agency, sex="F", birth_year="1997")


def name(phone: Phone, position: int, first: str = FIRST, family: str = FAMILY) -> None:
    phone.write(f"{FORM}_{position}_first_name", first)
    phone.write(f"{FORM}_{position}_family_name", family)


def filled(group: int) -> Phone:
    """Two lines with names, as they are before the save; the second one's is known to nobody."""
    phone = opened(group)
    fill(phone, 0, "F", "1997")
    name(phone, 0)
    phone.press(f"{FORM}_one_more")
    fill(phone, 1, "F", "1988")
    name(phone, 1, "Salimata", "Kouyaté")
    return phone


def told(phone: Phone, position: int) -> int:
    return len(phone.app.container(key=f"{FORM}_problems_{position}_names").error)


@pytest.mark.long
def test_who_is_known_is_shown_in_the_line_and_taken(group: int) -> None:
    person = known()
    phone = filled(group)
    phone.press(f"{FORM}_save")
    assert named(group) == []
    assert (told(phone, 0), told(phone, 1)) == (1, 0)
    # Saving again is no answer, and nothing typed is lost.
    phone.press(f"{FORM}_save")
    assert named(group) == []
    assert phone.app.text_input(key=f"{FORM}_1_family_name").value == "Kouyaté"
    phone.press(f"{FORM}_0_same_{person}")
    assert phone.app.button_group(key=f"{FORM}_case").value == [str(person)]
    assert not phone.shows(f"{FORM}_0_first_name")
    phone.press(f"{FORM}_save")
    rows = sorted(named(group), key=lambda row: row.position)
    assert [row.case_id == person for row in rows] == [True, False]
    # The name of the new person is a mark by now, and that of the known one was no second case.
    assert {key.case_id for key in stored(NameKey)} == {row.case_id for row in rows}


@pytest.mark.long
def test_none_of_them_is_remembered_with_the_new_person(group: int) -> None:
    person = known()
    phone = filled(group)
    phone.press(f"{FORM}_save")
    phone.press(f"{FORM}_0_none_of_them")
    phone.press(f"{FORM}_save")
    new = next(row.case_id for row in named(group) if row.position == 0)
    (pair,) = stored(CasePair)
    assert {pair.one_id, pair.other_id} == {person, new}
    assert pair.state is PairState.DIFFERENT


@pytest.mark.long
def test_whoever_is_elsewhere_is_read_once_and_a_manager_asked(group: int) -> None:
    there = known(CAST.casablanca)
    phone = filled(group)
    phone.press(f"{FORM}_save")
    assert told(phone, 0) == 1
    phone.app.checkbox(key=f"{FORM}_0_asks_manager").check()
    phone.press(f"{FORM}_save")
    assert len(named(group)) == 2
    (pair,) = stored(CasePair)
    assert there in (pair.one_id, pair.other_id)
    assert pair.state is PairState.ASKED


@pytest.mark.long
def test_somebody_named_already_only_loses_the_line(group: int) -> None:
    person = known()
    phone = opened(group)
    phone.write(f"{FORM}_code", next(each.code for each in stored(Case) if each.id == person))
    phone.press(f"{FORM}_save")
    phone = filled(group)
    phone.press(f"{FORM}_save")
    phone.press(f"{FORM}_0_same_{person}")
    assert "la ligne est enlevée" in phone.said
    phone.press(f"{FORM}_save")
    assert [row.case_id for row in named(group)].count(person) == 1


def test_a_line_of_which_only_the_name_is_said_is_asked_for_the_rest(group: int) -> None:
    phone = opened(group)
    name(phone, 0)
    phone.press(f"{FORM}_save")
    for field in ("0_sex", "0_birth_year"):
        assert phone.app.container(key=f"{FORM}_problems_{field}").error
    assert phone.app.text_input(key=f"{FORM}_0_first_name").value == FIRST


def test_without_names_no_line_asks_for_one(group: int) -> None:
    with writing() as session:
        change_programme(session, match_names=False)
    phone = opened(group)
    assert not phone.shows(f"{FORM}_0_first_name")
    fill(phone, 0, "F", "1997")
    phone.press(f"{FORM}_save")
    assert len(named(group)) == 1


@pytest.mark.long
def test_two_lines_that_may_be_one_person_are_told_once_and_saved_if_they_stay(group: int) -> None:
    phone = filled(group)
    fill(phone, 1, "F", "1998")
    name(phone, 1, "Haoua", "Zinvula")
    phone.press(f"{FORM}_save")
    assert named(group) == []
    assert (told(phone, 0), told(phone, 1)) == (0, 1)
    assert i18n.t("group_people.same_as", line=1) in phone.said
    phone.press(f"{FORM}_save")
    assert len(named(group)) == 2


@pytest.mark.long
@pytest.mark.parametrize(("sex", "year"), [("M", "1998"), ("F", "1999")])
def test_lines_of_another_sex_or_year_are_two_people(group: int, sex: str, year: str) -> None:
    phone = filled(group)
    fill(phone, 1, sex, year)
    name(phone, 1)
    phone.press(f"{FORM}_save")
    assert len(named(group)) == 2
