"""The survey's form on a phone: every screen usable by all, in both directions, by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlmodel import Session

from components.language.catalogue import Language, translate
from db.actions import slips
from db.inputs.self_completion import SlipsInput
from db.store.engine import connect
from tests.browser.axe import findings
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, PHONE, Visitor
from tests.cast import CAST

#: A target of a finger, in pixels.
LEAST = 40
#: Targets of which another one covers a part, without scrolling.
COVERED = """() => {
  const boxes = [...document.querySelectorAll("label, button")]
    .map((each) => [each.innerText, each.getBoundingClientRect()]);
  const meet = (one, other) => one.top < other.bottom - 1 && other.top < one.bottom - 1
    && one.left < other.right - 1 && other.left < one.right - 1;
  return boxes.filter(([text, one], at) => boxes.slice(0, at).some(([, other]) => meet(one, other)))
    .map(([text]) => text);
}"""


@pytest.fixture
def code(server: Server) -> str:
    engine = connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        wanted = SlipsInput(wave_id=CAST.wave, agency_id=CAST.rabat, number=1)
        (made,) = slips.make(session, wanted, by=CAST.manager)
        session.commit()
    engine.dispose()
    return made


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    yield Visitor(context, server)
    context.close()


def send(page: Page, button: str = "button.m") -> None:
    """Touch what sends the form, and wait for the page that comes: until then the old one is there,
    or none."""
    with page.expect_navigation():
        page.click(button)


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_screen_is_legible(visitor: Visitor, code: str, language: Language) -> None:
    page, found = visitor.page, []
    page.goto(f"{visitor.server.url}/t/{code}")
    found += findings(visitor)
    send(page, f"button[value={language}]")
    while page.locator("fieldset").count():
        send(page)
        if not page.locator("fieldset").count():
            break  # the last question needs no answer
        assert page.locator(".e").inner_text() == translate(language, "phone_form.choose_one")
        assert page.evaluate(COVERED) == []
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
        send(page)
    found += findings(visitor)
    assert found == []
    assert page.locator("h1").inner_text() == translate(language, "phone_form.thanks")
    assert visitor.strangers == [] and visitor.crashes == []


def test_keys_alone_answer_a_question_and_go_back(visitor: Visitor, code: str) -> None:
    page = visitor.page
    page.goto(f"{visitor.server.url}/t/{code}")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("progress[value='2']")
    page.go_back()
    page.wait_for_selector("progress[value='1']")
    assert page.locator("input:checked").get_attribute("value") == "T1"
    page.goto(f"{visitor.server.url}/t/{code}")
    page.wait_for_selector("progress[value='2']")
    send(page, "button.q")
    page.wait_for_selector("button[value=fr]")
    page.goto(f"{visitor.server.url}/t/{code}?q=9")
    page.wait_for_selector("button[value=fr]")
