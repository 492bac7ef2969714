"""What each command does; ``db.__main__`` reads the arguments."""

from __future__ import annotations

import argparse
from datetime import date
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.viewer import administrators
from db.actions import accounts
from db.codes import Role
from db.derived import first_contacts
from db.inputs.accounts import NewAccount
from db.models import Agency, Code, Organisation, Posting, Programme
from db.operating.start import refuse_mixed_demo
from db.queries.sign_ins import account_named
from db.secrets.passwords import nobody
from db.store.demo_keys import new_keys
from db.store.engine import engine, reading, writing
from db.store.migrate import is_current, upgrade


class Refused(Exception):
    """A command that cannot be carried out; the message is one plain sentence."""


def a_day(text: str) -> date:
    """A date argument, year first."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date like 2026-01-31: {text}") from None


def a_time_zone(text: str) -> str:
    """A time zone argument, as the database of zones names it."""
    if text not in available_timezones():
        raise argparse.ArgumentTypeError(f"not a time zone like Africa/Casablanca: {text}")
    return text


def create_keys(_: argparse.Namespace) -> None:
    """Three lines for an environment file."""
    for name, key in new_keys().items():
        print(f"AMUDU_{name.upper()}={key}")


def upgrade_database(_: argparse.Namespace) -> None:
    """Bring the database to this version."""
    upgrade(engine())
    print("The database is up to date.")


def check(_: argparse.Namespace) -> None:
    """Settings, migrations, the demo mark and foreign keys."""
    if not is_current(engine()):
        raise Refused("Migrations are missing: run 'python -m db upgrade'.")
    refuse_mixed_demo()
    with reading() as session:
        _check_foreign_keys(session)
        if differing := first_contacts.differing(session):
            raise Refused(f"{differing} first contacts differ from what the interventions say.")
        can_administer = administrators(session)
    if not can_administer:
        raise Refused("No open administrator: run 'python -m db create-account'.")
    print("Settings, database and rules are in order.")


def _check_foreign_keys(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        return
    broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise Refused(f"{len(broken)} rows point to rows that do not exist.")


def create_programme(wanted: argparse.Namespace) -> None:
    """The one row of settings."""
    if wanted.ends_on < wanted.starts_on:
        raise Refused("A programme cannot end before it starts.")
    with writing() as session:
        if session.exec(select(Programme)).first() is not None:
            raise Refused("There is a programme already.")
        session.add(
            Programme(
                name=wanted.name,
                institution=wanted.institution,
                country_fr=wanted.country_fr,
                country_en=wanted.country_en,
                country_ar=wanted.country_ar,
                time_zone=wanted.time_zone,
                starts_on=wanted.starts_on,
                ends_on=wanted.ends_on,
            )
        )
        audit.record(session, None, "programme.create", "programme", 1)
    print(f"Programme {wanted.name} created.")


def create_agency(wanted: argparse.Namespace) -> None:
    """An agency, and its host institution where that is new."""
    with writing() as session:
        if session.get(Code, ("REGION", wanted.region)) is None:
            raise Refused(f"No region {wanted.region}: run 'python -m seed_data' first?")
        if session.exec(select(Agency).where(Agency.code == wanted.code)).first() is not None:
            raise Refused(f"There is an agency {wanted.code} already.")
        if session.exec(select(Agency).where(Agency.name == wanted.name)).first() is not None:
            raise Refused(f"There is an agency named {wanted.name} already.")
        agency = Agency(
            code=wanted.code,
            name=wanted.name,
            short_name=wanted.short_name,
            name_ar=wanted.name_ar,
            city=wanted.city,
            region=wanted.region,
            host_id=_host(session, wanted.host),
            sort=(session.exec(select(sa.func.max(Agency.sort))).one() or 0) + 1,
        )
        session.add(agency)
        session.flush()
        audit.record(session, None, "agency.create", "agency", agency.id, changes_results=True)
    print(f"Agency {wanted.code} created.")


def _host(session: Session, name: str) -> int:
    known = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if known is None:
        known = Organisation(code=name.upper().replace(" ", "_")[:20], name=name, type="PES")
        session.add(known)
        session.flush()
    return known.id


def create_account(wanted: argparse.Namespace) -> None:
    """An account, and the one-time code that sets its first password."""
    with writing() as session:
        if wanted.expires_on is not None and wanted.expires_on < today(session):
            raise Refused("An account cannot have expired before it is made.")
        organisation_id = None
        if wanted.organisation:
            query = select(Organisation.id).where(Organisation.name == wanted.organisation)
            organisation_id = session.exec(query).first()
            if organisation_id is None:
                raise Refused(f"No organisation {wanted.organisation}.")
        data = NewAccount(
            wanted.username,
            wanted.name,
            Role(wanted.role),
            organisation_id,
            wanted.expires_on,
            wanted.language,
        )
        account = accounts.add(session, data, nobody())
        code = accounts.new_code(account)
        audit.record(session, None, "account.create", "account", account.id)
    print(f"Account {wanted.username} created. One-time code, good for 24 hours: {code}")


def create_posting(wanted: argparse.Namespace) -> None:
    """Post an agent to an agency."""
    with writing() as session:
        account = account_named(session, wanted.username)
        agency = session.exec(select(Agency).where(Agency.code == wanted.agency)).first()
        if account is None or account.role is not Role.AGENT:
            raise Refused(f"No agent {wanted.username}.")
        if agency is None:
            raise Refused(f"No agency {wanted.agency}.")
        if wanted.ends_on is not None and wanted.ends_on < wanted.starts_on:
            raise Refused("A posting cannot end before it starts.")
        same = select(Posting.id).where(
            Posting.account_id == account.id,
            Posting.agency_id == agency.id,
            Posting.starts_on == wanted.starts_on,
        )
        if session.exec(same).first() is not None:
            raise Refused(f"{wanted.username} is posted there from that day already.")
        posting = Posting(
            account_id=account.id,
            agency_id=agency.id,
            starts_on=wanted.starts_on,
            ends_on=wanted.ends_on,
        )
        session.add(posting)
        session.flush()
        audit.record(session, None, "posting.create", "posting", posting.id, changes_results=True)
    print(f"{wanted.username} is posted to {wanted.agency} from {wanted.starts_on}.")
