"""Commands for a new or newly upgraded server: keys, the shape of the database, its first code."""

from __future__ import annotations

from db.actions import first_start
from db.derived import tallies
from db.errors import AppError
from db.operating import approval_backfill
from db.operating.failures import Refused
from db.store.demo_keys import new_keys
from db.store.engine import engine, writing
from db.store.migrate import upgrade


def create_keys() -> None:
    """Three lines for an environment file."""
    for name, key in new_keys().items():
        print(f"AMUDU_{name.upper()}={key}")


def upgrade_database() -> None:
    """Bring the database to this version."""
    upgrade(engine())
    with writing() as session:
        approval_backfill.backfill(session, anew=tallies.fill(session))
    print("The database is up to date.")


def create_setup_code() -> None:
    """The one-time code of the set-up page; those made before are no longer good."""
    try:
        with writing() as session:
            code = first_start.replace_codes(session)
    except AppError:
        raise Refused("This database is set up: it has a programme or an account.") from None
    print(f"Code of the set-up page, good for {first_start.CODE_HOURS} hours: {code}")
