"""What a partner's browser ever gets: published cells, and no true count behind one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Download, Locator, TimeoutError

from components.language.catalogue import translate
from components.visit.authenticator import COOKIE
from components.visit.navigation import SCREENS
from tests.browser.conftest import Visit
from tests.browser.planted import CODES, Planted, demo_with_planted_counts
from tests.browser.recording import Recording, numbers_in, numbers_of, record
from tests.browser.server import Server
from tests.browser.test_served import status
from tests.browser.visitor import PATIENCE, Visitor

pytestmark = pytest.mark.long
#: Why a cell is hidden, and how a true value is called, to managers.
INSIDE = re.compile(
    "|".join(
        re.escape(translate("fr", f"release.{key}"))
        for key in ("reason.cover", "reason.audit", "column.true", "column.reason")
    )
)
#: All files but pictures made of dots, where nothing can be searched: they are drawn as the SVG is.
FILES = (
    ':is([class*="st-key-file_released_"], [class*="st-key-release_download_"])'
    ':not([class*="_png"]) button'
)
#: The first picture of a process takes a second or more in which the server answers nothing: a busy
#: machine's browser takes the line for cut, and what was asked for is lost.


@pytest.fixture(scope="module")
def planted(demo_of_today: Path, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return demo_with_planted_counts(demo_of_today, tmp_path_factory.mktemp("planted"))


@pytest.fixture
def served(browser: Browser, planted: Planted, tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, planted.database, AMUDU_DEMO="1")
    server.start()
    yield server
    server.stop()


def secrets_in(recording: Recording, planted: Planted) -> dict[int, str]:
    """The true counts that somebody could read in it, and where."""
    return {
        number: text[:1_000]
        for text in recording.words()
        for number in numbers_in(text) & planted.secret
    }


def read_everything(partner: Visitor, recording: Recording) -> None:
    """Both releases, each card as chart and as table, each file."""
    for link in ("released", "released?release_number=1&edition=1"):
        partner.open(link)
        cards = partner.page.locator('[class*="st-key-view_released_"]')
        for place in range(cards.count()):
            cards.nth(place).locator("button").nth(1).click()
            partner.settled()
        for button in partner.page.locator(FILES).all():
            taken = download(partner, button)
            recording.files[f"{link} {taken.suggested_filename}"] = taken.path().read_bytes()


def download(partner: Visitor, button: Locator) -> Download:
    """A file, asked for once more where the line was cut meanwhile."""
    for _ in range(2):
        try:
            with partner.page.expect_download(timeout=PATIENCE) as taken:
                button.click()
            return taken.value
        except TimeoutError:
            partner.settled()
    raise AssertionError("no file came")


def knock_everywhere(partner: Visitor) -> None:
    """Every page of the app, by its address."""
    for screen in SCREENS:
        partner.open(screen.name)


def test_a_partner_is_sent_published_cells_and_nothing_behind_them(
    visit: Visit, served: Server, planted: Planted
) -> None:
    assert len(planted.secret) > 8
    partner = visit("partner", of=served)
    recording = record(partner.page)
    knock_everywhere(partner)
    read_everything(partner, recording)
    tables = list(recording.tables())
    read = {number for table in tables for number in numbers_of(table)}
    # Charts and tables hold published numbers, all of them, and no other.
    assert read - planted.shown == set()
    assert {number for number in planted.shown if number >= 1_000} <= read
    assert secrets_in(recording, planted) == {}
    words = list(recording.words())
    assert [text for text in words if CODES.search(text) or INSIDE.search(text)] == []
    endings = {Path(name).suffix for name in recording.files}
    assert endings == {".csv", ".txt", ".xlsx", ".svg", ".json"}
    manager = visit("manager", of=served)
    # Taken anew: a file goes when its page has been drawn twice since it was taken.
    address = download(partner, partner.page.locator(FILES).first).url
    _is_given_to_nobody_else(partner, manager, address)


def _is_given_to_nobody_else(partner: Visitor, manager: Visitor, address: str) -> None:
    """A file of an open page lies at an address that answers the session that took it, while that
    is open."""
    (cookie,) = [each for each in partner.context.cookies() if each.get("name") == COOKIE]
    theirs = f"{COOKIE}={cookie.get('value')}"
    assert "/media/" in address
    assert status(address) == 404
    assert manager.context.request.get(address).status == 404
    assert status(address, Cookie=theirs) == 200
    partner.context.request.get(f"{partner.server.url}/session/close")
    assert status(address, Cookie=theirs) == 404


def test_a_recording_finds_true_counts_where_they_are_shown(
    visit: Visit, served: Server, planted: Planted
) -> None:
    manager = visit("manager", of=served)
    recording = record(manager.page)
    manager.open("releases")
    manager.at("releases_frozen_2").locator("summary").first.click()
    manager.settled()
    read = {number for table in recording.tables() for number in numbers_of(table)}
    assert planted.secret <= read
    assert secrets_in(recording, planted).keys() == planted.secret
    assert any(INSIDE.search(text) for text in recording.words())
