"""An agent says that a month is complete, a manager returns it with a sentence, then approves; and
the figures say who did."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.acts_approvals import last_month
from tests.at_length import then_by_night
from tests.browser import axe
from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.cast import CAST

FORM = f"approval_{CAST.rabat}_{last_month():%Y_%m}"
SENTENCE = "La semaine 2 est vide."
#: Who approves, as the figures say.
NAME = "Manager"


@pytest.mark.long
@pytest.mark.parametrize(
    ("phones", "desks"), then_by_night(("ar", "fr"), ("fr", "en"), ("en", "ar"))
)
def test_a_month_goes_back_and_is_approved(
    visit: Visit, own_server: Server, phones: str, desks: str
) -> None:
    agent = visit("agent.rabat", "phone", language=phones, at="data-quality", of=own_server)
    assert axe.findings(agent) == []
    assert not agent.wide()
    agent.press(f"{FORM}_propose")
    expect(agent.at(f"{FORM}_propose")).to_have_count(0)
    manager = visit("manager", language=desks, at="data-quality", of=own_server)
    assert axe.findings(manager) == []
    manager.press(f"{FORM}_return")
    manager.write(f"{FORM}_note", SENTENCE)
    manager.press(f"{FORM}_send_back")
    expect(manager.at(f"{FORM}_approve")).to_have_count(0)
    agent.open("data-quality")
    expect(agent.page.get_by_text(SENTENCE)).to_be_visible()
    agent.press(f"{FORM}_propose")
    manager.open("overview")
    expect(manager.at("results_approval")).not_to_contain_text(NAME)
    manager.open("data-quality")
    manager.press(f"{FORM}_approve")
    expect(manager.at(f"{FORM}_approve")).to_have_count(0)
    manager.open("overview")
    expect(manager.at("results_approval")).to_contain_text(NAME)
    states = own_server.ask("SELECT state FROM period_approvals ORDER BY id")
    assert states == ["PROPOSED", "RETURNED", "PROPOSED", "APPROVED"]
