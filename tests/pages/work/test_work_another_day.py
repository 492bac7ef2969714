"""A form begun on one day and gone on with on the next: its day and place stay what they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from components.language import i18n
from components.reads import reference
from db.codes import TRUST_ITEMS, TRUST_SCALE
from db.models import (
    Intervention,
    Posting,
    RetentionCheck,
    TrainingEnrolment,
    TrustResponse,
)
from db.store.engine import writing
from tests.at_length import first_of
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, a_due_check, enrolled, met, rows, stored
from tests.pages.phone import Phone

PAGE = "work/record_intervention.py"
YESTERDAY = ago(1)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the day that the screens go by."""
    return lambda day: monkeypatch.setattr(reference, "today", lambda: day)


def begun(language: str = "fr") -> Phone:
    phone = Phone(PAGE, language)
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    return phone


@pytest.mark.fault("T1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_keeps_the_day_it_was_begun_on(
    seen: None, on: Callable[[date], None], language: str
) -> None:
    on(YESTERDAY)
    begun(language)
    on(today())
    again = Phone(PAGE, language)
    assert again.app.text_input(key="intervention_day_text").value == f"{YESTERDAY:%d/%m/%Y}"
    assert i18n.t("draft.day_kept", day=YESTERDAY) in again.said
    again.press("intervention_save")
    assert [row.happened_on for row in rows()] == [YESTERDAY]


