"""A server that has just started shows nobody anything but the sign-in form, at any address."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest

from components.language.catalogue import LANGUAGES, translate
from components.visit.authenticator import COOKIE
from components.visit.navigation import SCREENS
from tests.browser.server import Server
from tests.source import ROOT
from tests.wire import Wire

#: As addresses, and as the files that an older Streamlit would have served by name.
ADDRESSES = [
    *(screen.name for screen in SCREENS),
    *(screen.path.removesuffix(".py") for screen in SCREENS),
    *(Path(screen.path).stem for screen in SCREENS),
    "main",
    "",
]
HEADINGS = {translate(language, screen.text) for language in LANGUAGES for screen in SCREENS}


@pytest.fixture(scope="module")
def cold(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("cold"), sqlite_template)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("address", ADDRESSES)
def test_signed_out_every_address_shows_the_sign_in_form_only(cold: Server, address: str) -> None:
    screen = Wire(cold.url).open(address)
    screen.close()
    assert "signin_submit" in screen.keys
    strangers = {key for key in screen.keys if not key.startswith(("signin", "reset", "frame"))}
    assert strangers == set()
    drawn = {line.strip() for line in screen.text.splitlines()}
    assert not {each for each in HEADINGS if f'body: "{each}"' in drawn}
    # A page that ran after the form would say that it has no viewer.
    assert translate("fr", "session.ended") not in screen.text


def test_a_forged_cookie_leaves_no_line_in_the_log(cold: Server) -> None:
    claims = {"username": "manager", "exp_date": 4e9, "session": "guessed"}
    visitor = Wire(cold.url, {COOKIE: jwt.encode(claims, "k" * 64, algorithm="HS256")})
    before = cold.said()
    visitor.open().close()
    assert cold.said() == before


def test_a_wrong_setting_stops_the_start_with_one_sentence(sqlite_template: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"]
    settings = {
        "AMUDU_DATABASE_URL": f"sqlite:///{sqlite_template}",
        "AMUDU_SECRET_KEY": "too-short-to-keep-a-secret",
    }
    environment = {**os.environ, **settings}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert settings["AMUDU_SECRET_KEY"] not in done.stderr
    sentences = [line for line in done.stderr.splitlines() if line.startswith("Amudu cannot start")]
    assert len(sentences) == 1
    assert "AMUDU_SECRET_KEY" in sentences[0]
