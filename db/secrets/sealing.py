"""Encryption and keyed hashes, so that no other module handles a key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from db.secrets.names import keyed
from db.store.settings import listed, settings


def seal(values: dict[str, Any]) -> bytes:
    """Encrypt what can be written as JSON."""
    return _fernet().encrypt(json.dumps(values).encode())


def unseal(sealed: bytes) -> dict[str, Any]:
    """Decrypt; an unreadable seal (another key) is an empty answer, not a crash."""
    try:
        opened: dict[str, Any] = json.loads(_fernet().decrypt(sealed))
    except InvalidToken:
        return {}
    return opened


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret (a session token, a ticket), in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_hash(value: str) -> str:
    """HMAC-SHA-256 of a guessable value (a user name, an address), in hex."""
    return _keyed(listed(settings().secret_key)[0], value)


def chained(said: str) -> str:
    """The mark that holds one row of the audit log fast, made with a key of its own."""
    return _keyed(_chain_keys()[0], said)


def is_chained(said: str, mark: str) -> bool:
    """Whether one of our keys, the present one or an earlier one, made this mark."""
    return any(hmac.compare_digest(_keyed(key, said), mark) for key in _chain_keys())


def _chain_keys() -> list[str]:
    return [_keyed(key, "key of the audit log") for key in listed(settings().secret_key)]


def _keyed(key: str, value: str) -> str:
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()


def match_keys(forms: Iterable[str], purpose: str) -> frozenset[str]:
    """Forms of a name (``db/secrets/names.py``) as they are kept and looked for."""
    key = settings().match_key.get_secret_value()
    return frozenset(keyed(form, key, purpose) for form in forms)


def key_marks() -> dict[str, list[str]]:
    """What tells a key from another one, and nothing else of it, by the name of its variable."""
    chosen = settings()
    keys = {
        "contact_key": listed(chosen.contact_key),
        "secret_key": listed(chosen.secret_key),
        "match_key": [chosen.match_key.get_secret_value()],
    }
    return {f"AMUDU_{name.upper()}": [_mark(key) for key in found] for name, found in keys.items()}


def _mark(key: str) -> str:
    return hmac.new(key.encode(), b"mark of a key", hashlib.sha256).hexdigest()[:16]


def _fernet() -> MultiFernet:
    """The first key encrypts, all decrypt: a key can be replaced without losing what is sealed."""
    return MultiFernet([Fernet(key) for key in listed(settings().contact_key)])
