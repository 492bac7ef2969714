"""The training page: few taps, one row, and words for everything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from components.language import i18n
from db.actions import training
from db.codes import TrainingStatus
from db.inputs.training import StatusInput, TrainingInput
from db.models import Draft, Organisation, TrainingEnrolment
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_training.py"


def enrolled(days: int = 30, **changes: object) -> int:
    start = ago(days)
    wanted = {
        "case_id": CAST.case_rabat,
        "type": "EN_CEF",
        "centre_id": 2,
        "starts_on": start,
        "planned_end_on": start + timedelta(days=20),
        "status": "ONGOING",
        "submission_id": "given",
    }
    with writing() as session:
        data = TrainingInput.model_validate(wanted | changes)
        return training.record(session, data, by=CAST.agent_rabat).row.id


def rows() -> list[TrainingEnrolment]:
    return stored(TrainingEnrolment)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_enrolment_takes_at_most_eight_taps(seen: None, language: str) -> None:
    phone, ahead = Phone(PAGE, language), date(today().year + 1, 12, 31)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "EN_CEF")
    phone.choose("training_centre", 2)
    phone.write("training_end_text", f"{ahead:%d/%m/%Y}")
    phone.choose("training_status", "ONGOING")
    phone.press("training_save")
    assert phone.taps <= 8
    row = rows()[0]
    assert (row.case_id, row.centre_id, row.status) == (CAST.case_rabat, 2, TrainingStatus.ONGOING)
    assert row.planned_end_on == ahead
    assert len(phone.app.success) == 1
    assert "234-5678" in phone.app.success[0].value


def test_the_same_submission_ends_in_one_row_and_says_so(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    for phone in (first, second):
        phone.choose("training_case", PERSON)
        phone.choose("training_type", "EN_CEF")
    shared = first.app.session_state["draft_training"].submission_id
    second.app.session_state["draft_training"].submission_id = shared
    first.press("training_save")
    second.press("training_save")
    assert len(rows()) == 1
    assert first.app.success
    assert not second.app.success
    assert second.app.info


@pytest.mark.long
def test_two_tabs_opened_empty_end_in_one_row(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    for phone in (first, second):
        phone.choose("training_case", PERSON)
        phone.choose("training_type", "EN_CEF")
    first.press("training_save")
    second.press("training_save")
    assert len(rows()) == 1
    assert second.app.info


def test_a_draft_comes_back_after_a_reload_and_goes_with_the_save(seen: None) -> None:
    phone, ahead = Phone(PAGE), date(today().year + 1, 2, 3)
    typed = f"3/2/{ahead.year}"
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "OFPPT")
    phone.write("training_end_text", typed)
    again = Phone(PAGE)
    assert again.app.button_group(key="training_type").value == "OFPPT"
    assert again.app.button_group(key="training_case").value == PERSON
    assert again.app.text_input(key="training_end_text").value == typed
    again.press("training_save")
    assert stored(Draft) == []
    assert rows()[0].planned_end_on == ahead


def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "EN_CEF")
    phone.write("training_end_text", "3/2/2019")
    phone.press("training_save")
    assert rows() == []
    assert len(phone.app.container(key="training_problems_planned_end_on").error) == 1
    assert i18n.t("training_form.end") in phone.told_at_the_button("training")
    assert phone.app.text_input(key="training_end_text").value == "3/2/2019"


def test_only_applied_and_enrolled_are_offered_for_a_course_ahead(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "LANGUAGE")
    phone.choose("training_start", "other")
    ahead = today() + timedelta(days=30)
    phone.write("training_start_text", f"{ahead.day}/{ahead.month}")
    assert len(phone.app.button_group(key="training_status").options) == 2
    phone.press("training_save")
    assert rows()[0].starts_on == ahead


def test_the_undo_after_a_save_voids_the_row_and_brings_the_form_back(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "LANGUAGE")
    phone.press("training_save")
    phone.press("training_undo")
    assert rows()[0].void_reason == "UNDO"
    for shown in (phone, Phone(PAGE)):
        assert shown.app.button_group(key="training_case").value == PERSON
        assert shown.app.button_group(key="training_type").value == "LANGUAGE"


def test_undo_is_gone_after_thirty_seconds(seen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(PAGE)
    phone.choose("training_case", PERSON)
    phone.choose("training_type", "LANGUAGE")
    phone.press("training_save")
    assert phone.shows("training_undo")
    monkeypatch.setattr("db.actions.events.UNDO_SECONDS", 0)
    phone.run()
    assert not phone.shows("training_undo")
    assert phone.shows("training_next")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_status_changes_in_two_taps_from_the_list(seen: None, language: str) -> None:
    enrolment = enrolled()
    phone = Phone(PAGE, language, view="open")
    phone.choose(f"training_step_{enrolment}", "COMPLETED")
    phone.press(f"training_step_{enrolment}_save")
    assert phone.taps == 2
    assert rows()[0].status is TrainingStatus.COMPLETED
    phone.press("training_undo")
    assert rows()[0].status is TrainingStatus.ONGOING


def test_a_course_that_waits_for_its_certificate_is_to_be_followed_not_under_way(
    seen: None,
) -> None:
    enrolled(status="COMPLETED", status_on=ago(1), planned_end_on=ago(1))
    phone = Phone(PAGE, view="open")
    assert "À suivre (1)" in phone.app.button_group(key="training_view").options


@pytest.mark.long
def test_the_last_of_a_long_list_is_in_reach_and_counted(seen: None) -> None:
    for number in range(30):
        enrolled(60, submission_id=str(number), case_id=CAST.case_rabat_2)
    last = enrolled()
    phone = Phone(PAGE, view="open")
    assert any("31" in each for each in phone.app.button_group(key="training_view").options)
    assert not phone.shows(f"training_step_{last}")
    phone.press("training_open_more")
    assert phone.shows(f"training_step_{last}")
    assert not phone.shows("training_open_more")


@pytest.mark.long
def test_whoever_stands_far_down_the_list_is_known_to_be_enrolled(seen: None) -> None:
    for number in range(30):
        enrolled(60, submission_id=str(number), case_id=CAST.case_rabat_2)
    enrolled()
    phone = Phone(PAGE)
    assert ":material/info:" not in phone.said
    phone.choose("training_case", PERSON)
    assert ":material/info:" in phone.said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_step_is_taken_back_days_later(seen: None, language: str) -> None:
    enrolment = enrolled()
    with writing() as session:
        session.get_one(TrainingEnrolment, enrolment).entered_at -= timedelta(days=40)
        step = StatusInput(
            enrolment_id=enrolment, status="DROPPED", status_on=today(), drop_reason="WORK"
        )
        training.set_status(session, step, by=CAST.agent_rabat)
    phone = Phone(PAGE, language, view="open")
    assert not phone.shows(f"training_step_{enrolment}")
    phone.press(f"training_back_{enrolment}")
    assert rows()[0].status is TrainingStatus.ONGOING
    assert phone.shows(f"training_step_{enrolment}")


def test_dropping_out_asks_for_a_reason(seen: None) -> None:
    enrolment = enrolled()
    phone = Phone(PAGE, view="open")
    phone.choose(f"training_step_{enrolment}", "DROPPED")
    phone.press(f"training_step_{enrolment}_save")
    assert i18n.t("training_form.reason") in phone.told_at_the_button(f"training_step_{enrolment}")
    assert rows()[0].status is TrainingStatus.ONGOING
    assert phone.app.error
    phone.choose(f"training_step_{enrolment}_reason", "CARE")
    phone.press(f"training_step_{enrolment}_save")
    assert (rows()[0].status, rows()[0].drop_reason) == (TrainingStatus.DROPPED, "CARE")


def test_another_agencys_enrolments_and_persons_are_not_on_the_page(
    seen: None, signed_in: SignedIn
) -> None:
    enrolled()
    assert "234-5678" in Phone(PAGE, view="open", person=PERSON).said
    signed_in(CAST.agent_casablanca)
    phone = Phone(PAGE, view="open", person=PERSON)
    assert "234-5678" not in phone.said
    phone.choose("training_view", "new")
    assert phone.app.button_group(key="training_case").options == []


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.partner, CAST.closed])
def test_an_agent_finds_the_form_a_partner_and_a_closed_account_do_not(
    signed_in: SignedIn, account: int
) -> None:
    signed_in(account)
    assert Phone(PAGE).shows("training_view") is (account == CAST.agent_rabat)


@pytest.mark.fault("E3")
def test_a_next_status_once_chosen_cannot_be_emptied(seen: None) -> None:
    enrolment = enrolled()
    phone = Phone(PAGE, view="open")
    assert phone.app.button_group(key=f"training_step_{enrolment}").proto.required


def test_a_closed_centre_is_offered_to_no_new_course(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("training_type", "EN_CEF")
    assert phone.shows("training_centre")
    with writing() as session:
        session.get_one(Organisation, 2).closed_on = ago(1)
    phone.run()
    assert not phone.shows("training_centre")
