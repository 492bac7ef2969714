"""Passwords: how they are hashed, and which are refused. Length decides, not composition."""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

import bcrypt

from db.errors import invalid
from db.secrets.guessable import is_guessable

SHORTEST, MOST_BYTES, FEWEST_DIFFERENT = 12, 72, 5
ROUNDS = 12
FORBIDDEN_PARTS = ("amudu", "amuddu", "anapec")


def plain(password: str) -> str:
    """The password in one spelling: keyboards differ in how they compose é or a vowelled letter."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """A bcrypt hash."""
    return bcrypt.hashpw(plain(password).encode(), bcrypt.gensalt(ROUNDS)).decode()


def matches(password: str, password_hash: str) -> bool:
    """Whether this is the password behind a hash; never for one that bcrypt cannot take."""
    try:
        return bcrypt.checkpw(plain(password).encode(), password_hash.encode())
    except ValueError:
        return False


@lru_cache(maxsize=1)
def nobody() -> str:
    """The hash of a password nobody knows: an unknown name takes as long as a known one."""
    return hashed(secrets.token_urlsafe(32))


def check_new(password: str, username: str, field: str = "new_password") -> None:
    """Raise ``InvalidInput`` on ``field`` for a password too short, too long or guessable."""
    password = plain(password)
    folded = password.casefold()
    if password != password.strip():
        raise invalid(field, "error.password_spaces")
    if len(password) < SHORTEST:
        raise invalid(field, "error.password_short", count=SHORTEST)
    if len(password.encode()) > MOST_BYTES:
        raise invalid(field, "error.password_long", count=MOST_BYTES)
    if username.casefold() in folded:
        raise invalid(field, "error.password_named")
    named = any(part in folded for part in FORBIDDEN_PARTS)
    if named or len(set(folded)) < FEWEST_DIFFERENT or is_guessable(password):
        raise invalid(field, "error.password_common")
