"""People found and opened: half a code, a tap, and each form one tap further."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from components.language.catalogue import Language, translate
from db.actions import people as actions
from db.models import AuditEntry, Case, FollowUp, RetentionCheck
from db.store.engine import reading, writing
from tests.acts import a_placement, close_case, correct_facts
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.entered import a_case, met
from tests.pages.phone import Phone, SignedIn

PAGE = "work/people.py"
#: Of the cast's codes the one with a check character: a person of Casablanca.
THEIRS = "2345CFG"
OPENED = {"person": str(CAST.case_rabat)}


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


@pytest.fixture
def known(agent: None) -> str:
    """The code of a person of Rabat, as it could stand on a card."""
    code = "56782PV"
    with writing() as session:
        session.get_one(Case, CAST.case_rabat).code = code
    return code


def case() -> Case:
    with reading() as session:
        found = session.get_one(Case, CAST.case_rabat)
        session.expunge(found)
    return found


def searches() -> int:
    with reading() as session:
        query = select(AuditEntry.id).where(col(AuditEntry.action) == "people.search")
        return len(session.exec(query).all())


def lines(phone: Phone) -> list[str]:
    keys = [(each.key or "", each.label) for each in phone.app.button]
    return [label for key, label in keys if key.startswith("people_") and key[7:].isdecimal()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_seen_stands_there_before_anything_is_typed(
    agent: None, language: Language
) -> None:
    met()
    phone = Phone(PAGE, language)
    (line,) = lines(phone)
    assert "234-5678" in line
    assert translate(language, f"entry.sex.{case().sex.value}") in line
    assert not phone.shows("people_new")
    assert searches() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_a_code_finds_a_person_and_a_tap_opens_them(known: str, language: str) -> None:
    phone = Phone(PAGE, language)
    phone.write("people_search", " 567 ")
    assert len(lines(phone)) == 1
    phone.press(f"people_{CAST.case_rabat}")
    # The first of three opens the page.
    assert phone.taps == 2
    assert phone.app.query_params == {"case": known}
    assert "567-82PV" in phone.app.header[0].value
    assert phone.shows("person_fact_birth_year")


def test_a_search_is_written_down_once_however_often_it_is_drawn(agent: None) -> None:
    phone = Phone(PAGE)
    phone.write("people_search", "1995")
    assert len(lines(phone)) == 2
    phone.run()
    phone.run()
    assert searches() == 1
    phone.write("people_search", "1995 femme")
    assert len(lines(phone)) == 1
    assert searches() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_understood_is_said_and_not_searched(
    signed_in: SignedIn, language: str
) -> None:
    """A manager, who may see no contact, finds nobody by a name."""
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    phone.write("people_search", "Amin*ta")
    assert "Amin\\*ta" in phone.said
    assert lines(phone) == []
    assert searches() == 0


def test_nobody_found_leads_to_a_new_person_with_the_year(agent: None) -> None:
    phone = Phone(PAGE)
    phone.write("people_search", "1960")
    phone.press("people_new")
    assert phone.app.query_params == {"person": "new", "born": "1960"}
    form = Phone("work/record_intervention.py", person="new", born="1960")
    form.choose("intervention_type", "RECEPTION")
    assert form.app.text_input(key="intervention_birth_year").value == "1960"


def test_too_many_searches_are_refused_in_words(
    agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SEARCHES_AN_HOUR", 1)
    phone = Phone(PAGE)
    phone.write("people_search", "1995")
    phone.write("people_search", "1996")
    assert "60 min" in phone.said
    assert lines(phone) == []


def test_each_form_is_one_tap_from_the_person(known: str) -> None:
    for page in ("record-intervention", "record-training", "record-placement"):
        phone = Phone(PAGE, case=known)
        phone.press(f"person_{page}")
        assert phone.app.query_params == OPENED
        assert phone.taps == 1


def test_what_waits_is_one_tap_from_its_form(known: str) -> None:
    met(follow_up_on=today() + timedelta(days=2))
    with writing() as session:
        a_placement(session)
    with reading() as session:
        follow_up = session.exec(select(FollowUp.id)).one()
        check = session.exec(select(RetentionCheck.id).where(RetentionCheck.month == 3)).one()
    phone = Phone(PAGE, case=known)
    phone.press(f"person_follow_up_{follow_up}")
    assert phone.app.query_params == {**OPENED, "settles": str(follow_up)}
    phone = Phone(PAGE, case=known)
    phone.press(f"person_check_{check}")
    assert phone.app.query_params == {"check": str(check)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_birth_year_is_corrected_with_four_taps(known: str, language: str) -> None:
    phone = Phone(PAGE, language, case=known)
    phone.press("person_fact_birth_year")
    form = f"person_{CAST.case_rabat}_birth_year"
    phone.write(f"{form}_value", "1996")
    phone.choose(f"{form}_reason", "MISTAKE")
    phone.press("person_fact_save")
    assert phone.taps == 4
    assert case().birth_year == 1996
    assert "1996" in phone.app.success[0].value
    assert "1995" in phone.said  # what stood there, in the timeline


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(known: str) -> None:
    phone = Phone(PAGE, case=known)
    phone.press("person_fact_birth_year")
    form = f"person_{CAST.case_rabat}_birth_year"
    phone.write(f"{form}_value", "95")
    phone.press("person_fact_save")
    assert len(phone.app.container(key=f"{form}_problems_birth_year").error) == 1
    assert len(phone.app.container(key=f"{form}_problems_reason").error) == 1
    assert phone.app.text_input(key=f"{form}_value").value == "95"
    assert case().birth_year == 1995


def test_the_later_of_two_is_told_and_may_then_save(known: str) -> None:
    phone = Phone(PAGE, case=known)
    phone.press("person_fact_sex")
    form = f"person_{CAST.case_rabat}_sex"
    with writing() as session:
        correct_facts(session, sex="X")
    phone.choose(f"{form}_value", "M")
    phone.choose(f"{form}_reason", "SAID")
    phone.press("person_fact_save")
    assert (
        translate("fr", "entry.sex.X")
        in phone.app.container(key=f"{form}_problems_sex").error[0].value
    )
    phone.press("person_fact_save")
    assert case().sex.value == "M"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_later_of_two_takes_the_others_and_reads_that_it_stays(
    known: str, language: Language
) -> None:
    phone = Phone(PAGE, language, case=known)
    phone.press("person_fact_sex")
    form = f"person_{CAST.case_rabat}_sex"
    with writing() as session:
        correct_facts(session, sex="X")
    phone.choose(f"{form}_value", "M")
    phone.choose(f"{form}_reason", "SAID")
    phone.press("person_fact_save")
    phone.app.button_group(key=f"{form}_problems_take_1_sex").set_value("theirs")
    phone.press("person_fact_save")
    assert case().sex.value == "X"
    assert not phone.app.error
    fact, value = translate(language, "entry.sex"), translate(language, "entry.sex.X")
    said = translate(language, "people.theirs_stay", fact=fact, value=value)
    assert [each.value for each in phone.app.success] == [said]
    assert not phone.shows(f"{form}_value")


@pytest.mark.parametrize("field", ["nationality", "language", "diploma_recognised", "occupation"])
def test_every_fact_has_its_field(known: str, field: str) -> None:
    phone = Phone(PAGE, case=known)
    phone.press(f"person_fact_{field}")
    form = f"person_{CAST.case_rabat}_{field}"
    if field == "nationality":
        phone.app.selectbox(key=f"{form}_value").select("Sénégal")
    else:
        values = {"language": "wo", "diploma_recognised": "yes", "occupation": "5"}
        phone.choose(f"{form}_value", values[field])
    phone.choose(f"{form}_reason", "SAID")
    phone.press("person_fact_save")
    stored = {"nationality": "SN", "language": "wo", "diploma_recognised": True, "occupation": "5"}
    assert getattr(case(), field) == stored[field]


def test_a_case_is_closed_and_reopened(known: str) -> None:
    phone = Phone(PAGE, case=known)
    phone.press("person_close_now")
    assert case().closed_on is None
    phone.choose(f"person_closing_reason_{CAST.case_rabat}", "WITHDREW")
    phone.press("person_close_now")
    assert case().close_reason == "WITHDREW"
    assert not phone.shows("person_record-intervention")
    phone.press("person_reopen")
    assert case().closed_on is None
    assert phone.shows("person_record-intervention")


@pytest.mark.parametrize("code", [THEIRS, "22222222", "", "2345CF%", "x" * 500])
def test_a_code_that_opens_nobody_tells_no_more(agent: None, code: str) -> None:
    said = {translate("fr", f"error.case_{each}") for each in ("not_found", "code_form")}
    phone = Phone(PAGE, case=code)
    assert not phone.app.header
    assert bool(said & {each.value for each in phone.app.info}) is bool(code)


def test_another_agencys_code_reads_like_one_that_was_never_given(agent: None) -> None:
    theirs = Phone(PAGE, case=THEIRS).said
    with writing() as session:
        session.delete(session.get_one(Case, CAST.case_casablanca))
    assert Phone(PAGE, case=THEIRS).said == theirs


def test_a_manager_opens_a_person_without_their_status_and_changes_nothing(
    signed_in: SignedIn,
) -> None:
    code = a_case()
    signed_in(CAST.manager)
    phone = Phone(PAGE, case=code)
    assert code[:3] in phone.app.header[0].value
    assert translate("fr", "entry.status_group") not in phone.said
    assert translate("fr", "entry.education") in phone.said
    keys = {str(getattr(each, "key", "")) for each in phone.app.main}
    assert not {key for key in keys if key.startswith("person_fact_") or "close" in key}


@pytest.mark.parametrize("role", ["partner", "administrator"])
def test_nobody_else_opens_the_page(signed_in: SignedIn, role: str) -> None:
    code = a_case()
    signed_in(getattr(CAST, role))
    phone = Phone(PAGE, case=code)
    assert translate("fr", "session.no_access") in phone.said
    assert code[:3] not in phone.said


def test_a_closed_case_is_found_and_said_to_be_closed(agent: None) -> None:
    with writing() as session:
        close_case(session)
    phone = Phone(PAGE)
    phone.write("people_search", "234-5678")
    assert translate("fr", "people.closed") in lines(phone)[0]
