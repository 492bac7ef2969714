"""A server that has just started shows nobody anything but the sign-in form, at any address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jwt
import pytest

from components.language.catalogue import LANGUAGES, translate
from components.visit.authenticator import COOKIE
from components.visit.navigation import SCREENS
from tests.browser.server import Server
from tests.cast import PASSWORD
from tests.source import ROOT
from tests.wire import Wire, sign_in

#: As addresses, and as the files that an older Streamlit would have served by name.
ADDRESSES = {
    *(screen.name for screen in SCREENS),
    *(screen.path.removesuffix(".py") for screen in SCREENS),
    *(Path(screen.path).stem for screen in SCREENS),
    "main",
    "",
}
#: In the menu there is one to each page.
LINK = "page_link {"
HEADINGS = {translate(language, screen.text) for language in LANGUAGES for screen in SCREENS}


def test_signed_out_every_address_shows_the_sign_in_form_only(attacked: Server) -> None:
    found = {address: strange(attacked, address) for address in ADDRESSES}
    assert {address: what for address, what in found.items() if what} == {}


def strange(server: Server, address: str) -> set[str]:
    """What somebody sees there who is not signed in, beside the form; or that the form is not
    there."""
    screen = Wire(server.url).open(address)
    screen.close()
    keys = {key for key in screen.keys if not key.startswith(("signin", "reset", "frame"))}
    drawn = {line.strip() for line in screen.text.splitlines()}
    # A page that ran after the form would say that it has no viewer.
    ended = translate("fr", "session.ended")
    return (
        keys
        | ({"a way to a page"} if LINK in screen.text else set())
        | {each for each in HEADINGS if f'body: "{each}"' in drawn}
        | ({ended} if ended in screen.text else set())
        | (set() if "signin_submit" in screen.keys else {"no form"})
    )


def test_a_page_would_be_noticed(attacked: Server) -> None:
    visitor = sign_in(attacked.url, "manager", PASSWORD)
    screen = visitor.open("account")
    screen.close()
    drawn = {line.strip() for line in screen.text.splitlines()}
    assert "signin_submit" not in screen.keys and "account_signout" in screen.keys
    assert LINK in screen.text
    assert {each for each in HEADINGS if f'body: "{each}"' in drawn}


def test_a_forged_cookie_leaves_no_line_in_the_log(attacked: Server) -> None:
    claims = {"username": "manager", "exp_date": 4e9, "session": "guessed"}
    visitor = Wire(attacked.url, {COOKIE: jwt.encode(claims, "k" * 64, algorithm="HS256")})
    before = attacked.said()
    visitor.open().close()
    assert attacked.said() == before


@pytest.mark.long
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
