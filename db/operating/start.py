"""What must hold before a process serves: demo data and real data never mix."""

from __future__ import annotations

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from db.actions import drafts
from db.errors import SettingsError
from db.models import Account, Programme
from db.secrets.passwords import nobody
from db.store.engine import engine, writing
from db.store.migrate import upgrade
from db.store.settings import settings


def make_ready() -> None:
    """Check settings, apply missing migrations, delete expired drafts.

    The hash for unknown names is made now, or the first of them would take twice as long.
    Raises ``SettingsError`` with one sentence.
    """
    try:
        upgrade(engine())
        refuse_mixed_demo()
        with writing() as session:
            drafts.forget_expired(session)
    except (SQLAlchemyError, OSError) as problem:
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
    if marked is None:
        raise SettingsError(
            "the database holds no programme: 'python -m db create-programme' or "
            "'python -m seed_data --demo' makes one."
        )
    if settings().demo and not marked:
        raise SettingsError("AMUDU_DEMO is set, but this database was not made as a demo.")
    if not settings().demo and (marked or accounts is not None):
        raise SettingsError("this is a demo database: it is served only with AMUDU_DEMO=1.")
