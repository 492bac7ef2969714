"""A form begun on one day and gone on with on the next: its day and place stay what they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlmodel import select

from components.language import i18n
from components.reads import reference
from db.models import Posting
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, rows
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
