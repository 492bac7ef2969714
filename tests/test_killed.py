"""Whatever the moment of a ``kill -9``: nothing acknowledged is lost, doubled or there by half.

At length and with twenty agents: ``python -m benchmarks.killing``.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from db.store.engine import connect
from tests import killed
from tests.browser.server import Server
from tests.conftest import filled


def _faults(dialect: str, folder: Path, kills: int, agents: int) -> tuple[list[str], int, float]:
    with filled(dialect, folder) as url:
        server, engine = Server(folder, url), connect(url)
        writers = killed.cast(engine, agents)
        killing = killed.Killing(server, engine, writers, random.Random())
        try:
            killing.run(kills, 3.0)
        finally:
            server.stop()
            engine.dispose()
    return killing.faults, sum(len(each.acknowledged) for each in writers), killing.oldest


@pytest.mark.long
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_kills_while_agents_write_cost_nothing_acknowledged(dialect: str, tmp_path: Path) -> None:
    faults, acknowledged, oldest = _faults(dialect, tmp_path, kills=4, agents=5)
    assert faults == []
    assert acknowledged > 0
    assert oldest <= 2