@pytest.mark.fault("T1")
def test_a_page_left_open_past_midnight_asks_before_it_saves(
    seen: None, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    phone = begun()
    assert i18n.day(YESTERDAY) in phone.said
    on(today())
    phone.press("intervention_save")
    assert rows() == []
    assert i18n.t("draft.day_kept", day=YESTERDAY) in phone.said
    assert phone.app.button_group(key="intervention_day").value == "other"
    phone.press("intervention_save")
    assert [row.happened_on for row in rows()] == [YESTERDAY]


@pytest.mark.fault("T1")
def test_after_midnight_the_new_day_is_one_touch(seen: None, on: Callable[[date], None]) -> None:
    on(YESTERDAY)
    phone = begun()
    on(today())
    phone.run()
    phone.choose("intervention_day", "today")
    phone.press("intervention_save")
    assert [row.happened_on for row in rows()] == [today()]


@pytest.mark.fault("T1")
def test_a_week_on_is_counted_from_the_day_it_was_said(
    seen: None, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    begun().choose("intervention_follow_up", "7")
    on(today())
    again = Phone(PAGE)
    in_a_week = f"{YESTERDAY + timedelta(days=7):%d/%m/%Y}"
    assert again.app.text_input(key="intervention_follow_up_day").value == in_a_week


@pytest.mark.fault("T1")
def test_a_form_that_nobody_touched_goes_with_the_day(
    seen: None, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    phone = Phone(PAGE)
    on(today())
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_case", PERSON)
    phone.press("intervention_save")
    assert [row.happened_on for row in rows()] == [today()]


def a_step_open() -> tuple[Phone, str]:
    key = f"training_step_{enrolled()}"
    phone = Phone("work/record_training.py", view="open")
    phone.choose(key, "COMPLETED")
    return phone, f"{key}_save"


def a_check_open() -> tuple[Phone, str]:
    check = a_due_check()
    phone = Phone("work/record_placement.py", check=str(check))
    phone.choose(f"retention_{check}_status", "SAME")
    return phone, f"retention_{check}_save"


def step_days() -> list[date]:
    return [row.status_on for row in stored(TrainingEnrolment) if row.status == "COMPLETED"]


def check_days() -> list[date]:
    return [row.done_on for row in stored(RetentionCheck) if row.done_on]


Opened = Callable[[], tuple[Phone, str]]
ONE_TOUCH = [(a_step_open, step_days), (a_check_open, check_days)]


@pytest.mark.fault("T1")
@pytest.mark.parametrize(("opened", "days"), ONE_TOUCH)
@pytest.mark.parametrize("is_forgotten", first_of(False, True))
def test_a_step_or_answer_left_open_past_midnight_asks_before_it_saves(
    seen: None, on: Callable[[date], None], opened: Opened, days: Callable[[], list[date]],
    is_forgotten: bool,
) -> None:  # fmt: skip
    on(YESTERDAY)
    phone, save = opened()
    on(today())
    if is_forgotten:
        # The server has forgotten the session; the browser sends its fields again.
        for name in list(phone.app.session_state.to_dict()):
            if name.endswith("_begun_told"):
                del phone.app.session_state[name]
    phone.press(save)
    assert days() == []
    assert i18n.t("draft.day_kept", day=YESTERDAY) in phone.said
    phone.press(save)
    assert days() == [YESTERDAY]


@pytest.mark.fault("T1")
@pytest.mark.parametrize(("opened", "days"), ONE_TOUCH)
def test_a_step_or_answer_may_be_of_the_new_day_all_the_same(
    seen: None, on: Callable[[date], None], opened: Opened, days: Callable[[], list[date]]
) -> None:
    on(YESTERDAY)
    phone, save = opened()
    on(today())
    phone.run()
    day = next(str(each.key) for each in phone.app.text_input if str(each.key).endswith("_day"))
    phone.write(day, f"{today():%d/%m/%Y}")
    phone.press(save)
    assert days() == [today()]


@pytest.mark.fault("T1")
def test_a_correction_left_open_past_midnight_moves_no_entry(
    seen: None, on: Callable[[date], None]
) -> None:
    on(YESTERDAY)
    entry = met(happened_on=YESTERDAY, submission_id="of yesterday")
    phone = Phone("work/entries.py")
    phone.choose(f"entries_change_intervention_{entry}", "correct")
    phone.choose(f"correct_intervention_{entry}_type", "CV")
    on(today())
    phone.press(f"correct_intervention_{entry}_save")
    assert i18n.t("draft.day_kept", day=YESTERDAY) in phone.said
    phone.press(f"correct_intervention_{entry}_save")
    (row,) = [row for row in stored(Intervention) if row.id == entry]
    assert (row.type, row.happened_on) == ("CV", YESTERDAY)


def questioned(monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A questionnaire on its last screen."""
    monkeypatch.setattr("components.records.trust.question.GUARD_SECONDS", 0)
    phone = Phone("work/record_trust.py")
    phone.choose("trust_moment", "T1")
    phone.choose("trust_language", "fr")
    phone.press("trust_start")
    for item in TRUST_ITEMS:
        phone.press(f"trust_answer_{item.lower()}_{TRUST_SCALE[item]}")
    return phone


@pytest.mark.long
@pytest.mark.fault("T1")
@pytest.mark.parametrize("is_of_today", first_of(False, True))
def test_a_questionnaire_is_of_the_day_it_was_begun_unless_told_otherwise(
    seen: None, on: Callable[[date], None], monkeypatch: pytest.MonkeyPatch, is_of_today: bool
) -> None:
    on(YESTERDAY)
    phone = questioned(monkeypatch)
    assert not phone.shows("trust_day")
    on(today())
    phone.press("trust_save")
    assert stored(TrustResponse) == []
    assert i18n.t("draft.day_kept", day=YESTERDAY) in phone.said
    if is_of_today:
        phone.choose("trust_day", today().isoformat())
    phone.press("trust_save")
    days = [row.answered_on for row in stored(TrustResponse)]
    assert days == [today() if is_of_today else YESTERDAY]
    phone.press("trust_undo")
    assert stored(TrustResponse)[0].void_reason == "UNDO"


@pytest.mark.long
@pytest.mark.fault("T1")
def test_a_questionnaire_gone_on_with_tomorrow_keeps_its_day(
    seen: None, on: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    on(YESTERDAY)
    questioned(monkeypatch)
    on(today())
    again = Phone("work/record_trust.py")
    again.press("trust_save")
    assert [row.answered_on for row in stored(TrustResponse)] == [YESTERDAY]


def moved(last_day: date) -> None:
    """The agent of Rabat leaves after ``last_day``; a posting in Tanger runs since."""
    with writing() as session:
        query = select(Posting).where(Posting.account_id == CAST.agent_rabat)
        for posting in session.exec(query):
            posting.ends_on = last_day
        session.add(Posting(account_id=CAST.agent_rabat, agency_id=CAST.tanger, starts_on=today()))


@pytest.mark.fault("E10")
def test_a_draft_keeps_its_agency_while_it_is_open(seen: None) -> None:
    begun()
    moved(YESTERDAY)
    again = Phone(PAGE)
    assert again.app.button_group(key="intervention_agency").value == CAST.rabat
    assert again.app.button_group(key="intervention_case").value == [PERSON]


@pytest.mark.fault("E10")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_agency_that_is_closed_to_the_agent_is_asked_for(seen: None, language: str) -> None:
    begun(language)
    moved(ago(30))
    again = Phone(PAGE, language)
    assert again.app.button_group(key="intervention_agency").value is None
    assert again.app.button_group(key="intervention_agency").proto.required
    assert len(again.app.warning) == 1
    again.press("intervention_save")
    assert rows() == []
    assert i18n.t("error.needed") in again.said
