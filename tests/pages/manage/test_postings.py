"""The page of postings: who is where, and an agent posted, moved, their posting ended, extended."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from components.language.catalogue import Language, translate, translate_plural
from db.audit import raise_reference
from db.codes import Role
from db.models import Account, Agency, Posting
from db.store import engine as engines
from tests.acts import an_intervention
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/postings.py"

pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")


@pytest.fixture
def phone(signed_in: SignedIn) -> Phone:
    signed_in(CAST.manager)
    return Phone(PAGE)


def of(account_id: int) -> list[tuple[int, date, date | None, int]]:
    with engines.reading() as session:
        rows = session.exec(select(Posting).where(Posting.account_id == account_id))
        return sorted((row.agency_id, row.starts_on, row.ends_on, row.share) for row in rows)


def posting_of(account_id: int) -> int:
    with engines.reading() as session:
        return session.exec(select(Posting.id).where(Posting.account_id == account_id)).one()


def typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def opened(phone: Phone, account_id: int, act: str) -> str:
    posting = posting_of(account_id)
    phone.press(f"postings_open_{posting}")
    if act != "end":
        phone.choose(f"postings_act_{posting}", act)
    return f"postings_{act}_{posting}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_languages(signed_in: SignedIn, language: Language) -> None:
    signed_in(CAST.manager)
    phone = Phone(PAGE, language)
    assert phone.app.title[0].value == translate(language, "page.postings")
    assert translate(language, "postings.never") in phone.said


def test_an_agent_is_posted_and_another_day_is_answered_in_words(phone: Phone) -> None:
    with engines.writing() as session:
        session.add(
            Account(username="new", display_name="Nadia", role=Role.AGENT, password_hash="-",
                    must_change_password=False)
        )  # fmt: skip
    phone.run()
    assert "Nadia" in phone.app.warning[0].value
    phone.press("postings_add")
    phone.app.selectbox(key="postings_new_agency").select(CAST.tanger)
    phone.press("postings_new_submit")
    assert translate("fr", "postings.agent") in phone.told_at_the_button("postings_new")
    with engines.reading() as session:
        who = session.exec(select(Account.id).where(Account.username == "new")).one()
    phone.app.selectbox(key="postings_new_account").select(who)
    phone.write("postings_new_ends_on", typed(ago(1)))
    phone.choose("postings_new_share", 50)
    phone.press("postings_new_submit")
    assert translate("fr", "postings.ends_on") in phone.told_at_the_button("postings_new")
    phone.write("postings_new_ends_on", "")
    phone.press("postings_new_submit")
    assert of(who) == [(CAST.tanger, today(), None, 50)]
    assert translate("fr", "postings.added", agency="Agence Tanger") in phone.said
    assert any("50\xa0% de la semaine" in each.label for each in phone.app.button)
    assert not phone.app.warning


def test_a_gap_is_said_in_words(phone: Phone) -> None:
    form = opened(phone, CAST.agent_casablanca, "end")
    phone.write(f"{form}_ends_on", typed(ago(3)))
    phone.press(f"{form}_submit")
    assert of(CAST.agent_casablanca) == [(CAST.casablanca, ago(400), ago(3), 100)]
    assert translate("fr", "postings.nobody") in phone.said
    assert "Sans agent·e depuis le" in phone.said
    assert "Agent.Casablanca" in phone.app.warning[0].value


def test_entries_after_the_last_day_are_asked_about(phone: Phone) -> None:
    with engines.writing() as session:
        an_intervention(session)
    form = opened(phone, CAST.agent_rabat, "end")
    assert not phone.shows(f"{form}_anyway")
    phone.write(f"{form}_ends_on", typed(ago(3)))
    phone.press(f"{form}_submit")
    assert of(CAST.agent_rabat)[0][2] is None
    phone.app.checkbox(key=f"{form}_anyway").check()
    phone.press(f"{form}_submit")
    assert of(CAST.agent_rabat)[0][2] == ago(3)


def test_an_agent_moves_to_another_agency(phone: Phone) -> None:
    form = opened(phone, CAST.agent_casablanca, "move")
    phone.app.selectbox(key=f"{form}_agency").select(CAST.tanger)
    phone.press(f"{form}_submit")
    assert of(CAST.agent_casablanca) == [
        (CAST.casablanca, ago(400), today(), 100), (CAST.tanger, ago(-1), None, 100),
    ]  # fmt: skip


def test_a_posting_with_an_end_is_extended(phone: Phone) -> None:
    with engines.writing() as session:
        posting = posting_of(CAST.agent_casablanca)
        session.get_one(Posting, posting).ends_on = ago(-5)
    form = opened(phone, CAST.agent_casablanca, "extend")
    phone.press(f"{form}_submit")
    assert of(CAST.agent_casablanca)[0][2] is None


def test_the_second_of_two_is_told(phone: Phone) -> None:
    form = opened(phone, CAST.agent_casablanca, "end")
    with engines.writing() as session:
        session.get_one(Posting, posting_of(CAST.agent_casablanca)).ends_on = ago(-40)
    phone.press(f"{form}_submit")
    assert "changée entre-temps" in phone.said
    phone.press(f"{form}_submit")
    assert of(CAST.agent_casablanca)[0][2] == today()


def test_a_posting_by_mistake_is_deleted(phone: Phone) -> None:
    opened(phone, CAST.agent_casablanca, "delete")
    phone.press(f"postings_delete_{posting_of(CAST.agent_casablanca)}")
    assert of(CAST.agent_casablanca) == []


def test_agencies_are_found_by_their_agents(phone: Phone) -> None:
    phone.write("postings_search", "agent.casa")
    assert phone.shows(f"postings_agency_{CAST.casablanca}")
    assert not phone.shows(f"postings_agency_{CAST.rabat}")


def test_the_charts_have_their_numbers_beside_them(phone: Phone) -> None:
    phone.choose("postings_view", "charts")
    now = translate_plural("fr", "headline.in_post", 3, count=3)
    assert now in phone.said
    assert phone.shows("card_in_post") and phone.shows("card_postings")
    phone.choose("view_in_post", "table")
    (table,) = (each.value for each in phone.app.dataframe)
    assert table["Rabat"].iloc[-1] == 2 and table["Casablanca"].iloc[-1] == 1


def test_what_is_missing_first_is_said(phone: Phone) -> None:
    with engines.writing() as opened:
        for row in opened.exec(select(Account).where(Account.role == Role.AGENT)):
            row.expires_on = ago(1)
    phone.run()
    assert translate("fr", "postings.no_agent") in phone.said
    assert not phone.shows("postings_add")
    with engines.writing() as opened:
        for agency in opened.exec(select(Agency)):
            agency.closed_on = ago(1)
        raise_reference(opened)
    phone.run()
    assert translate("fr", "postings.no_agency") in phone.said


def test_a_month_in_which_nobody_was_in_post_is_a_zero(phone: Phone) -> None:
    with engines.writing() as opened:
        for row in opened.exec(select(Posting)):
            row.ends_on = ago(40)
        raise_reference(opened)
    phone.run()
    phone.choose("postings_view", "charts")
    assert translate_plural("fr", "headline.in_post", 0, count=0) in phone.said
    phone.choose("view_in_post", "table")
    (table,) = (each.value for each in phone.app.dataframe)
    assert table["Rabat"].iloc[-1] == 0 and table["Rabat"].iloc[0] == 2
