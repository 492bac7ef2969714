"""The database file is its owner's, what was confirmed is on the disk, and waiting has an end."""

from __future__ import annotations

import sqlite3
import stat
import time
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from db.codes import Sex
from db.models import Case
from db.store import engine as engines
from tests.at_once import ended_at_first
from tests.cast import CAST


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
def test_what_was_confirmed_is_on_the_disk(tmp_path: Path) -> None:
    engine = engines.connect(f"sqlite:///{tmp_path / 'amudu.db'}")
    with engine.connect() as connection:
        full = 2
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    engine.dispose()


def test_the_pages_of_a_large_list_stay_at_hand(sqlite_engine: sa.Engine) -> None:
    with sqlite_engine.connect() as connection:
        kept = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
        assert kept == -engines.CACHE_KIB


def test_postgresql_calls_no_more_workers_for_a_page(shared_postgres: sa.Engine) -> None:
    with shared_postgres.connect() as connection:
        setting = connection.exec_driver_sql("SHOW max_parallel_workers_per_gather")
        assert setting.scalar_one() == "0"


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


def test_each_writer_has_the_patience_that_it_was_given(sqlite_engine: sa.Engine) -> None:
    found = []
    for patience in (50, 50, engines.BUSY_TIMEOUT_MS, 70):
        with engines.writing(patience_ms=patience) as session:
            asked = session.connection().exec_driver_sql("PRAGMA busy_timeout")
            found.append(asked.scalar_one())
    assert found == [50, 50, engines.BUSY_TIMEOUT_MS, 70]


def test_a_reading_sees_one_moment(database: sa.Engine) -> None:
    with engines.reading() as session:
        before = session.exec(select(Case.id)).all()
        with engines.writing() as other:
            other.add(
                Case(
                    id=77_001,
                    code="77001",
                    agency_id=CAST.rabat,
                    sex=Sex.WOMAN,
                    birth_year=1990,
                    opened_on=date(2025, 1, 1),
                    opened_by=CAST.agent_rabat,
                )
            )
        assert session.exec(select(Case.id)).all() == before
    with engines.reading() as session:
        assert len(session.exec(select(Case.id)).all()) == len(before) + 1


def close(session: Session) -> str:
    session.get_one(Case, CAST.case_rabat).closed_on = date(2026, 3, 3)
    session.flush()
    return "closed"


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_what_the_database_ended_is_tried_again_from_the_beginning(
    sqlite_engine: sa.Engine, code: str
) -> None:
    assert engines.once(ended_at_first(close, code)) == "closed"
    with engines.reading() as session:
        assert session.get_one(Case, CAST.case_rabat).closed_on == date(2026, 3, 3)


def test_what_it_ended_for_another_reason_is_not(sqlite_engine: sa.Engine) -> None:
    """A lock that was waited for too long would be waited for twice."""
    with pytest.raises(SQLAlchemyError):
        engines.once(ended_at_first(close, "55P03"))
    with engines.reading() as session:
        assert session.get_one(Case, CAST.case_rabat).closed_on is None
