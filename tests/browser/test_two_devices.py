"""One form on a phone and a desktop, and one entry under two hands: it is said, and chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.language.catalogue import Language, translate
from tests.at_length import then_by_night
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.server import Server

OWN = "submission_id NOT LIKE 'met-%'"


@pytest.mark.long
@pytest.mark.parametrize("language", then_by_night("fr", "ar"))
def test_the_device_that_knows_less_asks_which_text_to_keep(
    visit: Visit, own_server: Server, language: Language
) -> None:
    phone = visit("agent.rabat", "phone", of=own_server, language=language)
    steps.fill_intervention(phone)
    desktop = visit("agent.rabat", "desktop", of=own_server, language=language)
    desktop.open("record-intervention")
    begun = translate(language, "versions.begun", begun="|", last="|").split("|")[0]
    expect(desktop.page.locator(".stAlert").first).to_contain_text(begun)
    desktop.choose("intervention_minutes", 1)
    phone.choose("intervention_minutes", 2)
    phone.shows("intervention_take_other")
    expect(phone.at("intervention_save")).to_have_count(0)
    assert not phone.wide()
    phone.press("intervention_take_other")
    expect(phone.at("intervention_minutes").locator("[aria-checked=true]")).to_have_text(
        desktop.at("intervention_minutes").locator("[aria-checked=true]").inner_text()
    )
    phone.press("intervention_save")
    phone.shows("intervention_next")
    assert own_server.count("interventions", OWN) == 1
    assert own_server.count("drafts") == 0


@pytest.mark.long
def test_two_people_at_one_entry_choose_what_stays(visit: Visit, own_server: Server) -> None:
    agent = visit("agent.rabat", "phone", of=own_server)
    steps.record_intervention(agent)
    (entry,) = own_server.ask(f"SELECT id FROM interventions WHERE {OWN}")
    form, change = f"correct_intervention_{entry}", f"entries_change_intervention_{entry}"
    manager = visit("manager", "phone", of=own_server)
    for person in (agent, manager):
        person.open("entries")
        person.choose(change, 0)
    manager.choose(f"{form}_minutes", 0)
    manager.choose(f"{form}_why", 0)
    manager.press(f"{form}_save")
    agent.choose(f"{form}_minutes", 2)
    agent.press(f"{form}_save")
    expect(agent.at(f"{form}_problems_told_1")).to_contain_text("Manager")
    assert not agent.wide()
    agent.press(f"{form}_save")
    expect(agent.at(f"{form}_save")).to_have_count(0)
    (minutes,) = own_server.ask(f"SELECT minutes FROM interventions WHERE id = {entry}")
    assert minutes not in (None, 15)
