"""Bring a database to the newest shape; safe when several processes start at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parents[1] / "migrations"
_LOCK = 20_261_124


def config() -> Config:
    """Alembic's configuration, found from this file whatever the working directory."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def upgrade(engine: sa.Engine) -> None:
    """Apply the missing migrations in one transaction; a second process waits, then finds none."""
    with migrating(engine) as connection:
        upgrade_within(connection)


@contextmanager
def migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which SQLite may make a table anew while rows refer to its own.

    SQLite changes a table by dropping it, and would refuse that as an orphaning of those rows; so
    foreign keys are looked at once, before the commit.
    """
    with engine.execution_options(writes=True).connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        _enforce_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise sa.exc.SQLAlchemyError(f"rows of {broken[0]} refer to nothing")
        finally:
            _enforce_foreign_keys(connection, "ON")


def _enforce_foreign_keys(connection: sa.Connection, state: str) -> None:
    """Outside of any transaction, since SQLite hears it nowhere else."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys = {state}")


def upgrade_within(connection: sa.Connection, revision: str = "head") -> None:
    """The same in a transaction that is there already, up to one migration."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, revision)


def is_current(engine: sa.Engine) -> bool:
    """Whether the database has every migration of this version."""
    with engine.connect() as connection:
        return applied(connection) == ScriptDirectory.from_config(config()).get_current_head()


def applied(connection: sa.Connection) -> str | None:
    """The last migration of a database; ``None`` when it has no table of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether a migration is one of this version."""
    return revision in {
        each.revision for each in ScriptDirectory.from_config(config()).walk_revisions()
    }
