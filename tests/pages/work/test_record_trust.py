"""The trust page: one question a screen, in the person's language, with nothing left behind."""

from __future__ import annotations

import pytest
import streamlit as st

from components.language import i18n
from db.codes import TRUST_ITEMS, TRUST_SCALE, TrustMode, TrustMoment
from db.models import Draft, TrustFieldwork, TrustResponse, TrustWave
from db.store.engine import reading, writing
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.entered import stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_trust.py"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's thumb is faster than the guard against double taps allows."""
    monkeypatch.setattr("components.records.trust.question.GUARD_SECONDS", 0)


@pytest.fixture
def agent(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)


def begun(language: str = "fr", spoken: str = "fr", moment: str = "T1", **setting: str) -> Phone:
    phone = Phone(PAGE, language)
    for name, value in setting.items():
        phone.choose(f"trust_{name}", value)
    phone.choose("trust_moment", moment)
    phone.choose("trust_language", spoken)
    phone.press("trust_start")
    return phone


def answer_all(phone: Phone, items: tuple[str, ...] = TRUST_ITEMS) -> None:
    for item in items:
        phone.press(f"trust_answer_{item.lower()}_{TRUST_SCALE[item]}")


def rows() -> list[TrustResponse]:
    return stored(TrustResponse)


def counts() -> tuple[int, int]:
    with reading() as session:
        found = session.get(TrustFieldwork, (CAST.wave, CAST.rabat))
        return (found.approached, found.refused) if found else (0, 0)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_questionnaire_takes_one_tap_a_question(agent: None, language: str) -> None:
    phone = begun(language)
    answer_all(phone)
    phone.press("trust_save")
    assert phone.taps == len(TRUST_ITEMS) + 4
    row = rows()[0]
    assert [getattr(row, item.lower()) for item in TRUST_ITEMS] == [
        TRUST_SCALE[item] for item in TRUST_ITEMS
    ]
    assert (row.mode, row.moment, row.interviewer_id) == (TrustMode.SELF_TAB, TrustMoment.T1, None)
    assert len(phone.app.success) == 1


@pytest.mark.parametrize(
    ("spoken", "written", "word"),
    [
        ("fr", "fr", "confiance"),
        ("en", "en", "trust"),
        ("ar", "ar", "ثقتكم"),
        ("ary", "ar", "ثقتكم"),
        ("wo", "fr", "confiance"),
    ],
)
def test_the_question_is_written_in_the_persons_language_and_the_rest_in_ours(
    agent: None, spoken: str, written: str, word: str
) -> None:
    phone = begun("en", spoken)
    question = next(each.value for each in phone.app.main.html if "trust-question" in each.value)
    assert word in question
    assert f'lang="{written}" dir="{"rtl" if written == "ar" else "ltr"}"' in question
    assert phone.app.button(key="trust_back").label == "Back"
    translated_aloud = "translate aloud" in phone.said.lower()
    assert translated_aloud is (spoken == "wo")


@pytest.mark.parametrize(
    ("mode", "label"),
    [("SELF_TAB", "لا أعرف"), ("PHONE", "Don't know"), ("INT_SAME", "Don't know")],
)
def test_no_answer_is_read_by_whoever_holds_the_phone(agent: None, mode: str, label: str) -> None:
    phone = begun("en", "ar", mode=mode)
    assert phone.app.button(key="trust_answer_t1_98").label == label


@pytest.mark.long
def test_the_way_back_keeps_the_answers(agent: None) -> None:
    phone = begun()
    phone.press("trust_answer_t1_7")
    phone.press("trust_answer_t2_98")
    phone.press("trust_back")
    phone.press("trust_back")
    phone.press("trust_answer_t1_4")
    answer_all(phone, TRUST_ITEMS[1:])
    phone.press("trust_save")
    assert (rows()[0].t1, rows()[0].t2) == (4, 10)


@pytest.mark.long
def test_a_half_done_interview_survives_a_reload(agent: None) -> None:
    phone = begun()
    phone.press("trust_answer_t1_7")
    phone.press("trust_answer_t2_6")
    again = Phone(PAGE)
    assert again.shows("trust_answer_d_rel_3")
    answer_all(again, TRUST_ITEMS[2:])
    again.press("trust_save")
    assert (rows()[0].t1, rows()[0].t2) == (7, 6)


@pytest.mark.long
def test_nothing_of_the_answers_outlives_the_save(agent: None) -> None:
    phone = begun()
    answer_all(phone)
    assert "'B_REC'" in repr(phone.app.session_state.to_dict())
    phone.press("trust_save")
    assert stored(Draft) == []
    assert "'B_REC'" not in repr(phone.app.session_state.to_dict())
    phone.press("trust_next")
    assert not phone.shows("trust_question_ltr")
    assert phone.app.button_group(key="trust_language").value is None
    assert phone.app.button_group(key="trust_mode").value == "SELF_TAB"


