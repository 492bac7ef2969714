"""The only maker of database sessions: one for reading, one for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, create_engine

from db.store.settings import settings

BUSY_TIMEOUT_MS = 15_000
_engines: dict[str, sa.Engine] = {}
_turn = RLock()


def connect(url: str, **options: Any) -> sa.Engine:
    """A new engine; SQLite gets WAL, foreign keys, a busy timeout and explicit BEGIN.

    Errors never repeat the values of a statement.
    """
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, connect_args={"check_same_thread": False}, hide_parameters=True, **options
        )
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A transaction that begins as a reader cannot become a writer while another one writes.
    writing_now = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_now else "BEGIN")


def engine() -> sa.Engine:
    """The engine of the configured database."""
    url = settings().database_url
    if url not in _engines:
        _engines[url] = connect(url)
    return _engines[url]


def use(url: str, replacement: sa.Engine) -> None:
    """Serve ``url`` from this engine (tests and the command line)."""
    _engines[url] = replacement


@contextmanager
def reading() -> Iterator[Session]:
    """A session that is always rolled back."""
    with Session(engine()) as session:
        try:
            yield session
        finally:
            session.rollback()


@contextmanager
def writing() -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises."""
    used = engine()
    # SQLite waits by sleeping and looking again, longer each time: under load the last writer could
    # wait for seconds. So writers of one process queue here.
    turn = _turn if used.dialect.name == "sqlite" else nullcontext()
    with turn, Session(used.execution_options(writes=True), expire_on_commit=False) as session:
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
