"""A save that is refused shows the first wrong field, wherever the page stood, and names it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from components.language.catalogue import translate
from tests.at_length import then_by_night
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.visitor import PATIENCE, Visitor


def leads_to(agent: Visitor, field: Locator) -> None:
    expect(field).to_be_focused(timeout=PATIENCE)
    expect(field).to_be_in_viewport()


@pytest.mark.long
@pytest.mark.fault("E2")
@pytest.mark.parametrize(
    ("size", "language"),
    then_by_night(("phone", "fr"), ("low", "ar"), ("phone", "ar"), ("low", "fr"), at_length=2),
)
def test_a_refused_save_leads_to_the_first_wrong_field(
    visit: Visit, size: str, language: str
) -> None:
    agent = visit("agent.rabat", size, language=language)
    steps.fill_intervention(agent)
    agent.choose("intervention_day", 2)
    agent.write("intervention_day_text", "31/2/2026")
    agent.choose("intervention_follow_up", 0)
    agent.write("intervention_follow_up_hour", "25h")
    day = agent.at("intervention_day_text").locator("input").first
    for _ in range(2):
        agent.at("intervention_follow_up_hour").scroll_into_view_if_needed()
        agent.press("intervention_save")
        leads_to(agent, day)
    named = agent.at("intervention_problems_summary")
    expect(named).to_be_in_viewport()
    for label in ("entry.day", "entry.follow_up.hour"):
        expect(named).to_contain_text(translate(language, label))  # type: ignore[arg-type]
    # The next journey finds no draft.
    agent.choose("intervention_day", 1)
    agent.write("intervention_follow_up_hour", "14h30")
    agent.press("intervention_save")
    agent.shows("intervention_next")


@pytest.mark.fault("E2")
@pytest.mark.long
def test_a_refused_correction_leads_to_the_wrong_field(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone")
    steps.record_intervention(agent)
    agent.open("entries")
    agent.page.locator("[class*=st-key-entries_change_intervention]").first.locator(
        "button"
    ).first.click()
    agent.settled()
    agent.page.locator("[class*=_day] button").nth(2).click()
    agent.settled()
    field = agent.page.locator("[class*=_day_text] input").first
    field.fill("31/2/2026")
    field.blur()
    agent.settled()
    agent.page.locator("[class*=st-key-correct_intervention][class*=_save] button").click()
    leads_to(agent, field)


@pytest.mark.fault("E2")
@pytest.mark.long
def test_a_refused_account_leads_to_the_wrong_field(visit: Visit) -> None:
    administrator = visit("admin", "phone", at="accounts")
    administrator.press("accounts_create")
    administrator.at("create_username").locator("input").fill("some")
    hint = administrator.page.locator("[data-testid=InputInstructions]")
    expect(hint).to_have_count(1)
    expect(hint).to_be_hidden()
    administrator.write("create_username", "someone")
    administrator.press("create_submit")
    leads_to(administrator, administrator.at("create_name").locator("input").first)
    named = administrator.at("create_problems_summary")
    expect(named).to_contain_text(translate("fr", "accounts.name"))
