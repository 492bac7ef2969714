"""Commands that make an account and post an agent to an agency."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.actions import accounts, postings
from db.codes import Role
from db.inputs import typed
from db.inputs.accounts import NewAccount
from db.inputs.postings import PostingInput
from db.models import Account, Agency, Organisation
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
    language: str,
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
            language=language,
        )
        account = accounts.add(session, data, nobody())
        code = accounts.new_code(account)
        audit.record(session, None, "account.create", "account", account.id)
    print(f"Account {data.username} created. One-time code, good for 24 hours: {code}")


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
    account = account_named(session, typed.username(username))
    if account is None or account.role is not Role.AGENT:
        raise Refused(f"No agent {username}.")
    return account


def _agency(session: Session, code: str) -> Agency:
    agency = session.exec(select(Agency).where(Agency.code == code)).first()
    if agency is None:
        raise Refused(f"No agency {code}.")
    return agency
