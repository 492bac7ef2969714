"""Coming in and going out, as a person does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.visit.navigation import HOME
from db.codes import Role
from tests.browser.conftest import Visit
from tests.browser.visitor import PATIENCE
from tests.cast import USERNAMES


@pytest.mark.parametrize("size", ["phone", pytest.param("desktop", marks=pytest.mark.long)])
def test_signing_in_leads_home_and_out_again(visit: Visit, size: str) -> None:
    agent = visit(size=size)
    agent.sign_in("agent.rabat")
    assert agent.page.url.endswith("/my-day")
    cookie = next(each for each in agent.context.cookies() if each["name"] == "amudu_session")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    agent.page.goto(f"{agent.server.url}/session/close")
    agent.shows("signin")


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
def test_everybody_signs_in_and_comes_home(visit: Visit, role: Role) -> None:
    visitor = visit()
    visitor.sign_in(USERNAMES[role])
    assert visitor.page.url.endswith(f"/{HOME[role]}")


@pytest.mark.long
def test_the_page_that_was_asked_for_opens_after_signing_in(visit: Visit) -> None:
    manager = visit()
    manager.sign_in("manager", at="trust")
    assert manager.page.url.endswith("/trust")


@pytest.mark.long
def test_a_wrong_password_is_told_in_words_and_the_form_stays(visit: Visit) -> None:
    anybody = visit()
    anybody.open()
    anybody.write("signin_username", "manager")
    anybody.write("signin_password", "not the password")
    anybody.press("signin_submit")
    expect(anybody.at("signin_refused").locator("[role=alert]")).to_be_visible()
    anybody.shows("signin_submit")


@pytest.mark.long
def test_a_second_tab_is_signed_in_and_out_with_the_first(visit: Visit) -> None:
    agent = visit()
    agent.sign_in("agent.casablanca")
    other = agent.context.new_page()
    other.goto(f"{agent.server.url}/entries")
    agent.settled(other)
    expect(other.locator(".st-key-signin")).to_have_count(0)
    agent.page.goto(f"{agent.server.url}/session/close")
    other.reload()
    expect(other.locator(".st-key-signin")).to_be_visible(timeout=PATIENCE)
