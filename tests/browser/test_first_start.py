"""From nothing to a programme, with a browser and the server's console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from components.language.catalogue import Language, translate
from tests.browser.conftest import Visit, check_log
from tests.browser.officer import select
from tests.browser.server import Server
from tests.browser.visitor import PATIENCE, Visitor
from tests.empty import PERSON, PROGRAMME, EmptyServer

CODE = re.compile(r"Code of its set-up page, good for 24 hours: (\S+)")


@pytest.fixture
def empty_server(browser: Browser, sqlite_template: Path, tmp_path: Path) -> Iterator[Server]:
    """A server whose database has its code lists and nothing else."""
    alone = EmptyServer(tmp_path, sqlite_template)
    alone.start()
    yield alone
    alone.stop()
    check_log(alone)


def shows_code(server: Server) -> str:
    (code,) = CODE.findall(server.said())
    return str(code)


def types_code(visitor: Visitor, code: str) -> None:
    visitor.write("setup_code", code)
    visitor.press("setup_open")


@pytest.mark.long
@pytest.mark.parametrize(("size", "language"), [("phone", "ar"), ("desktop", "fr")])
def test_a_programme_begins_with_the_code_of_the_console(
    visit: Visit, empty_server: Server, size: str, language: Language
) -> None:
    officer, other = (visit(size=size, language=language, of=empty_server) for _ in range(2))
    officer.open("trust")
    code = shows_code(empty_server)
    types_code(officer, "2222-2222-2222")
    expect(officer.at("setup_refused").locator("[role=alert]")).to_be_visible()
    types_code(officer, code)
    if language == "fr":
        # Whoever changes the language half way keeps what was chosen.
        select(officer, "setup_country", "Tunisie")
        officer.choose("setup_language", 1)
        language = "en"
    for field in ("name", "institution", "starts_on", "ends_on"):
        officer.write(f"setup_{field}", PROGRAMME[field])
    officer.write("setup_display_name", PERSON["display_name"])
    officer.write("setup_username", PERSON["username"])
    officer.write("setup_new_password", PERSON["new"])
    officer.write("setup_again", "something else")
    officer.press("setup_submit")
    expect(officer.at("setup_problems_again").locator("[role=alert]")).to_be_visible()
    assert not officer.wide()
    officer.write("setup_again", PERSON["again"])
    officer.at("setup_submit").locator("button").click()
    officer.page.wait_for_url(re.compile(r"/getting-ready$"), timeout=PATIENCE)
    officer.settled()
    officer.shows("ready_step_agencies")
    assert translate(language, "page.getting_ready") in officer.text()
    assert not officer.wide()
    # In Arabic a list begins at the right, bullets and all.
    first = officer.page.locator("[data-testid=stMarkdownContainer] li").first
    assert first.evaluate("each => getComputedStyle(each).textAlign") == (
        "start" if language == "ar" else "left"
    )
    # The code is used up, for other browsers too.
    other.open()
    other.shows("signin_submit")
    assert CODE.findall(empty_server.said()) == [code]
    assert empty_server.count("setup_codes") == 0
    country = "Tunisia" if language == "en" else "Morocco"
    assert empty_server.ask("SELECT country_en FROM programme") == [country]
    assert empty_server.ask("SELECT language FROM accounts") == [language]
    officer.open()
    assert officer.page.url.endswith("/getting-ready")
