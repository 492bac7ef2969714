"""The set-up page of the real server, tried by whoever has no code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.language.catalogue import translate
from components.visit.navigation import SCREENS
from tests.browser.server import Server
from tests.empty import EmptyServer
from tests.wire import FromElsewhere, Screen, Wire

ADDRESSES = ["", "main", "set-up", *(screen.name for screen in SCREENS)]

SHOWN = {
    *("setup", "setup_language", "setup_code", "setup_refused", "setup_open"),
    "frame_direction",
}


class Empty(EmptyServer, FromElsewhere):
    """Started by Streamlit's own command, as ``make start`` does."""


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Empty(tmp_path_factory.mktemp("empty"), sqlite_template)
    started.start()
    yield started
    started.stop()


def guess(server: Server, code: str) -> Screen:
    """In a browser that has never been here."""
    screen = Wire(server.url).open()
    screen.type("setup_code", code)
    screen.press("setup_open")
    screen.close()
    return screen


def test_every_address_shows_the_field_of_the_code_only(server: Server) -> None:
    found = {}
    for address in ADDRESSES:
        screen = Wire(server.url).open(address)
        screen.close()
        found[address] = screen.keys
    assert {address: keys for address, keys in found.items() if keys != SHOWN} == {}


def test_the_console_shows_one_code_and_the_database_its_hash(server: Server) -> None:
    (code,) = re.findall(r"good for 24 hours: (\S+)", server.said())
    (stored,) = server.ask("SELECT code_hash FROM setup_codes")
    assert len(stored) == 64 and code.replace("-", "").lower() not in stored
    assert server.ask("SELECT action, fields FROM audit_entries") == [("setup_code.create", "")]


def test_guessing_is_slowed_down_in_every_new_session(server: Server) -> None:
    (code,) = re.findall(r"good for 24 hours: (\S+)", server.said())
    said = [guess(server, f"2222-2222-{number:04}").text for number in range(2000, 2012)]
    assert translate("fr", "error.setup_code_refused") in said[0]
    assert server.count("failed_sign_ins") == 5
    late = guess(server, code)
    assert "setup_name" not in late.keys
    assert not [each for each in [*said, late.text] if code in each]
    assert server.count("accounts") == server.count("programme") == 0
    assert code not in server.said().split(code, 1)[1]
