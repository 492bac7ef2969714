"""One's own account: its password, set by nobody but its owner, and its language."""

from __future__ import annotations

from sqlmodel import Session

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer, viewer_of
from db.actions import one_time_codes
from db.actions.account_locks import locked
from db.actions.sign_ins import end_all
from db.errors import AppError, invalid
from db.inputs.accounts import PasswordChange, PasswordReset
from db.models import Account
from db.queries.sign_ins import account_named
from db.secrets.passwords import check_new, hashed, matches


def change_password(
    session: Session, wanted: PasswordChange, keep: str | None, *, by: AccountId
) -> None:
    """Change one's own password, and end all other sessions (``keep`` is the token of this one).

    The caller counts the attempt (``sign_ins.begin_attempt``) first.
    """
    viewer = require(session, by, Permission.OWN_ACCOUNT)
    locked(session, by)
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
    if account is None or not one_time_codes.opens(session, account, wanted.code):
        return None
    locked(session, account.id)
    if not one_time_codes.opens(session, account, wanted.code):  # somebody else was faster
        return None
    _set_password(account, wanted.new, wanted.again)
    end_all(session, account.id)
    viewer = Viewer(account.id, account.role, frozenset())
    audit.record(session, viewer, "account.password", "account", account.id, fields=["password"])
    return account.id


def set_language(session: Session, language: str, *, by: AccountId) -> None:
    """The language in which the account's screens are written."""
    viewer = viewer_of(session, by)
    if language not in ("fr", "en", "ar"):
        raise invalid("language", "error.unknown_choice")
    account = session.get_one(Account, by)
    if account.language == language:
        return
    account.language = language
    audit.record(session, viewer, "account.language", "account", by, fields=["language"])


def _set_password(account: Account, new: str, again: str) -> None:
    if new != again:
        raise invalid("again", "error.passwords_differ")
    check_new(new, account.username)
    if matches(new, account.password_hash):
        raise invalid("new_password", "error.password_same")
    account.password_hash = hashed(new)
    account.reset_code_hash = account.reset_expires_at = None
    account.must_change_password = False
