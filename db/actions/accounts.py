"""Accounts: made, changed and closed by an administrator; a password by its owner."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlmodel import Session, col

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer, administrators, has_expired, viewer_of
from db.actions.posting_spans import end_all as end_all_postings
from db.actions.sign_ins import end_all
from db.codes import Role
from db.errors import AppError, InvalidInput, NotFound, invalid
from db.inputs import case_codes
from db.inputs.accounts import NewAccount, PasswordChange, PasswordReset, organisation_problems
from db.models import Account, Posting
from db.models.base import now
from db.queries.sign_ins import account_named
from db.secrets.passwords import check_new, hashed, matches, nobody
from db.secrets.sealing import fingerprint, keyed_hash

RESET_HOURS = 24
CODE_LENGTH = 12


def create(session: Session, wanted: NewAccount, submission_id: str, *, by: AccountId) -> str:
    """A new account without a usable password; returns the one-time code that sets the first.

    The code follows from the submission: sent again, it changes nothing and gives the same code.
    """
    viewer = require(session, by, Permission.ACCOUNT_MANAGE)
    code = _code_of(submission_id, wanted.username)
    known = account_named(session, wanted.username)
    if known is not None and _has_code(known, code):
        return code
    account = add(session, wanted, nobody())
    audit.record(session, viewer, "account.create", "account", account.id)
    return _give_code(account, code)


def add(session: Session, wanted: NewAccount, password_hash: str) -> Account:
    """The row itself, for ``create`` and the command line; raises on a name that is taken."""
    if account_named(session, wanted.username) is not None:
        raise invalid("username", "error.username_taken")
    account = Account(
        username=wanted.username,
        display_name=wanted.display_name,
        role=wanted.role,
        organisation_id=wanted.organisation_id,
        expires_on=wanted.expires_on,
        language=wanted.language,
        password_hash=password_hash,
    )
    session.add(account)
    session.flush()
    return account


def close(session: Session, account_id: AccountId, *, by: AccountId) -> None:
    """Close an account, end its sessions and its postings; the last administrator stays."""
    viewer, account = _managed(session, account_id, by)
    _keep_an_administrator(session, account)
    account.closed_at = account.closed_at or now()
    end_all(session, account_id)
    _end_postings(session, account_id)
    audit.record(
        session,
        viewer,
        "account.close",
        "account",
        account_id,
        fields=["closed_at"],
        changes_results=True,
    )


def _end_postings(session: Session, account_id: AccountId) -> None:
    """End the account's running postings today, and delete those that have not begun."""
    end_all_postings(session, col(Posting.account_id) == account_id, today(session))


def set_role(
    session: Session,
    account_id: AccountId,
    role: Role,
    organisation_id: int | None = None,
    *,
    by: AccountId,
) -> None:
    """Change an account's role; a partner needs an organisation too.

    The account's sessions end, so that no open screen shows what the new role may not see.
    """
    viewer, account = _managed(session, account_id, by)
    if problems := organisation_problems(role, organisation_id):
        raise InvalidInput(problems)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(session, account)
    account.role, account.organisation_id = role, organisation_id
    end_all(session, account_id)
    if role is not Role.AGENT:
        _end_postings(session, account_id)
    audit.record(
        session,
        viewer,
        "account.set_role",
        "account",
        account_id,
        fields=["role", "organisation_id"],
        changes_results=True,
    )


def make_reset_code(session: Session, account_id: AccountId, *, by: AccountId) -> str:
    """A one-time code, shown once: within 24 hours it lets its holder set a new password."""
    viewer, account = _managed(session, account_id, by)
    if account.is_demo:
        raise AppError("error.demo_password")
    audit.record(session, viewer, "account.reset_code", "account", account_id)
    return new_code(account)


def sign_out_everywhere(session: Session, account_id: AccountId, *, by: AccountId) -> int:
    """End every session of an account; returns how many were open."""
    viewer, _ = _managed(session, account_id, by)
    audit.record(session, viewer, "account.sign_out", "account", account_id)
    return end_all(session, account_id)


