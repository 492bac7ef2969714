"""What we ask of streamlit-authenticator it still does, and its cookie component stays disabled."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import bcrypt
import jwt
import pytest
import streamlit as st

from components.visit import authenticator

HASH = bcrypt.hashpw(b"une phrase de passe", bcrypt.gensalt(4)).decode()


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A session of our own, in which nothing else is kept."""
    kept: dict[str, object] = {"ours": 1}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def carry(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The script's browser carries this cookie."""
    context = SimpleNamespace(cookies={authenticator.COOKIE: value})
    monkeypatch.setattr(st, "context", context)


def test_the_right_password_is_right_and_nothing_is_left_behind(session: dict[str, object]) -> None:
    assert authenticator.says_right("manager", "une phrase de passe", HASH)
    assert not authenticator.says_right("manager", "another", HASH)
    assert not authenticator.says_right("manager", "", HASH)
    assert session == {"ours": 1}


def in_hours(number: int) -> datetime:
    """By the machine's own clock: the library goes by no other, and that of a run may lie behind it
    (``tests/clock.py``)."""
    return datetime.now(UTC) + timedelta(hours=number)


def test_a_cookie_that_we_made_gives_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    value = authenticator.cookie("manager", "a secret", in_hours(1))
    carry(monkeypatch, value)
    assert authenticator.own_secret() == authenticator.secret_in(value) == "a secret"


def test_a_cookie_past_its_time_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    carry(monkeypatch, authenticator.cookie("manager", "a secret", in_hours(-1)))
    assert authenticator.own_secret() is None


def test_a_forged_cookie_gives_none_and_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claims = {"username": "manager", "exp_date": 4e9, "session": "guessed"}
    carry(monkeypatch, jwt.encode(claims, "k" * 64, algorithm="HS256"))
    assert authenticator.own_secret() is None
    assert capsys.readouterr() == ("", "")


def test_the_names_that_are_disabled_are_the_librarys_own() -> None:
    """A module that lost one of them would go on as if nothing had been done."""
    from streamlit_authenticator.models import authentication_model, cookie_model

    authenticator._library()
    sources = {module: inspect.getsource(module) for module in (cookie_model, authentication_model)}
    assert "stx.CookieManager()" in sources[cookie_model]
    assert all("print(" in text for text in sources.values())
