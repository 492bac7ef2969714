"""A release is frozen before a partner's eyes, and nothing that happens later reaches it."""

from __future__ import annotations

import pytest

from tests.browser import steps
from tests.browser.conftest import Visit, server_language
from tests.browser.server import Server
from tests.browser.shots import PASSWORD

#: What the page says and what its charts hold.
COPY = """() => {
  const main = document.querySelector("[data-testid=stMain]");
  const charts = [...main.querySelectorAll("[aria-label]")].map((each) => each.ariaLabel);
  return main.innerText + charts.join();
}"""


def void_everything(server: Server) -> None:
    server.change(
        "UPDATE interventions SET voided_at = entered_at, voided_by = entered_by,"
        " void_reason = 'MISTAKE'"
    )
    server.change("UPDATE change_counter SET version = version + 1")


@pytest.mark.long
def test_a_partners_copy_does_not_move_when_rows_do(visit: Visit, own_server: Server) -> None:
    manager = visit("manager", at="releases", of=own_server)
    manager.at("releases_checked").locator("label").click()
    manager.settled()
    manager.press("releases_freeze")
    manager.shows("releases_line_1")
    partner = visit("partner", at="released", of=own_server)
    copy = partner.page.evaluate(COPY)
    assert "Figée le" in copy
    steps.record_intervention(visit("agent.rabat", "phone", of=own_server))
    void_everything(own_server)
    partner.open("released")
    assert partner.page.evaluate(COPY) == copy


@pytest.mark.long
def test_a_cited_address_opens_its_release_after_signing_in(visit: Visit, full: Server) -> None:
    partner = visit(of=full)
    server_language(full, "partner", "fr")
    cited = "released?release_number=1&edition=1"
    partner.sign_in("partner", PASSWORD, at=cited)
    assert partner.page.url == f"{full.url}/{cited}"
    assert "Publication n° 1 · du" in partner.text()
    assert f"/{cited}" in partner.at("release_cite").inner_text()
    partner.open("released?release_number=1&edition=9")
    assert "n° 1, édition 9" in partner.text()
    partner.shows("release_number")
    assert partner.at("release_says").count() == 0