def change_password(
    session: Session, wanted: PasswordChange, keep: str | None, *, by: AccountId
) -> None:
    """Change one's own password, and end all other sessions (``keep`` is the token of this one).

    The caller counts the attempt (``sign_ins.begin_attempt``) first.
    """
    viewer = require(session, by, Permission.OWN_ACCOUNT)
    account = session.get_one(Account, by)
    if account.is_demo:
        raise AppError("error.demo_password")
    if not matches(wanted.current, account.password_hash):
        raise invalid("current_password", "error.password_wrong")
    _set_password(account, wanted.new, wanted.again)
    end_all(session, by, but=keep)
    audit.record(session, viewer, "account.password", "account", by, fields=["password"])


def reset_password(session: Session, wanted: PasswordReset) -> AccountId | None:
    """Set a password with a one-time code; ``None`` when name and code do not go together.

    Nobody is signed in here: the caller counts the attempt (``sign_ins.begin_attempt``) first.
    """
    account = account_named(session, wanted.username)
    if account is None or not _fits(session, account, wanted.code):
        return None
    _set_password(account, wanted.new, wanted.again)
    end_all(session, account.id)
    viewer = Viewer(account.id, account.role, frozenset())
    audit.record(session, viewer, "account.password", "account", account.id, fields=["password"])
    return account.id


def _fits(session: Session, account: Account, code: str) -> bool:
    """Whether the code is this account's and in time, and the account may sign in."""
    if account.closed_at is not None or has_expired(session, account):
        return False
    if account.reset_expires_at is None or account.reset_expires_at < now():
        return False
    return _has_code(account, code)


def _has_code(account: Account, code: str) -> bool:
    known = account.reset_code_hash
    return known is not None and secrets.compare_digest(known, fingerprint(case_codes.normal(code)))


def set_language(session: Session, language: str, *, by: AccountId) -> None:
    """The language in which the account's screens are written."""
    viewer = viewer_of(session, by)
    if language not in ("fr", "en", "ar"):
        raise invalid("language", "error.unknown_choice")
    session.get_one(Account, by).language = language
    audit.record(session, viewer, "account.language", "account", by, fields=["language"])


def _managed(session: Session, account_id: AccountId, by: AccountId) -> tuple[Viewer, Account]:
    viewer = require(session, by, Permission.ACCOUNT_MANAGE)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("error.not_found")
    return viewer, account


def _keep_an_administrator(session: Session, account: Account) -> None:
    """Refuse to close or change the last administrator.

    The administrators' rows are locked: of two who close each other at once the later is refused.
    """
    if account.role is Role.ADMINISTRATOR and not (
        administrators(session, lock=True) - {account.id}
    ):
        raise AppError("error.last_administrator")


def new_code(account: Account) -> str:
    """A fresh one-time code; only its hash is stored."""
    return _give_code(account, one_time_code())


def _code_of(submission_id: str, username: str) -> str:
    """The code of a submission; without the server's key nobody can work it out."""
    number = int(keyed_hash(f"account:{submission_id}:{username}"), 16)
    letters = []
    for _ in range(CODE_LENGTH):
        number, letter = divmod(number, len(case_codes.ALPHABET))
        letters.append(case_codes.ALPHABET[letter])
    return _written("".join(letters))


def _give_code(account: Account, code: str) -> str:
    account.reset_code_hash = fingerprint(case_codes.normal(code))
    account.reset_expires_at = now() + timedelta(hours=RESET_HOURS)
    return code


def one_time_code() -> str:
    """A random code as it is shown, in groups of four; stored is the hash of its normal form."""
    return _written("".join(secrets.choice(case_codes.ALPHABET) for _ in range(CODE_LENGTH)))


def _written(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def _set_password(account: Account, new: str, again: str) -> None:
    if new != again:
        raise invalid("again", "error.passwords_differ")
    check_new(new, account.username)
    if matches(new, account.password_hash):
        raise invalid("new_password", "error.password_same")
    account.password_hash = hashed(new)
    account.reset_code_hash = account.reset_expires_at = None
    account.must_change_password = False
