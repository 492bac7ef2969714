"""The only maker of database sessions: one for reading, one for writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, create_engine

from db.store import file_permissions
from db.store.settings import settings

BUSY_TIMEOUT_MS = 15_000
#: What a connection to SQLite keeps of the file at hand, if it has read so much. With the two MB of
#: SQLite's own accord, a day's lists among 100,000 people fetched each page several times.
CACHE_KIB = 16_000
#: Of a connection to SQLite: the busy timeout that it has now.
_PATIENCE = "patience_ms"
#: PostgreSQL's codes for a transaction that it ended to let another one go on: each of two waited
#: for the other, or read what the other has changed.
ENDED = frozenset({"40P01", "40001"})
Value = TypeVar("Value")
_engines: dict[str, sa.Engine] = {}
_turn = RLock()


def connect(url: str, **options: Any) -> sa.Engine:
    """A new engine; SQLite gets WAL, foreign keys, a busy timeout and explicit BEGIN; PostgreSQL,
    one worker a statement.

    Errors never repeat the values of a statement.
    """
    if url.startswith("sqlite:///"):
        file_permissions.make_private(Path(url.removeprefix("sqlite:///")))
        engine = create_engine(
            url, connect_args={"check_same_thread": False}, hide_parameters=True, **options
        )
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, **options)
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # Many ask at once, for little each: to call more workers takes longer than the asking.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        f"cache_size = -{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    patience = options.get("patience_ms", BUSY_TIMEOUT_MS)
    if connection.info.get(_PATIENCE, BUSY_TIMEOUT_MS) != patience:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {patience}")
        connection.info[_PATIENCE] = patience
    # A transaction that begins as a reader cannot become a writer while another one writes.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine() -> sa.Engine:
    """The engine of the configured database."""
    url = settings().database_url
    if url not in _engines:
        _engines[url] = connect(url)
    return _engines[url]


def missing_file() -> Path | None:
    """The file of SQLite that is named and not there: whoever connects to it makes it."""
    url = settings().database_url
    path = Path(url.removeprefix("sqlite:///"))
    is_there = url in _engines or not url.startswith("sqlite:///") or path.exists()
    return None if is_there else path


def use(url: str, replacement: sa.Engine) -> None:
    """Serve ``url`` from this engine (tests and the command line)."""
    _engines[url] = replacement


@contextmanager
def reading() -> Iterator[Session]:
    """A session that is always rolled back, and sees the database as it was in one moment: so who
    looks is read once in it (``db.access.viewer``)."""
    with Session(engine(), info={"one_moment": {}}) as session:
        if engine().dialect.name != "sqlite":  # SQLite does so anyway.
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield session
        finally:
            session.rollback()


@contextmanager
def writing(patience_ms: int = BUSY_TIMEOUT_MS) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    A writer before it is waited for, at most ``patience_ms``; then a ``SQLAlchemyError`` says so.
    """
    used = engine().execution_options(writes=True, patience_ms=patience_ms)
    is_sqlite = used.dialect.name == "sqlite"
    with _turn_within(patience_ms) if is_sqlite else nullcontext(), _session(used) as session:
        try:
            if not is_sqlite:
                wait = f"SET LOCAL lock_timeout = {int(patience_ms)}"
                session.connection().exec_driver_sql(wait)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


def once(act: Callable[..., Value], *wanted: object, **more: object) -> Value:
    """``act(session, *wanted, **more)`` in one transaction, and in a second one when the first met
    another one: the one road by which anything is written for somebody who waits.

    Of two equal submissions at once a unique constraint refuses the later; trying again, it finds
    the stored row. Of two that wait for each other the database ends one, and the other goes on.
    """
    try:
        with writing() as session:
            return act(session, *wanted, **more)
    except sa.exc.DBAPIError as failure:
        if not isinstance(failure, sa.exc.IntegrityError) and not _was_ended(failure):
            raise
    with writing() as session:
        return act(session, *wanted, **more)


def _was_ended(failure: sa.exc.DBAPIError) -> bool:
    """Whether PostgreSQL ended a transaction that another one was in the way of."""
    return getattr(failure.orig, "sqlstate", None) in ENDED


def _session(engine: sa.Engine) -> Session:
    return Session(engine, expire_on_commit=False)


@contextmanager
def _turn_within(patience_ms: int) -> Iterator[None]:
    """SQLite waits by sleeping and looking again, longer each time: under load the last writer
    could wait for seconds. So writers of one process queue here.
    """
    if not _turn.acquire(timeout=patience_ms / 1000):
        raise sa.exc.TimeoutError("writers of this process wait for each other")
    try:
        yield
    finally:
        _turn.release()
