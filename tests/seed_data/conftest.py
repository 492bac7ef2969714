"""Databases that a test fills itself; the demo that is only read is in ``tests/demo.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from seed_data.__main__ import main
from tests.demo import serve


@pytest.fixture
def empty(
    empty_sqlite: Callable[[], sa.Engine], monkeypatch: pytest.MonkeyPatch
) -> Iterator[sa.Engine]:
    engine = serve(empty_sqlite(), monkeypatch)
    yield engine
    engine.dispose()


@pytest.fixture
def make(
    empty_sqlite: Callable[[], sa.Engine], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., sa.Engine]]:
    """``make("--demo", "--seed", "7")``: a new database filled by the command."""
    made: list[sa.Engine] = []

    def run(*options: str) -> sa.Engine:
        made.append(serve(empty_sqlite(), monkeypatch))
        assert main(options) == 0
        return made[-1]

    yield run
    for engine in made:
        engine.dispose()
