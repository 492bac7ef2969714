"""Accounts: made, changed, closed and reopened by an administrator."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session, col

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer, has_expired
from db.actions import one_time_codes
from db.actions.account_locks import is_last, locked_to_manage
from db.actions.edit_conflicts import refuse_stale
from db.actions.posting_spans import end_all as end_all_postings
from db.actions.posting_spans import resume_all
from db.actions.sign_ins import discount_name, end_all
from db.codes import Role
from db.errors import AppError, InvalidInput, NotFound, invalid
from db.inputs.accounts import (
    AccountChange,
    NewAccount,
    Reopening,
    RoleChange,
    organisation_problems,
)
from db.models import Account, Organisation, Posting
from db.models.base import now
from db.queries.sign_ins import account_named, open_browsers
from db.secrets.passwords import nobody

ONE_DAY = timedelta(days=1)


def create(session: Session, wanted: NewAccount, submission_id: str, *, by: AccountId) -> str:
    """A new account without a usable password; returns the one-time code that sets the first.

    The code follows from the submission: sent again, it changes nothing and gives the same code.
    """
    viewer = require(session, by, Permission.ACCOUNT_MANAGE)
    code = one_time_codes.of_submission(submission_id, wanted.username)
    known = account_named(session, wanted.username)
    if known is not None and one_time_codes.is_of(known, code):
        return code
    _refuse_past(session, wanted.expires_on)
    account = add(session, wanted, nobody())
    audit.record(session, viewer, "account.create", "account", account.id)
    return one_time_codes.give(account, code)


def add(session: Session, wanted: NewAccount, password_hash: str) -> Account:
    """The row itself, for ``create`` and the command line; raises on a name that is taken."""
    if account_named(session, wanted.username) is not None:
        raise invalid("username", "error.username_taken")
    _check_organisation(session, "organisation", wanted.organisation_id)
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


def change(session: Session, wanted: AccountChange, *, by: AccountId) -> None:
    """Change the name shown, the last day and a partner's organisation."""
    viewer, account = _open(session, wanted.account_id, by)
    refuse_stale(session, account, wanted.seen)
    if organisation_problems(account.role, wanted.organisation_id):
        raise invalid("organisation_id", "error.organisation_needed")
    new = {name: getattr(wanted, name) for name in AccountChange.COLUMNS}
    changed = [name for name, value in new.items() if getattr(account, name) != value]
    if "expires_on" in changed:
        _refuse_past(session, wanted.expires_on)
        _refuse_leaving(session, account, wanted.expires_on)
    if "organisation_id" in changed:
        _check_organisation(session, "organisation_id", wanted.organisation_id)
    if "expires_on" in changed:
        _resume_postings(session, account, viewer)
    for name in changed:
        setattr(account, name, new[name])
    if changed:
        audit.record(
            session, viewer, "account.change", "account", account.id, fields=changed,
            # Until then its agent is in post.
            changes_results="expires_on" in changed,
        )  # fmt: skip


def close(session: Session, account_id: AccountId, *, by: AccountId) -> None:
    """Close an account, end its sessions and its postings; the last administrator stays."""
    viewer, account = _managed(session, account_id, by)
    if account.closed_at is None:
        shut(session, account, viewer)


def shut(session: Session, account: Account, by: Viewer | None) -> None:
    """``close`` of a locked account, for the command line too."""
    _keep_an_administrator(session, account)
    account.closed_at = now()
    account.reset_code_hash = account.reset_expires_at = None
    end_all(session, account.id)
    _end_postings(session, account, by)
    audit.record(
        session, by, "account.close", "account", account.id,
        fields=["closed_at"], changes_results=True,
    )  # fmt: skip


def reopen(session: Session, wanted: Reopening, *, by: AccountId) -> str | None:
    """Open a closed account again; returns the code that sets a new password, as for a new one."""
    viewer, account = _managed(session, wanted.account_id, by)
    return open_again(session, account, wanted.expires_on, viewer)


def open_again(
    session: Session, account: Account, expires_on: date | None, by: Viewer | None
) -> str | None:
    """``reopen`` of a locked account, for the command line too.

    The old password is no longer good and no posting comes back: whoever comes back begins anew. A
    demonstration account alone has the password that everybody knows, and gets no code.
    """
    if account.closed_at is None:
        raise AppError("error.account_is_open")
    _refuse_past(session, expires_on)
    account.closed_at, account.expires_on = None, expires_on
    end_all(session, account.id)
    fields = ["closed_at", "expires_on"]
    audit.record(session, by, "account.reopen", "account", account.id, fields=fields)
    if account.is_demo:
        return None
    account.password_hash, account.must_change_password = nobody(), True
    return one_time_codes.give(account)


