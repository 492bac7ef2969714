"""The intervention page: few taps, one row, nothing typed lost, and words for everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from components.language import i18n
from components.reads.labels import card_code
from db.inputs import case_codes
from db.models import Account, Case, FollowUp, Posting
from db.models.base import now
from db.operating.commands.accounts import create_posting
from db.operating.commands.programme import create_agency
from db.store.engine import reading, writing
from tests.cast import CAST, NAMES, ago, today
from tests.languages import BOTH_WAYS
from tests.pages.entered import OTHER, PERSON, a_case, met, rows
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_intervention.py"


@pytest.mark.long
@pytest.mark.parametrize("language", BOTH_WAYS)
def test_the_usual_entry_takes_at_most_eight_taps(seen: None, language: str) -> None:
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_minutes", "45")
    phone.choose("intervention_follow_up", "7")
    phone.press("intervention_save")
    assert phone.taps <= 8
    (row,) = rows()
    assert (row.case_id, row.type, row.minutes) == (CAST.case_rabat, "CV", 45)
    # What was not touched is as in the entry before.
    assert (row.mode, row.language) == ("PHONE", "ary")
    assert len(phone.app.success) == 1
    assert card_code("2345678") in phone.app.success[0].value
    with reading() as session:
        promise = session.exec(select(FollowUp)).one()
        assert promise.due_on == row.happened_on + timedelta(days=7)


def test_the_next_entry_is_one_tap_away_and_empty(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    phone.press("intervention_next")
    assert phone.app.button_group(key="intervention_type").value is None
    phone.choose("intervention_type", "ADMIN")
    assert phone.app.button_group(key="intervention_case").value == []


def test_same_again_asks_for_another_person_only(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_minutes", "45")
    phone.press("intervention_save")
    phone.press("intervention_again")
    assert phone.app.button_group(key="intervention_case").value == []
    phone.choose("intervention_case", OTHER)
    phone.press("intervention_save")
    first, second = rows()
    assert (second.case_id, second.type, second.minutes) == (CAST.case_rabat_2, "CV", 45)
    assert first.submission_id != second.submission_id


def test_one_entry_may_name_several_persons(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "ADMIN")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_case", OTHER)
    phone.press("intervention_save")
    assert [row.case_id for row in rows()] == [CAST.case_rabat, CAST.case_rabat_2]
    assert [row.position for row in rows()] == [0, 1]


@pytest.mark.parametrize("language", BOTH_WAYS)
def test_a_new_person_gets_a_case_and_a_code_to_write_down(seen: None, language: str) -> None:
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    phone.choose("intervention_sex", "F")
    phone.write("intervention_birth_year", "١٩٩٧")
    phone.choose("intervention_nationality", "CI")
    phone.press("intervention_save")
    assert phone.taps <= 8
    (row,) = rows()
    with reading() as session:
        case = session.get_one(Case, row.case_id)
        assert (case.sex, case.birth_year, case.nationality) == ("F", 1997, "CI")
        code = card_code(case.code)
    assert code in phone.app.success[0].value


def test_a_person_under_fifteen_is_refused_beside_the_year(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    phone.choose("intervention_sex", "M")
    phone.write("intervention_birth_year", str(today().year - 14))
    phone.press("intervention_save")
    assert rows() == []
    place = phone.app.container(key="intervention_problems_birth_year")
    assert "Entraide Nationale" in place.error[0].value
    assert phone.app.text_input(key="intervention_birth_year").value == str(today().year - 14)


def test_whether_18_has_come_is_asked_only_where_it_is_open(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "RECEPTION")
    phone.choose("intervention_case", "new")
    for age, asked in ((17, False), (18, True), (19, False)):
        phone.write("intervention_birth_year", str(today().year - age))
        assert phone.shows("intervention_turned_18") is asked


def test_a_group_is_counted_by_sex(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "INFO_SESSION")
    phone.write("intervention_women", "12")
    phone.write("intervention_men", "٧")
    phone.press("intervention_save")
    (row,) = rows()
    assert (row.case_id, row.women, row.men, row.other) == (None, 12, 7, 0)


def test_a_coordination_meeting_asks_for_no_person(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "MORE")
    phone.choose("intervention_more", "COORD")
    assert not phone.shows("intervention_case")
    assert not phone.shows("intervention_scope")
    phone.write("intervention_women", "3")
    phone.press("intervention_save")
    assert rows()[0].type == "COORD"


def test_another_day_is_typed_day_first_and_answered_in_words(seen: None) -> None:
    day = ago(40)
    phone = Phone(PAGE, "fr")
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_day", "other")
    phone.write("intervention_day_text", f"{day.day}/{day.month}/{day:%y}")
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    day_number = "1er" if day.day == 1 else str(day.day)
    assert f"{day_number} {months.split()[day.month - 1]} {day.year}" in phone.said
    phone.press("intervention_save")
    assert rows()[0].happened_on == day


def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_day", "other")
    phone.write("intervention_day_text", "31/2/2026")
    phone.choose("intervention_minutes", "other")
    phone.write("intervention_minutes_text", "longtemps")
    phone.press("intervention_save")
    assert rows() == []
    for field, label in {"happened_on": "entry.day", "minutes": "entry.minutes"}.items():
        assert len(phone.app.container(key=f"intervention_problems_{field}").error) == 1
        assert i18n.t(label) in phone.told_at_the_button("intervention")
    assert phone.app.text_input(key="intervention_minutes_text").value == "longtemps"


def test_the_form_needs_a_person(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.press("intervention_save")
    assert len(phone.app.container(key="intervention_problems_form").error) == 1


def test_a_code_finds_a_person_and_a_slip_is_noticed(seen: None) -> None:
    code, strange = a_case(), case_codes.make()
    with writing() as session:
        session.get_one(Case, CAST.case_casablanca).code = strange
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    slip = code[:-1] + next(each for each in case_codes.ALPHABET if each != code[-1])
    for wrong in (slip, strange):
        phone.write("intervention_code", wrong)
        assert len(phone.app.error) == 1
        assert phone.app.button_group(key="intervention_case").value == []
    phone.write("intervention_code", f"{code[:3]}-{code[3:]}".lower())
    assert phone.app.button_group(key="intervention_case").value == ["999"]
    # Found once: the person can be unchosen although the code is still there.
    phone.app.button_group(key="intervention_case").unselect("999")
    phone.run()
    assert phone.app.button_group(key="intervention_case").value == []


@pytest.mark.fault("E1")
def test_a_person_who_was_tapped_and_typed_is_there_once(seen: None) -> None:
    code = a_case()
    with writing() as session:
        met_code = session.get_one(Case, CAST.case_rabat).code
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.write("intervention_code", met_code)
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    phone.write("intervention_code", code)
    phone.write("intervention_code", met_code)
    assert phone.app.button_group(key="intervention_case").value == [PERSON, "999"]
    phone.press("intervention_save")
    assert [row.case_id for row in rows()] == [CAST.case_rabat, 999]


@pytest.mark.fault("E3")
def test_a_type_once_chosen_cannot_be_emptied(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    again = Phone(PAGE)
    assert again.app.button_group(key="intervention_type").proto.required


def offered(phone: Phone) -> list[str]:
    """The codes of the persons on screen, in their order."""
    if phone.app.button_group(key="intervention_type").value is None:
        phone.choose("intervention_type", "CV")
    return [each.split(" ")[0] for each in phone.app.button_group(key="intervention_case").options]


def test_offered_persons_do_not_move_while_the_form_is_filled_in(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    before = offered(phone)
    met(CAST.case_rabat_2, submission_id="met again", happened_on=today())
    phone.choose("intervention_minutes", "20")
    assert offered(phone) == before
    assert offered(Phone(PAGE))[1:] != before[1:]


def posted_in_tanger_too() -> None:
    since = ago(9)
    with writing() as session:
        session.add(Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=since))


def test_a_code_of_the_other_agency_is_told_and_found_once_that_is_chosen(seen: None) -> None:
    posted_in_tanger_too()
    code = a_case(CAST.tanger)
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.write("intervention_code", code)
    assert phone.app.button_group(key="intervention_case").value == []
    assert "Tanger" in phone.app.info[0].value
    phone.choose("intervention_agency", CAST.tanger)
    assert phone.app.button_group(key="intervention_case").value == ["999"]
    assert not phone.app.info


def test_an_agent_of_two_agencies_is_asked_which(seen: None) -> None:
    posted_in_tanger_too()
    phone = Phone(PAGE)
    phone.choose("intervention_type", "INFO_SESSION")
    phone.choose("intervention_agency", CAST.tanger)
    phone.write("intervention_women", "5")
    phone.press("intervention_save")
    assert rows()[0].agency_id == CAST.tanger


def test_a_day_before_the_posting_is_told_in_a_sentence(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_day", "other")
    early = date(today().year - 2, 1, 2)
    phone.write("intervention_day_text", f"{early:%d/%m/%Y}")
    phone.press("intervention_save")
    assert len(phone.app.container(key="intervention_problems_happened_on").error) == 1
    assert rows() == []


def test_an_account_closed_meanwhile_stores_nothing(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    with writing() as session:
        session.get_one(Account, CAST.agent_rabat).closed_at = now()
    phone.app.button(key="intervention_save").click()
    phone.run()
    assert rows() == []
    assert not phone.app.success


def test_a_posting_that_ended_long_ago_leaves_a_sentence(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    with writing() as session:
        query = select(Posting).where(Posting.account_id == CAST.agent_rabat)
        session.exec(query).one().ends_on = ago(30)
    phone = Phone(PAGE)
    assert len(phone.app.info) == 1
    assert not phone.shows("intervention_type")


@pytest.mark.parametrize("account", list(NAMES))
def test_only_an_agent_finds_the_form(signed_in: SignedIn, account: int) -> None:
    signed_in(account)
    is_agent = account in (CAST.agent_rabat, CAST.agent_casablanca)
    assert Phone(PAGE).shows("intervention_type") is is_agent


@pytest.mark.fault("E11")
def test_an_agency_made_while_the_server_runs_is_offered_at_once(seen: None) -> None:
    Phone("work/entries.py")  # the server has named agencies before
    create_agency(
        code="FES", name="Agence Fès", short_name="Fès", name_en="", name_ar="فاس", city="Fès",
        region="MA-03", host="ANAPEC",
    )  # fmt: skip
    with writing() as session:
        for posting in session.exec(select(Posting).where(Posting.agency_id == CAST.rabat)):
            posting.share = 50
    create_posting(username="agent.rabat", agency="FES", starts_on=today(), ends_on=None, share=50)
    phone = Phone(PAGE)
    assert phone.app.button_group(key="intervention_agency").options == ["Rabat", "Fès"]
