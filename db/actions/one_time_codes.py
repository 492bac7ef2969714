"""One-time codes: how they are made and written, what is stored of one, and whether one is good."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlmodel import Session

from db.access.viewer import has_expired
from db.inputs import case_codes
from db.models import Account
from db.models.base import now
from db.secrets.sealing import fingerprint, keyed_hash

HOURS = 24
#: Twenty letters to the twelfth: a million guesses at a million slips of the survey find none.
LENGTH = 12


def random_code() -> str:
    """A random code as it is shown, in groups of four; stored is the hash of its normal form."""
    return _written("".join(secrets.choice(case_codes.ALPHABET) for _ in range(LENGTH)))


def of_submission(submission_id: str, username: str) -> str:
    """The code of a submission; without the server's key nobody can work it out."""
    number = int(keyed_hash(f"account:{submission_id}:{username}"), 16)
    letters = []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(case_codes.ALPHABET))
        letters.append(case_codes.ALPHABET[letter])
    return _written("".join(letters))


def _written(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def give(account: Account, code: str | None = None) -> str:
    """The account's code from now on, a fresh one unless told; only its hash is stored."""
    code = code or random_code()
    account.reset_code_hash = fingerprint(case_codes.normal(code))
    account.reset_expires_at = now() + timedelta(hours=HOURS)
    return code


def is_of(account: Account, code: str) -> bool:
    """Whether the account has this code, good or not."""
    known = account.reset_code_hash
    return known is not None and secrets.compare_digest(known, fingerprint(case_codes.normal(code)))


def opens(session: Session, account: Account, code: str) -> bool:
    """Whether the code is this account's and in time, and the account may sign in."""
    if account.closed_at is not None or has_expired(session, account):
        return False
    if account.reset_expires_at is None or account.reset_expires_at < now():
        return False
    return is_of(account, code)
