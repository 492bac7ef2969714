"""Passwords: how they are hashed, and which are refused. Length decides, not composition."""

from __future__ import annotations

import secrets
import unicodedata
from functools import lru_cache

import bcrypt

from db.errors import invalid

SHORTEST, MOST_BYTES = 12, 72
ROUNDS = 12
#: Of 12 characters or more, what people type first (public lists of leaked passwords).
COMMON = frozenset(
    [
        "123456789012",
        "1234567890123",
        "12345678910",
        "123123123123",
        "111111111111",
        "000000000000",
        "password1234",
        "password12345",
        "passwordpassword",
        "motdepasse123",
        "motdepasse1234",
        "motdepassemotdepasse",
        "qwertyuiop12",
        "qwertyuiop123",
        "azertyuiop12",
        "azertyuiop123",
        "azertyuiopqsdf",
        "adminadmin123",
        "administrateur",
        "administrator",
        "bienvenue2026",
        "bienvenue123",
        "bonjourbonjour",
        "iloveyou1234",
        "casablanca123",
        "casablanca2026",
        "rabatrabat123",
        "maroc2026maroc",
        "letmeinletmein",
        "changeme1234",
        "welcome12345",
        "abcdefghijkl",
        "abcdef123456",
    ]
)
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
    """The hash of a password that nobody knows: an unknown name costs the time of a known one."""
    return hashed(secrets.token_urlsafe(32))


def check_new(password: str, username: str, field: str = "new_password") -> None:
    """Raise ``InvalidInput`` on ``field`` for a password too short, too long or guessable."""
    password = plain(password)
    folded = password.casefold()
    if password != password.strip():
        raise invalid(field, "error.password_spaces")
    if len(password) < SHORTEST:
        raise invalid(field, "error.password_short", least=SHORTEST)
    if len(password.encode()) > MOST_BYTES:
        raise invalid(field, "error.password_long", most=MOST_BYTES)
    guessable = folded in COMMON or len(set(folded)) < 5
    if (
        guessable
        or username.casefold() in folded
        or any(part in folded for part in FORBIDDEN_PARTS)
    ):
        raise invalid(field, "error.password_common")
