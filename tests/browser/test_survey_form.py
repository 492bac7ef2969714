"""The survey's form on a phone: every screen usable by all, in both directions, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session

from components.language.catalogue import Language, translate
from db.actions import slips
from db.inputs.self_completion import SlipsInput
from db.store.engine import connect
from tests.browser.axe import findings
from tests.browser.server import Server
from tests.browser.visitor import PHONE, Visitor
from tests.cast import CAST

#: A target of a finger, in pixels.
LEAST = 40


@pytest.fixture
def code(server: Server) -> str:
    engine = connect(f"sqlite:///{server.database}")
    with Session(engine.execution_options(writes=True)) as session:
        wanted = SlipsInput(wave_id=CAST.wave, agency_id=CAST.rabat, number=1)
        (made,) = slips.make(session, wanted, by=CAST.manager)
        session.commit()
    engine.dispose()
    return made


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(15_000)
    yield Visitor(context, server)
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_screen_is_legible(visitor: Visitor, code: str, language: Language) -> None:
    page, found = visitor.page, []
    page.goto(f"{visitor.server.url}/t/{code}")
    found += findings(visitor)
    page.click(f"button[value={language}]")
    while page.locator("fieldset").count():
        page.click("button.m")
        if page.locator("fieldset").count() and page.locator(".e").count():
            assert page.locator(".e").inner_text() == translate(language, "phone_form.choose_one")
        else:
            break
        found += findings(visitor)
        assert page.evaluate("() => document.documentElement.dir") == (
            "rtl" if language == "ar" else "ltr"
        )
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
        tall = page.evaluate(
            "() => [...document.querySelectorAll('label, button.m')]"
            ".map(each => each.getBoundingClientRect().height)"
        )
        assert min(tall) >= LEAST
        page.locator("label").first.click()
        page.click("button.m")
    found += findings(visitor)
    assert found == []
    assert page.locator("h1").inner_text() == translate(language, "phone_form.thanks")
    assert visitor.strangers == [] and visitor.crashes == []


def test_keys_alone_answer_a_question_and_go_back(visitor: Visitor, code: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.server.url}/t/{code}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("progress[value='2']")
    page.go_back()
    page.wait_for_selector("progress[value='1']")
    assert page.locator("input:checked").get_attribute("value") == "T1"
    page.goto(f"{visitor.server.url}/t/{code}")
    page.wait_for_selector("progress[value='2']")
    page.click("button.q")
    page.wait_for_selector("button[value=fr]")
    page.goto(f"{visitor.server.url}/t/{code}?q=9")
    page.wait_for_selector("button[value=fr]")
