"""Commands that make, close and reopen an account, help its owner in, and post an agent."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.actions import accounts, one_time_codes, postings
from db.actions.account_locks import locked_to_manage
from db.codes import Role
from db.inputs import normalisation
from db.inputs.accounts import NewAccount
from db.inputs.postings import PostingInput
from db.models import Account, Agency, Organisation, Programme
from db.operating.failures import Refused
from db.queries.sign_ins import account_named
from db.secrets.passwords import nobody
from db.store.engine import writing


def create_account(
    *,
    username: str,
    name: str,
    role: str,
    organisation: str | None,
    language: str | None,
    expires_on: date | None,
) -> None:
    """An account, and the one-time code that sets its first password."""
    with writing() as session:
        if expires_on is not None and expires_on < today(session):
            raise Refused("An account cannot have expired before it is made.")
        data = NewAccount(
            username=username,
            display_name=name,
            role=Role(role),
            organisation_id=_organisation(session, organisation) if organisation else None,
            expires_on=expires_on,
            language=language or _first_language(session),
        )
        account = accounts.add(session, data, nobody())
        code = one_time_codes.give(account)
        audit.record(session, None, "account.create", "account", account.id)
    print(f"Account {data.username} created. {_good(code)}")


def _first_language(session: Session) -> str:
    """The one that the programme names first; French before there is a programme."""
    offered = session.exec(select(Programme.languages)).first() or "fr"
    return offered.split(",")[0]


def _good(code: str) -> str:
    return f"One-time code, good for {one_time_codes.HOURS} hours: {code}"


def close_account(*, username: str) -> None:
    """End its sessions and postings; nothing that it entered is lost."""
    with writing() as session:
        account = _account(session, username)
        if account.closed_at is not None:
            raise Refused(f"{username} is closed already.")
        accounts.shut(session, account, None)
    print(f"Account {account.username} closed.")


def reopen_account(*, username: str, expires_on: date | None) -> None:
    """Without its postings and its old password; prints the code that sets a new one."""
    with writing() as session:
        account = _account(session, username)
        code = accounts.open_again(session, account, expires_on, None)
    print(f"Account {account.username} reopened.", _good(code) if code else "")


def reset_code(*, username: str) -> None:
    """A one-time code that sets a new password."""
    with writing() as session:
        account = _account(session, username)
        code = accounts.code_for(session, account, None)
    print(f"For {account.username}. {_good(code)}")


def unlock_account(*, username: str) -> None:
    """Delete the failed sign-ins that make an account wait."""
    with writing() as session:
        account = _account(session, username)
        count = accounts.let_in(session, account, None)
    print(f"Failed sign-ins of {account.username} deleted: {count}.")


def _account(session: Session, username: str) -> Account:
    """The account, locked."""
    found = account_named(session, normalisation.username(username))
    account = locked_to_manage(session, found.id) if found else None
    if account is None:
        raise Refused(f"No account {username}.")
    return account


def _organisation(session: Session, name: str) -> int:
    found = session.exec(select(Organisation.id).where(Organisation.name == name)).first()
    if found is None:
        raise Refused(f"No organisation {name}.")
    return found


def create_posting(
    *, username: str, agency: str, starts_on: date, ends_on: date | None, share: int
) -> None:
    """Post an agent to an agency, under the rules of the screen."""
    with writing() as session:
        wanted = PostingInput(
            account_id=_agent(session, username).id,
            agency_id=_agency(session, agency).id,
            starts_on=starts_on,
            ends_on=ends_on,
            share=share,
        )
        posting = postings.insert(session, wanted)
        audit.record(session, None, "posting.create", "posting", posting.id, changes_results=True)
    print(f"{username} is posted to {agency} from {starts_on}.")


def _agent(session: Session, username: str) -> Account:
    account = account_named(session, normalisation.username(username))
    if account is None or account.role is not Role.AGENT:
        raise Refused(f"No agent {username}.")
    return account


def _agency(session: Session, code: str) -> Agency:
    agency = session.exec(select(Agency).where(Agency.code == code)).first()
    if agency is None:
        raise Refused(f"No agency {code}.")
    return agency
