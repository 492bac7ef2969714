"""What is typed is never lost and never stored twice: drafts, tabs, lost answers, undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
import streamlit as st
from sqlmodel import select

from components.language import i18n
from components.reads.labels import card_code
from components.saving.hidden_field import HiddenField
from db.actions import drafts, interventions
from db.inputs.drafts import DraftInput
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Case, Draft, FollowUp
from db.store.engine import reading, writing
from tests.at_length import first_of
from tests.cast import CAST, today
from tests.pages.entered import OTHER, PERSON, met, rows, stored
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"


def carried(phone: Phone) -> str:
    """The submission that the browser holds."""
    return HiddenField.read(
        phone.app.text_input(key="intervention_submission").value or ""
    ).submission_id


def test_a_draft_survives_another_device_and_goes_with_the_save(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_minutes", "other")
    phone.write("intervention_minutes_text", "37")
    again = Phone(PAGE)
    assert again.app.button_group(key="intervention_case").value == [PERSON]
    assert again.app.text_input(key="intervention_minutes_text").value == "37"
    again.press("intervention_save")
    assert rows()[0].minutes == 37
    assert stored(Draft) == []


def test_looking_at_the_form_keeps_no_draft(seen: None) -> None:
    Phone(PAGE).run()
    assert stored(Draft) == []


def test_the_draft_says_when_it_was_kept(seen: None) -> None:
    phone = Phone(PAGE, "en")
    assert "Draft kept" not in phone.said
    phone.choose("intervention_type", "CV")
    bottom = "\n".join(each.value for each in phone.app.caption)
    assert "Draft kept at" in bottom


def test_what_a_change_of_type_hides_comes_back_with_it(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.choose("intervention_type", "INFO_SESSION")
    phone.write("intervention_women", "4")
    phone.choose("intervention_type", "CV")
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    phone.press("intervention_save")
    assert (rows()[0].case_id, rows()[0].women) == (CAST.case_rabat, None)


def test_a_draft_can_be_thrown_away(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    again = Phone(PAGE)
    again.press("intervention_throw_away")
    assert again.app.button_group(key="intervention_type").value is None
    assert stored(Draft) == []
    again.choose("intervention_type", "CV")
    assert again.app.button_group(key="intervention_case").value == []


def test_a_second_tab_ends_in_one_row_and_says_so(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    for phone in (first, second):
        phone.choose("intervention_type", "CV")
        phone.choose("intervention_case", PERSON)
    first.press("intervention_save")
    second.press("intervention_save")
    assert len(rows()) == 1
    assert first.app.success
    assert not second.app.success
    assert second.app.info


def test_a_second_tab_about_somebody_else_asks_before_it_stores_another(seen: None) -> None:
    first, second = Phone(PAGE), Phone(PAGE)
    for phone, person in ((first, PERSON), (second, OTHER)):
        phone.choose("intervention_type", "CV")
        phone.choose("intervention_case", person)
    assert not second.offers("intervention_save"), "the other window's text is newer than it knows"
    first.press("intervention_save")
    second.run()
    second.press("intervention_save")
    assert len(rows()) == 1
    assert "234-5678" in second.app.warning[0].value
    second.press("intervention_save")
    assert [row.case_id for row in rows()] == [CAST.case_rabat, CAST.case_rabat_2]


@pytest.mark.fault("E6")
def test_an_answer_lost_on_the_way_is_given_by_the_next_session(seen: None) -> None:
    """The server died between the commit and its answer; the browser still shows the form."""
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    mark = carried(phone)
    data = {
        "submission_id": mark, "agency_id": CAST.rabat, "type": "CV", "mode": "PHONE",
        "language": "ary", "minutes": 20, "happened_on": today(), "case_ids": (CAST.case_rabat,),
    }  # fmt: skip
    with writing() as session:
        interventions.record(session, validated(InterventionInput, data), by=CAST.agent_rabat)
    # A new session of the server, to which the browser sends its fields again.
    for name in ("draft_intervention", "intervention_offered", "intervention_usual"):
        del phone.app.session_state[name]
    phone.run()
    assert carried(phone) == mark
    assert "234-5678" in phone.app.success[0].value
    assert not phone.shows("intervention_undo")
    phone.press("intervention_next")
    assert phone.app.button_group(key="intervention_type").value is None
    assert mark != carried(phone)
    assert len(rows()) == 1


@pytest.mark.fault("E6")
def test_a_confirmation_comes_back_with_another_session(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    for name in ("draft_intervention", "intervention_result"):
        del phone.app.session_state[name]
    phone.run()
    assert "234-5678" in phone.app.success[0].value
    assert len(rows()) == 1


@pytest.mark.fault("E6")
def test_a_save_cut_short_after_the_commit_is_told_by_the_next_run(
    seen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    with monkeypatch.context() as cut:
        cut.setattr("components.records.ending.begin_anew", lambda *_: st.stop())
        cut.setattr("components.records.ending.saved.remember", lambda *_: st.stop())
        phone.press("intervention_save")
    assert not phone.app.success
    phone.run()
    assert "234-5678" in phone.app.success[0].value
    assert len(rows()) == 1


def test_undo_voids_the_rows_and_brings_the_form_back(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    phone.press("intervention_undo")
    assert rows()[0].void_reason == "UNDO"
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    phone.choose("intervention_minutes", "60")
    phone.press("intervention_save")
    assert [row.void_reason for row in rows()] == ["UNDO", None]


def test_what_an_undo_brings_back_survives_a_reload(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    phone.press("intervention_undo")
    again = Phone(PAGE)
    assert again.app.button_group(key="intervention_case").value == [PERSON]
    again.press("intervention_save")
    assert [row.void_reason for row in rows()] == ["UNDO", None]


def test_undo_is_gone_after_thirty_seconds(seen: None, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    assert phone.shows("intervention_undo")
    monkeypatch.setattr("db.actions.events.UNDO_SECONDS", 0)
    phone.run()
    assert not phone.shows("intervention_undo")


def test_a_link_from_the_day_names_the_person_and_the_follow_up(seen: None) -> None:
    entry_id = met(submission_id="met and planned", follow_up_on=today() + timedelta(days=2))
    with reading() as session:
        query = select(FollowUp.id).where(FollowUp.intervention_id == entry_id)
        follow_up = session.exec(query).one()
    phone = Phone(PAGE, person=PERSON, settles=str(follow_up))
    phone.choose("intervention_type", "FOLLOW_UP")
    assert phone.app.button_group(key="intervention_case").value == [PERSON]
    phone.press("intervention_save")
    with reading() as session:
        assert session.get_one(FollowUp, follow_up).settled_by_id == rows()[0].id
    phone.press("intervention_next")
    phone.choose("intervention_type", "CV")
    assert phone.app.button_group(key="intervention_case").value == []


def test_a_draft_is_not_lost_to_a_link_until_its_owner_says_so(seen: None) -> None:
    with writing() as session:
        values = {"intervention_type": "CV", "intervention_case": [OTHER], "submission_id": "d"}
        drafts.keep(session, DraftInput("intervention", values), by=CAST.agent_rabat)
    phone = Phone(PAGE, person=PERSON)
    assert phone.app.button_group(key="intervention_case").value == [OTHER]
    throw = phone.app.button(key="intervention_throw_away")
    assert throw.label == i18n.t("draft.throw_away_for_link")
    phone.press("intervention_throw_away")
    phone.choose("intervention_type", "CV")
    assert phone.app.button_group(key="intervention_case").value == [PERSON]


def test_a_draft_about_the_person_of_the_link_offers_nobody_in_their_place(seen: None) -> None:
    follow_up = "7"
    phone = Phone(PAGE, person=PERSON, settles=follow_up)
    phone.choose("intervention_type", "CV")
    again = Phone(PAGE, person=PERSON, settles=follow_up)
    assert again.app.button_group(key="intervention_case").value == [PERSON]
    assert again.app.button(key="intervention_throw_away").label == i18n.t("draft.throw_away")


@pytest.mark.parametrize("person", [PERSON, OTHER])
def test_the_person_of_a_link_stands_first_of_all(seen: None, person: str) -> None:
    phone = Phone(PAGE, person=person)
    phone.choose("intervention_type", "CV")
    with reading() as session:
        code = session.get_one(Case, int(person)).code
    new, first, *_ = phone.app.button_group(key="intervention_case").options
    assert card_code(code) in str(first) and card_code(code) not in str(new)


def test_a_link_to_another_agencys_person_chooses_nobody(seen: None) -> None:
    phone = Phone(PAGE, person=str(CAST.case_casablanca))
    phone.choose("intervention_type", "CV")
    assert phone.app.button_group(key="intervention_case").value == []
    assert "2345CFG" not in phone.said.replace("-", "")


def test_leaving_keeps_the_draft(seen: None) -> None:
    phone = Phone(PAGE)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_leave")
    assert phone.shows("day_draft_intervention")


@pytest.mark.parametrize("text", first_of("²", "١٠١", "-1", "9" * 18, "9" * 30))
def test_a_garbled_link_chooses_nobody_and_stops_nothing(seen: None, text: str) -> None:
    phone = Phone(PAGE, person=text, settles=text)
    phone.choose("intervention_type", "CV")
    assert phone.app.button_group(key="intervention_case").value == []
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    assert len(rows()) == 1
