"""A tab keeps nothing for whoever signs in next, and what is stored of a visit costs no page."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from components.language.catalogue import Language, translate, translate_plural
from db.actions import accounts
from db.models import Posting, SignInSession
from db.models.base import now
from db.store import engine as engines
from tests.cast import CAST, ago
from tests.languages import LANGUAGES
from tests.pages.opening import opened_at
from tests.pages.phone import Phone, SignedIn

PAGE = "work/record_intervention.py"


def typed_by_the_agent(signed_in: SignedIn) -> AppTest:
    """The agent of Rabat has begun an entry; the tab stays open."""
    signed_in(CAST.agent_rabat)
    app = opened_at(PAGE).run()
    app.button_group(key="intervention_type").select("CV").run()
    assert "draft_intervention" in app.session_state
    return app


def test_the_next_person_finds_an_empty_form(signed_in: SignedIn) -> None:
    app = typed_by_the_agent(signed_in)
    before = app.session_state["draft_intervention"]
    signed_in(CAST.agent_casablanca)
    app.run()
    assert not app.exception
    assert app.session_state["draft_intervention"] is not before
    assert app.button_group(key="intervention_type").value in (None, [])


def test_a_tab_that_was_signed_out_keeps_its_language_only(signed_in: SignedIn) -> None:
    app = typed_by_the_agent(signed_in)
    language = app.session_state["language"]
    signed_in(None)
    app.run()
    assert "draft_intervention" not in app.session_state
    assert app.session_state["language"] == language


def unused_since(minutes: int) -> None:
    with engines.writing() as session:
        for row in session.exec(select(SignInSession)):
            row.last_used_at = now() - timedelta(minutes=minutes)


def last_use() -> timedelta:
    with engines.reading() as session:
        return now() - session.exec(select(SignInSession)).one().last_used_at


@pytest.mark.fault("O1")
def test_a_page_opens_while_another_process_holds_the_database(
    signed_in: SignedIn, sqlite_engine: sa.Engine
) -> None:
    """A use after a pause is stored: that is tried for a moment, and the page does not wait."""
    signed_in(CAST.agent_rabat)
    unused_since(minutes=5)
    other = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    app = opened_at("work/my_day.py").run()
    assert time.monotonic() - begun < engines.BUSY_TIMEOUT_MS / 1000 / 2
    assert not app.exception
    assert app.button(key="day_record")
    assert last_use() > timedelta(minutes=4)
    other.execute("ROLLBACK")
    other.close()
    app.run()
    assert last_use() < timedelta(minutes=1)


def begun(phone: Phone) -> None:
    phone.choose("intervention_type", "CV")
    phone.choose("intervention_minutes", "20")


@pytest.mark.fault("E5")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_whose_account_was_closed_says_so_and_that_its_draft_stays(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, language)
    begun(phone)
    with engines.writing() as session:
        accounts.close(session, CAST.agent_rabat, by=CAST.administrator)
    phone.run()
    assert phone.app.text_input(key="signin_username")
    (warning,) = [each.value for each in phone.app.warning]
    assert translate(language, "error.account_closed") in warning
    assert translate_plural(language, "draft.stays", 30, count="30") in warning


@pytest.mark.fault("E5")
def test_nobody_else_is_told_anything(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    with engines.writing() as session:
        accounts.close(session, CAST.agent_rabat, by=CAST.administrator)
    signed_in(None)
    phone = Phone(PAGE)
    assert phone.app.text_input(key="signin_username")
    assert not phone.app.warning


@pytest.mark.fault("E5")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_whose_posting_is_over_says_so_and_that_its_draft_stays(
    signed_in: SignedIn, language: Language
) -> None:
    signed_in(CAST.agent_rabat)
    phone = Phone(PAGE, language)
    begun(phone)
    with engines.writing() as session:
        for posting in session.exec(select(Posting)):
            posting.ends_on = ago(9)
    phone.run()
    (said,) = [each.value for each in phone.app.info]
    assert translate(language, "entry.no_posting") in said
    assert translate_plural(language, "draft.stays", 30, count="30") in said
    phone.press("record_to_day")
    assert phone.app.title[0].value == translate(language, "page.my_day")
