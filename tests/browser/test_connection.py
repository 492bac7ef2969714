"""A line that is cut is told in the person's language, soon; what was typed stays, and is saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from components.language.catalogue import translate
from tests.at_length import then_by_night
from tests.browser import steps
from tests.browser.conftest import Visit
from tests.browser.relay import Old, Relay
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, Visitor

OWN = "submission_id NOT LIKE 'met-%'"
#: Saves once more what is not confirmed yet, and gives what was typed: in one go, since what
#: confirms it may come between a look and a touch.
SAVED = """() => {
  const save = document.querySelector(".st-key-intervention_save button");
  const hour = document.querySelector(".st-key-intervention_follow_up_hour input");
  save?.click();
  return save && hour.value;
}"""


@pytest.fixture
def line(own_server: Server) -> Iterator[Relay]:
    """The line to the server, which may be cut."""
    relay = Relay(own_server.port)
    yield relay
    relay.close()


@pytest.fixture
def agent(visit: Visit, own_server: Server, line: Relay) -> Visitor:
    """An agent whose form is filled in, at the far end of the line."""
    direct, own_server.port = own_server.port, line.port
    own_server.url = own_server.url.replace(str(direct), str(line.port))
    found = visit("agent.rabat", "phone", of=own_server)
    steps.fill_intervention(found)
    found.choose("intervention_follow_up", 0)
    return found


def banner(agent: Visitor) -> Locator:
    return agent.page.locator("#amudu-connection")


def hour(agent: Visitor) -> Locator:
    return agent.at("intervention_follow_up_hour").locator("input").first


def says_so(agent: Visitor, language: str = "fr") -> None:
    sentence = translate(language, "connection.lost")  # type: ignore[arg-type]
    expect(banner(agent)).to_have_text(sentence, timeout=PATIENCE)


def is_saved_once(agent: Visitor, server: Server) -> None:
    agent.settled()
    agent.press("intervention_save")
    agent.shows("intervention_next")
    assert server.count("interventions", OWN) == 1
    assert server.ask("SELECT due_at FROM follow_ups") == ["14:30:00.000000"]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.fault("E6")
@pytest.mark.parametrize("seconds", then_by_night(5, 30))
def test_a_line_cut_while_typing_is_told_and_nothing_typed_is_lost(
    agent: Visitor, own_server: Server, line: Relay, seconds: int
) -> None:
    line.cut()
    hour(agent).press_sequentially("14h30")
    says_so(agent)
    agent.page.wait_for_timeout(1_000 * seconds)
    expect(banner(agent)).to_be_visible()
    expect(agent.page.get_by_role("dialog")).to_have_count(0)
    line.mend()
    expect(banner(agent)).to_have_count(0, timeout=PATIENCE)
    expect(hour(agent)).to_have_value("14h30")
    is_saved_once(agent, own_server)


@pytest.mark.fault("E6")
@pytest.mark.long
@pytest.mark.parametrize("seconds", then_by_night(5, 30))
def test_a_line_cut_at_the_save_stores_once(
    agent: Visitor, own_server: Server, line: Relay, seconds: int
) -> None:
    hour(agent).fill("14h30")
    hour(agent).blur()
    agent.settled()
    line.cut()
    agent.at("intervention_save").locator("button").click(no_wait_after=True)
    says_so(agent)
    agent.page.wait_for_timeout(1_000 * seconds)
    line.mend()
    expect(banner(agent)).to_have_count(0, timeout=PATIENCE)
    agent.settled()
    # The tap arrived late, or not at all: what is stored is confirmed, what is not is still there.
    assert agent.page.evaluate(SAVED) in (None, "14h30")
    agent.shows("intervention_next")
    assert own_server.count("interventions", OWN) == 1


@pytest.mark.fault("E6")
@pytest.mark.long
@pytest.mark.parametrize("old", Old)
def test_a_save_whose_answer_was_lost_is_confirmed_on_another_connection(
    agent: Visitor, own_server: Server, line: Relay, old: Old
) -> None:
    hour(agent).fill("14h30")
    hour(agent).blur()
    agent.settled()
    line.cut(answers_only=True)
    agent.at("intervention_save").locator("button").click(no_wait_after=True)
    own_server.comes_to_hold(1, "interventions", OWN)
    says_so(agent)
    line.mend(old)
    expect(banner(agent)).to_have_count(0, timeout=PATIENCE)
    agent.shows("intervention_next")
    expect(agent.page.locator(".stAlert")).to_contain_text("234-5678")
    assert own_server.count("interventions", OWN) == 1
    agent.settled()
    agent.press("intervention_next")
    expect(agent.at("intervention_type").locator("[aria-checked=true]")).to_have_count(0)


@pytest.mark.fault("E6")
@pytest.mark.long
def test_a_server_that_is_gone_is_told_without_the_frameworks_dialog(
    agent: Visitor, own_server: Server
) -> None:
    own_server.kill()
    says_so(agent)
    # The framework opens its dialog after six tries; ours has to stand alone.
    expect(agent.page.get_by_text("Connection error")).to_have_count(1, timeout=PATIENCE)
    expect(agent.page.get_by_text("Connection error")).not_to_be_visible()
    assert banner(agent).is_visible()


@pytest.mark.fault("S13")
@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_network_that_refuses_websockets_is_told_what_to_ask_for(
    visit: Visit, language: str
) -> None:
    visitor = visit(size="phone", language=language)
    visitor.page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    visitor.page.goto(visitor.server.url)
    sentence = translate(language, "connection.blocked")  # type: ignore[arg-type]
    expect(banner(visitor)).to_have_text(sentence, timeout=PATIENCE)
