"""The demo, made once on each database, for every test that only reads it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.store import engine as engines
from db.store.settings import settings
from seed_data.__main__ import main
from tests.once import made_once
from tests.postgres import filled_once

#: A Tuesday, so that rows do not depend on the hour of the test.
LAST_DAY = date(2026, 9, 15)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], sa.Engine]:
    """A new, empty file each time."""
    folder = tmp_path_factory.mktemp("seed")
    return lambda: engines.connect(f"sqlite:///{folder / os.urandom(6).hex()}.db")


def serve(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    """Let ``db.store.engine`` serve this database until the test ends."""
    monkeypatch.setitem(engines._engines, settings().database_url, engine)
    return engine


def _fill(engine: sa.Engine) -> None:
    with pytest.MonkeyPatch.context() as patch:
        serve(engine, patch)
        assert main(["--demo", "--today", LAST_DAY.isoformat()]) == 0
    # All of it is in the one file then, on SQLite.
    engine.dispose()


def _make(folder: Path) -> None:
    _fill(engines.connect(f"sqlite:///{folder / 'demo.db'}"))


@pytest.fixture(scope="session")
def demo_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    made = made_once(tmp_path_factory, "demo", _make)
    own = shutil.copytree(made, tmp_path_factory.mktemp("demo") / "own")
    engine = engines.connect(f"sqlite:///{own / 'demo.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def demo_postgresql(
    postgres: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sa.Engine]:
    filled_once(tmp_path_factory, postgres, "demo_of_tests", _fill)
    engine = engines.connect(postgres("demo_of_tests"), poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def demo(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A session on the demo, on both databases, rolled back at the end."""
    engine = request.getfixturevalue(f"demo_{request.param}")
    with Session(engine) as opened:
        yield opened
        opened.rollback()
