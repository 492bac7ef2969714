"""The database as it is at one moment, in one SQLite file, while others write on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from db.operating.backups.rows import Sums, fill, revision, sums
from db.operating.failures import DAMAGED, Refused, is_damaged
from db.store import file_permissions
from db.store.engine import connect

PATIENCE = 1.0


def take(engine: sa.Engine, path: Path) -> tuple[str, Sums]:
    """Write the file; its last migration and the checksums of what was read."""
    file_permissions.make_private(path)
    if engine.dialect.name == "sqlite":
        _vacuum(engine, path)
    else:
        with one_moment(engine) as source, opened(path) as target, target.begin() as writing:
            return revision(source), fill(source, writing)
    with opened(path) as copy, copy.connect() as connection:
        return revision(connection), sums(connection)


@contextmanager
def one_moment(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees nothing of what others store after its first look."""
    options = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.execution_options(**options).connect() as connection:
        yield connection


@contextmanager
def opened(path: Path) -> Iterator[sa.Engine]:
    """An engine on a SQLite file of our own; all of it is in this one file afterwards."""
    engine = connect(f"sqlite:///{path}").execution_options(writes=True)
    try:
        yield engine
    finally:
        engine.dispose()
    fold(path)


def fold(path: Path) -> None:
    """Bring what lies beside a SQLite file into it; fails while anybody else has it open."""
    patience = {"timeout": PATIENCE}
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.NullPool, connect_args=patience)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = DELETE")


def _vacuum(engine: sa.Engine, path: Path) -> None:
    """As SQLite's online backup, but it reads row by row: what was deleted is not in the copy, and
    a damaged page is found. Writers are not held up, for the database is in WAL mode.
    """
    try:
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(path),))
    except sqlite3.Error as problem:
        said = DAMAGED if is_damaged(problem) else f"The database cannot be copied: {problem}."
        raise Refused(said) from None
