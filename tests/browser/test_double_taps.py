"""Two taps within half a second make one thing, which is there to be read and printed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

#: The second tap may come when the button has gone.
TWICE = """() => {
  const button = document.querySelector(".st-key-create_submit button");
  button.click();
  setTimeout(() => button.click(), 200);
}"""


@pytest.mark.fault("E9")
@pytest.mark.long
def test_an_account_made_with_two_taps_shows_its_code_until_it_is_noted(visit: Visit) -> None:
    administrator = visit("admin", "phone", at="accounts")
    administrator.press("accounts_create")
    administrator.write("create_username", "tapped.twice")
    administrator.write("create_name", "Une Personne")
    administrator.page.evaluate(TWICE)
    administrator.page.wait_for_timeout(300)
    administrator.settled()
    code = administrator.page.locator("[data-testid=stCode]")
    expect(code).to_be_visible()
    made = administrator.server.ask("SELECT username FROM accounts WHERE username LIKE 'tapped%'")
    assert made == ["tapped.twice"]
    slip = administrator.page.locator(".slip")
    expect(slip).to_contain_text(administrator.server.url)
    administrator.page.evaluate("() => { window.print = () => { window.wasPrinted = true } }")
    administrator.press("slip_print")
    administrator.page.wait_for_function("() => window.wasPrinted")
    administrator.page.emulate_media(media="print")
    expect(slip).to_be_visible()
    expect(code).to_be_hidden()
    administrator.page.emulate_media(media="screen")
    administrator.press("accounts_code_noted")
    expect(code).to_have_count(0)


@pytest.mark.fault("E9")
@pytest.mark.long
def test_a_code_asked_for_with_two_taps_is_made_once(visit: Visit) -> None:
    administrator = visit("admin", at="accounts")
    account = administrator.server.ask("SELECT id FROM accounts WHERE username = 'manager'")[0]
    administrator.press(f"accounts_open_{account}")
    administrator.at(f"accounts_reset_{account}").locator("button").dblclick()
    administrator.settled()
    expect(administrator.page.locator("[data-testid=stCode]")).to_be_visible()
    acts = "SELECT id FROM audit_entries WHERE action = 'account.reset_code'"
    assert len(administrator.server.ask(acts)) == 1