def _end_postings(session: Session, account: Account, by: Viewer | None) -> None:
    """End the account's running postings today, or on the last day of the account where that is
    over, and delete those that have not begun."""
    last = min(today(session), account.expires_on or date.max)
    end_all_postings(session, col(Posting.account_id) == account.id, last, by)


def _resume_postings(session: Session, account: Account, by: Viewer) -> None:
    """Before its last day changes: where that was over, the days since then are in no posting."""
    last = account.expires_on
    if last is not None and last < today(session) - ONE_DAY:
        resume_all(session, account.id, last, by)


def set_role(session: Session, wanted: RoleChange, *, by: AccountId) -> None:
    """Change somebody else's role; a partner needs an organisation too.

    The account's sessions end, so that no open screen shows what the new role may not see.
    """
    viewer, account = _open(session, wanted.account_id, by)
    if account.id == by:
        raise AppError("error.own_role")
    if problems := organisation_problems(wanted.role, wanted.organisation_id):
        raise InvalidInput(problems)
    if account.role is not wanted.seen:
        raise AppError("error.role_changed_meanwhile")
    _check_organisation(session, "organisation", wanted.organisation_id)
    if wanted.role is not Role.ADMINISTRATOR:
        _keep_an_administrator(session, account)
    account.role, account.organisation_id = wanted.role, wanted.organisation_id
    end_all(session, account.id)
    if wanted.role is not Role.AGENT:
        _end_postings(session, account, viewer)
    audit.record(
        session, viewer, "account.set_role", "account", account.id,
        fields=["role", "organisation_id"], changes_results=True,
    )  # fmt: skip


def make_reset_code(session: Session, account_id: AccountId, *, by: AccountId) -> str:
    """A one-time code, shown once: within 24 hours it lets its holder set a new password."""
    viewer, account = _managed(session, account_id, by)
    return code_for(session, account, viewer)


def code_for(session: Session, account: Account, by: Viewer | None) -> str:
    """``make_reset_code`` of a locked account, for the command line too; no code that would not
    open anything."""
    if account.is_demo:
        raise AppError("error.demo_password")
    _refuse_closed(account)
    if has_expired(session, account):
        raise AppError("error.account_has_ended")
    audit.record(session, by, "account.reset_code", "account", account.id)
    return one_time_codes.give(account)


def unlock(session: Session, account_id: AccountId, *, by: AccountId) -> int:
    """Delete the failed sign-ins of an account, which make it wait; returns how many there were."""
    viewer, account = _managed(session, account_id, by)
    return let_in(session, account, viewer)


def let_in(session: Session, account: Account, by: Viewer | None) -> int:
    """``unlock``, for the command line too."""
    count = discount_name(session, account.username)
    if count:
        audit.record(session, by, "account.unlock", "account", account.id)
    return count


def sign_out_everywhere(session: Session, account_id: AccountId, *, by: AccountId) -> int:
    """End every session of an account; returns how many were open."""
    viewer, _ = _managed(session, account_id, by)
    count = open_browsers(session, account_id)
    end_all(session, account_id)
    if count:
        audit.record(session, viewer, "account.sign_out", "account", account_id)
    return count


def _managed(session: Session, account_id: AccountId, by: AccountId) -> tuple[Viewer, Account]:
    """Who acts, and the account, locked."""
    require(session, by, Permission.ACCOUNT_MANAGE)
    account = locked_to_manage(session, account_id)
    if account is None:
        raise NotFound("error.not_found")
    # Once more, for whoever was waited for may have closed the one who acts.
    return require(session, by, Permission.ACCOUNT_MANAGE), account


def _open(session: Session, account_id: AccountId, by: AccountId) -> tuple[Viewer, Account]:
    viewer, account = _managed(session, account_id, by)
    _refuse_closed(account)
    return viewer, account


def _refuse_closed(account: Account) -> None:
    if account.closed_at is not None:
        raise AppError("error.account_is_closed")


def _check_organisation(session: Session, field: str, organisation_id: int | None) -> None:
    """Refuse an organisation that is closed, or was deleted while the form was open."""
    if organisation_id is None:
        return
    found = session.get(Organisation, organisation_id)
    if found is None or not found.is_open(today(session)):
        raise invalid(field, "error.unknown_choice")


def _refuse_past(session: Session, expires_on: date | None) -> None:
    if expires_on is not None and expires_on < today(session):
        raise invalid("expires_on", "error.ends_in_the_past")


def _refuse_leaving(session: Session, account: Account, ends: date | None) -> None:
    """Refuse an end, or an earlier one, of the last administrator."""
    is_earlier = ends is not None and ends < (account.expires_on or date.max)
    if is_earlier and is_last(session, account):
        raise invalid("expires_on", "error.last_administrator_ends")


def _keep_an_administrator(session: Session, account: Account) -> None:
    """Refuse to close or change the last administrator."""
    if is_last(session, account):
        raise AppError("error.last_administrator")