@pytest.mark.long
def test_one_submission_is_one_row_and_the_second_answer_says_so(agent: None) -> None:
    first = begun()
    answer_all(first)
    second = Phone(PAGE)
    first.press("trust_save")
    second.press("trust_save")
    assert len(rows()) == 1
    assert second.app.info
    assert counts() == (1, 0)


@pytest.mark.long
def test_a_second_tab_with_other_answers_asks_before_it_stores_another(agent: None) -> None:
    first = begun()
    answer_all(first, TRUST_ITEMS[:-1])
    second = Phone(PAGE)
    first.press("trust_answer_b_rec_1")
    first.press("trust_save")
    second.press("trust_answer_b_rec_0")
    second.press("trust_save")
    assert len(rows()) == 1
    assert len(second.app.warning) == 1
    second.press("trust_save")
    assert sorted(row.b_rec or 0 for row in rows()) == [0, 1]
    assert counts() == (2, 0)


@pytest.mark.long
def test_an_agent_who_asks_in_the_own_agency_is_flagged(agent: None) -> None:
    phone = begun(mode="INT_SAME")
    answer_all(phone)
    phone.press("trust_save")
    assert (rows()[0].mode, rows()[0].conflict_of_interest) == (TrustMode.INT_SAME, True)
    assert rows()[0].interviewer_id == CAST.agent_rabat


def test_who_never_came_is_asked_two_questions(agent: None) -> None:
    phone = begun(moment="NU")
    answer_all(phone, ("T1", "T2"))
    phone.press("trust_save")
    assert (rows()[0].t1, rows()[0].d_rel) == (10, None)


def test_a_refusal_at_the_door_is_one_tap_and_can_be_undone(agent: None) -> None:
    phone = Phone(PAGE)
    phone.press("trust_refused")
    assert phone.taps == 1
    assert counts() == (1, 1)
    phone.press("trust_undo")
    assert counts() == (0, 0)


def test_a_second_tap_whose_first_was_cut_short_counts_no_second_refusal(
    agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server committed the first, and stopped before it could say so."""
    phone = Phone(PAGE)
    with monkeypatch.context() as cut:
        cut.setattr("components.records.trust.page.Result", lambda **_: st.stop())
        phone.press("trust_refused")
    phone.press("trust_refused")
    assert counts() == (1, 1)
    phone.press("trust_next")
    phone.press("trust_refused")
    assert counts() == (2, 2)
    assert stored(Draft) == []


@pytest.mark.long
def test_a_saved_questionnaire_can_be_undone(agent: None) -> None:
    phone = begun()
    answer_all(phone)
    phone.press("trust_save")
    phone.press("trust_undo")
    assert rows()[0].void_reason == "UNDO"
    assert counts() == (0, 0)


def test_a_second_touch_within_a_blink_answers_nothing(
    agent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = begun()
    monkeypatch.setattr("components.records.trust.question.GUARD_SECONDS", 60)
    phone.press("trust_answer_t1_7")
    assert phone.shows("trust_answer_t1_7")
    assert not phone.shows("trust_answer_t2_7")


def test_without_an_open_wave_the_page_says_who_opens_one(agent: None) -> None:
    with writing() as session:
        wave = session.get_one(TrustWave, CAST.wave)
        wave.ends_on = wave.starts_on
    phone = Phone(PAGE)
    assert phone.app.info
    assert not phone.shows("trust_start")


@pytest.mark.parametrize("account", [CAST.agent_rabat, CAST.partner, CAST.closed])
def test_an_agent_finds_the_form_a_partner_and_a_closed_account_do_not(
    signed_in: SignedIn, account: int
) -> None:
    signed_in(account)
    assert Phone(PAGE).shows("trust_moment") is (account == CAST.agent_rabat)


@pytest.mark.fault("E3")
def test_moment_and_language_once_chosen_cannot_be_emptied(agent: None) -> None:
    phone = Phone(PAGE)
    for name, is_needed in {"moment": True, "language": True, "sex": False}.items():
        assert phone.app.button_group(key=f"trust_{name}").proto.required is is_needed


@pytest.mark.long
@pytest.mark.fault("E2")
def test_a_refused_questionnaire_says_so_at_its_button(agent: None) -> None:
    phone = begun()
    answer_all(phone)
    with writing() as session:
        session.get_one(TrustWave, CAST.wave).ends_on = ago(1)
    phone.press("trust_save")
    assert rows() == []
    assert i18n.t("trust_form.wave") in phone.told_at_the_button("trust")
    assert phone.app.container(key="trust_problems_wave_id").error
