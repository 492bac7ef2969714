"""A referral on a phone: recorded by an agent, answered by the place without a script."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from sqlmodel import Session, col, select

from components.language.catalogue import Language, translate
from db.actions import referral_links, referrals
from db.codes import ReferralStatus
from db.inputs.referrals import ReferralInput
from db.models import Referral
from db.store.engine import connect
from tests.browser.axe import findings
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.test_keyboard import press, walk_to
from tests.browser.visitor import PATIENCE, PHONE, Visitor
from tests.cast import CAST, ago

#: A target of a finger, in pixels.
LEAST = 40


@pytest.fixture
def code(server: Server) -> Iterator[str]:
    """A link to a referral of three days ago."""
    data = ReferralInput(
        case_id=CAST.case_rabat, type="TRAINING", organisation_id=2, may_share=True,
        sent_on=ago(3), submission_id=str(uuid.uuid4()),
    )  # fmt: skip
    engine = connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        row = referrals.record(session, data, by=CAST.agent_rabat).row
        made = referral_links.make(session, row.id, by=CAST.agent_rabat).replace("-", "")
        session.commit()
    yield made
    engine.dispose()


def noted(server: Server) -> ReferralStatus:
    engine = connect(server.database_url)
    with Session(engine) as session:
        status = session.exec(select(Referral.status).order_by(col(Referral.id).desc())).first()
    assert status is not None
    engine.dispose()
    return ReferralStatus(status)


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_place_answers_without_a_script_and_by_keyboard(
    browser: Browser, server: Server, code: str, language: Language
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=True)
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context, server)
    page = visitor.page
    page.goto(f"{server.url}/r/{code}?l={language}")
    assert page.locator("script").count() == 0
    assert findings(visitor) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator("summary").click()
    assert findings(visitor) == []
    tall = page.evaluate(
        "() => [...document.querySelectorAll('button')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(tall) >= LEAST
    context.close()
    # The same with scripts switched off, and no mouse.
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/r/{code}?l={language}")
    page.locator("button[value=ACCEPTED]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert translate(language, "answer_form.stored") in page.locator("main").inner_text()
    context.close()
    assert noted(server) is ReferralStatus.ACCEPTED


@pytest.mark.long
def test_an_agent_sends_somebody_on_by_keyboard(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone", at="record-referral")
    before = agent.server.count("referrals")
    # Whoever was met last: other journeys bring people of their own.
    walk_to(agent, "referral_case")
    agent.page.keyboard.press("Space")
    agent.settled()
    press(agent, "referral_type", "Space")
    if agent.page.locator(".st-key-referral_place").count():
        press(agent, "referral_place", "Space")
    else:
        walk_to(agent, "referral_place_other")
        agent.page.keyboard.type("CEF Yacoub")
        agent.page.keyboard.press("Enter")
    agent.settled()
    assert agent.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    press(agent, "referral_save")
    agent.shows("referral_slip")
    assert findings(agent) == []
    assert agent.server.count("referrals") == before + 1


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_form_of_a_referral_is_legible(visit: Visit, language: Language) -> None:
    agent = visit("agent.rabat", "phone", language=language, at="record-referral")
    agent.choose("referral_case", 0)
    agent.shows("referral_type")
    # Under the mouse a chosen pill has Streamlit's own colours.
    agent.page.mouse.move(0, 0)
    agent.settled()
    assert findings(agent) == []
    assert agent.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
