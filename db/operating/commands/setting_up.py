"""Commands for a new or newly upgraded server: keys, and the shape of the database."""

from __future__ import annotations

from db.store.demo_keys import new_keys
from db.store.engine import engine
from db.store.migrate import upgrade


def create_keys() -> None:
    """Three lines for an environment file."""
    for name, key in new_keys().items():
        print(f"AMUDU_{name.upper()}={key}")


def upgrade_database() -> None:
    """Bring the database to this version."""
    upgrade(engine())
    print("The database is up to date.")
