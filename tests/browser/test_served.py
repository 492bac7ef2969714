"""What is served to whom beside the pages: files, figures of the process, another address."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit
from tests.browser.server import Server
from tests.browser.visitor import Visitor
from tests.wire import FromElsewhere


def status(url: str, **headers: str) -> int:
    """What plain HTTP answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(url, headers=named)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def download(manager: Visitor) -> str:
    """The address of a file that a manager takes of the placements' page."""
    manager.open("placements")
    manager.choose("view_postings", 1)
    with manager.page.expect_download() as taken:
        manager.page.locator(".st-key-file_postings_csv button").click()
    return taken.value.url


@pytest.mark.long
@pytest.mark.fault("O2")
def test_a_file_is_given_to_the_session_that_took_it_and_to_no_other(visit: Visit) -> None:
    manager = visit("manager")
    address = download(manager)
    assert "/media/" in address
    assert manager.context.request.get(address).status == 200
    assert status(address) == 404
    other = visit("agent.rabat")
    assert other.context.request.get(address).status == 404
    manager.page.goto(f"{manager.server.url}/session/close")
    assert manager.context.request.get(address).status == 404


@pytest.mark.fault("O6")
@pytest.mark.long
def test_figures_of_the_process_answer_the_machine_itself_or_a_token(
    browser: Browser, furnished: Path, tmp_path: Path
) -> None:
    token = "m" * 40
    server = Server(tmp_path, furnished, AMUDU_METRICS_TOKEN=token)
    server.start()
    figures = f"{server.url}/_stcore/metrics"
    try:
        assert status(figures) == 200
        # As a proxy on this machine hands on somebody else's question.
        assert status(figures, X_Forwarded_For="203.0.113.7") == 404
        assert status(f"{figures}/", X_Forwarded_For="203.0.113.7") == 404
        wrong, right = f"Bearer {'n' * 40}", f"Bearer {token}"
        assert status(figures, X_Forwarded_For="203.0.113.7", Authorization=wrong) == 404
        assert status(figures, X_Forwarded_For="203.0.113.7", Authorization=right) == 200
    finally:
        server.stop()


@pytest.mark.fault("S14")
@pytest.mark.long
def test_the_app_lives_under_another_address_than_the_root(
    visit: Visit, furnished: Path, tmp_path: Path
) -> None:
    server = FromElsewhere(tmp_path, furnished, STREAMLIT_SERVER_BASE_URL_PATH="amudu")
    server.start()
    server.url += "/amudu"
    try:
        agent = visit("agent.rabat", of=server, at="entries")
        assert agent.page.url.startswith(f"{server.url}/entries")
        agent.open("record-intervention")
        agent.shows("intervention_type")
        agent.page.goto(f"{server.url}/no-such-page")
        agent.settled()
        agent.shows("day_record")
        agent.press("signout")
        agent.shows("signin_submit")
        assert agent.page.url.rstrip("/").startswith(server.url)
        expect(agent.page.locator("script[src*='/amudu/connection.js']")).to_have_count(1)
        assert status(f"{server.url}/health") == 200
    finally:
        server.stop()
