"""What must hold before a process serves: demo data and real data never mix.

A database that is empty is served too: its only page sets it up, with the code of ``setup_code``.
"""

from __future__ import annotations

import sqlite3

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from db.actions import drafts, first_start
from db.derived import tallies
from db.errors import SettingsError
from db.models import Account, Programme
from db.operating import approval_backfill
from db.operating.failures import DAMAGED, is_damaged
from db.queries.first_start import is_needed
from db.secrets.passwords import nobody
from db.store import serving_lock
from db.store.engine import engine, reading, writing
from db.store.migrate import upgrade
from db.store.settings import settings


def hold() -> None:
    """Say to whoever would replace the database that this process serves it, until it ends."""
    try:
        serving_lock.hold(engine())
    except OSError as problem:
        said = f"AMUDU_DATABASE_URL: its folder cannot be written ({problem.strerror})."
        raise SettingsError(said) from None


def make_ready() -> None:
    """Check settings, apply missing migrations, count what is kept as counts, let older approvals
    note their revision, delete expired drafts.

    The hash for unknown names is made now, or the first of them would take twice as long.
    Raises ``SettingsError`` with one sentence.
    """
    try:
        upgrade(engine())
        refuse_mixed_demo()
        with writing() as session:
            approval_backfill.backfill(session, anew=tallies.fill(session))
            drafts.forget_expired(session)
    except (SQLAlchemyError, OSError, sqlite3.Error) as problem:
        if is_damaged(problem):
            raise SettingsError(f"AMUDU_DATABASE_URL: {DAMAGED}") from None
        # The error's own words may hold the address and the password of the database.
        kind = type(problem).__name__
        raise SettingsError(f"AMUDU_DATABASE_URL: the database does not answer ({kind}).") from None
    except CommandError:
        raise SettingsError(
            "AMUDU_DATABASE_URL: the database is of another version of Amudu."
        ) from None
    nobody()


def refuse_mixed_demo() -> None:
    """Raise ``SettingsError`` when the demo flag and the database's own mark disagree."""
    with Session(engine()) as session:
        marked = session.exec(select(Programme.is_demo)).first()
        accounts = session.exec(select(Account.id).where(col(Account.is_demo))).first()
        is_new = is_needed(session)
    if is_new and not settings().demo:
        return
    if marked is None:
        raise SettingsError(
            "the database holds no programme: 'python -m db create-programme' or "
            "'python -m seed_data --demo' makes one."
        )
    if settings().demo and not marked:
        raise SettingsError("AMUDU_DEMO is set, but this database was not made as a demo.")
    if not settings().demo and (marked or accounts is not None):
        raise SettingsError("this is a demo database: it is served only with AMUDU_DEMO=1.")


def is_empty() -> bool:
    """Whether nobody has set this database up yet."""
    with reading() as session:
        return is_needed(session)


def setup_code() -> str | None:
    """A code for the set-up page of an empty database; ``None`` when it is set up."""
    with writing() as session:
        return first_start.make_code(session) if is_needed(session) else None
