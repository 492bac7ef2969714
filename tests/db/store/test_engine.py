"""The database file is its owner's, what was confirmed is on the disk, and waiting has an end."""

from __future__ import annotations

import sqlite3
import stat
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from db.store import engine as engines


@pytest.mark.fault("O3")
def test_a_new_database_file_is_its_owners_to_read(tmp_path: Path) -> None:
    path = tmp_path / "data" / "amudu.db"
    engine = engines.connect(f"sqlite:///{path}")
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE x (y)")
        made = sorted(each.name for each in path.parent.iterdir())
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    engine.dispose()
    assert made == ["amudu.db", "amudu.db-shm", "amudu.db-wal"]
    assert set(modes.values()) == {0o600}


@pytest.mark.fault("O5")
def test_what_was_confirmed_is_on_the_disk(sqlite_engine: sa.Engine) -> None:
    with sqlite_engine.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


@pytest.mark.fault("O1")
def test_a_writer_waits_as_long_as_it_was_told(sqlite_engine: sa.Engine) -> None:
    other = sqlite3.connect(str(sqlite_engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    with pytest.raises(SQLAlchemyError), engines.writing(patience_ms=50) as session:
        session.connection()
    assert time.monotonic() - begun < engines.BUSY_TIMEOUT_MS / 1000 / 2
    other.execute("ROLLBACK")
    other.close()
    with engines.writing(patience_ms=50) as session:
        session.connection()
