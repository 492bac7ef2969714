"""Places for backups, and new databases of both kinds to put them in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.store import engine as engines
from tests.postgres import administer

MakeNew = Callable[[str], sa.Engine]


@pytest.fixture
def new(postgres: Callable[[str], str], tmp_path: Path) -> Iterator[MakeNew]:
    """``new(dialect)``: an engine on a database without any table."""
    made: list[sa.Engine] = []
    names: list[str] = []

    def make(dialect: str) -> sa.Engine:
        if dialect == "sqlite":
            url = f"sqlite:///{tmp_path / 'new' / os.urandom(4).hex()}.db"
        else:
            names.append(f"new_{os.urandom(6).hex()}")
            administer(postgres("postgres"), f"CREATE DATABASE {names[-1]}")
            url = postgres(names[-1])
        made.append(engines.connect(url))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()
    for name in names:
        administer(postgres("postgres"), f"DROP DATABASE {name} WITH (FORCE)")
