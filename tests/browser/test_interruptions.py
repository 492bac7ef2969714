"""Power cuts, double taps, second tabs and dead networks: nothing is lost, nothing stored twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from db.models import Case
from db.records import CONTACT, form_of
from db.store.engine import connect
from tests.acts import give_consent
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, Visitor
from tests.cast import CAST

#: An agent of the cast starts with nothing of their own but the meeting of a week ago.
OWN = "submission_id NOT LIKE 'met-%'"


def write_follow_up(agent: Visitor) -> None:
    """A follow-up in a week at half past two: a field that is typed, not tapped."""
    agent.choose("intervention_follow_up", 0)
    agent.write("intervention_follow_up_hour", "14h30")


@pytest.mark.long
def test_a_killed_server_gives_the_half_filled_form_back(visit: Visit, own_server: Server) -> None:
    agent = visit("agent.rabat", "phone", of=own_server)
    steps.fill_intervention(agent)
    write_follow_up(agent)
    own_server.kill()
    own_server.start()
    again = visit("agent.rabat", "desktop", of=own_server)
    again.open("record-intervention")
    again.shows("intervention_restored")
    expect(again.at("intervention_follow_up_hour").locator("input")).to_have_value("14h30")
    # The phone that still lies open has come back too, with what it held: it overtakes nobody.
    agent.shows("intervention_save")
    agent.settled()
    again.press("intervention_save")
    again.shows("intervention_next")
    assert own_server.count("interventions", OWN) == 1
    assert own_server.count("drafts") == 0


@pytest.mark.long
def test_a_killed_server_gives_a_half_typed_contact_back(visit: Visit, own_server: Server) -> None:
    """On the page that lies open, which opens its form again; and on another device."""
    code, form = "56782PV", form_of(CONTACT, CAST.case_rabat)
    with Session(connect(own_server.database_url).execution_options(writes=True)) as session:
        session.get_one(Case, CAST.case_rabat).code = code
        give_consent(session)
        session.commit()
    agent = visit("agent.rabat", "phone", of=own_server)
    agent.open(f"people?case={code}")
    agent.press("person_contact_add")
    agent.write(f"{form}_name", "Fatou Sow")
    agent.write(f"{form}_phone", "0698765432")
    agent.settled()
    own_server.kill()
    own_server.start()
    for page in (agent, visit("agent.rabat", "desktop", of=own_server)):
        if page is not agent:
            page.open(f"people?case={code}&contact={CAST.case_rabat}")
        expect(page.at(f"{form}_name").locator("input")).to_have_value(
            "Fatou Sow", timeout=PATIENCE
        )
        expect(page.at(f"{form}_phone").locator("input")).to_have_value("0698765432")
    agent.settled()
    agent.press(f"{form}_save")
    agent.shows("person_contact_show")
    assert (own_server.count("contacts"), own_server.count("drafts")) == (1, 0)


@pytest.mark.long
def test_a_server_killed_during_a_save_keeps_the_row_once_or_the_draft(
    visit: Visit, own_server: Server
) -> None:
    agent = visit("agent.rabat", "phone", of=own_server)
    steps.fill_intervention(agent)
    agent.at("intervention_save").locator("button").click(no_wait_after=True)
    own_server.kill()
    own_server.start()
    agent.open("record-intervention")
    # Whether the save had reached the database or not, saving what comes back ends in one row.
    if agent.at("intervention_restored").count():
        agent.press("intervention_save")
        agent.shows("intervention_next")
    assert own_server.count("interventions", OWN) == 1


@pytest.mark.long
def test_a_row_that_was_acknowledged_survives_the_kill_once(
    visit: Visit, own_server: Server
) -> None:
    agent = visit("agent.rabat", "phone", of=own_server)
    steps.record_intervention(agent)
    own_server.kill()
    own_server.start()
    agent.open("record-intervention")
    assert own_server.count("interventions", OWN) == 1
    assert own_server.count("drafts") == 0
    expect(agent.at("intervention_restored")).to_have_count(0)


@pytest.mark.long
def test_a_double_tap_stores_one_row(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone")
    before = agent.server.count("interventions")
    steps.fill_intervention(agent)
    agent.at("intervention_save").locator("button").dblclick()
    agent.shows("intervention_next")
    agent.settled()
    assert agent.server.count("interventions") == before + 1


@pytest.mark.long
def test_a_second_tab_with_the_same_form_stores_one_row(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone")
    before = agent.server.count("interventions")
    steps.fill_intervention(agent)
    first = agent.page
    agent.page = agent.context.new_page()
    agent.open("record-intervention")
    agent.shows("intervention_restored")
    agent.press("intervention_save")
    agent.shows("intervention_next")
    agent.page = first
    agent.press("intervention_save")
    agent.shows("intervention_next")
    assert agent.server.count("interventions") == before + 1


@pytest.mark.long
def test_a_network_that_comes_back_lets_the_save_through_once(visit: Visit) -> None:
    agent = visit("agent.rabat", "phone")
    before = agent.server.count("interventions")
    steps.fill_intervention(agent)
    write_follow_up(agent)
    agent.context.set_offline(True)
    agent.page.wait_for_timeout(2_500)
    agent.context.set_offline(False)
    agent.settled()
    expect(agent.at("intervention_follow_up_hour").locator("input")).to_have_value("14h30")
    agent.press("intervention_save")
    agent.shows("intervention_next")
    assert agent.server.count("interventions") == before + 1


@pytest.mark.long
def test_a_page_left_open_while_the_server_was_gone_saves_once(
    visit: Visit, own_server: Server
) -> None:
    agent = visit("agent.rabat", "phone", of=own_server)
    steps.fill_intervention(agent)
    own_server.kill()
    agent.page.wait_for_timeout(1_500)
    own_server.start()
    expect(agent.page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-connection-state", "CONNECTED", timeout=PATIENCE
    )
    agent.settled()
    agent.press("intervention_save")
    agent.shows("intervention_next")
    assert own_server.count("interventions", OWN) == 1
