"""``kill -9`` at random moments while twenty agents write through the real WebSocket: what was
acknowledged and is gone, what is there twice or by half, and how old what was typed and lost was.

Run: ``python -m benchmarks.killing [kills] [sqlite | postgresql] [agents]``, with what the tests
need (PostgreSQL from pip).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

LONGEST = 5.0


def main(kills: int = 200, dialect: str = "sqlite", agents: int = 20) -> None:
    """Print what was found wanting; nothing is as it should be."""
    # Its keys are for tests only, and stand in the environment before anything is read.
    from db.store.engine import connect
    from tests import conftest, killed
    from tests.browser.server import Server

    began, chance = time.monotonic(), random.Random()
    with tempfile.TemporaryDirectory() as folder, conftest.filled(dialect, Path(folder)) as url:
        server = Server(Path(folder), url)
        engine = connect(url)
        writers = killed.cast(engine, agents)
        killing = killed.Killing(server, engine, writers, chance)
        killing.run(kills, LONGEST, lambda done: print(f"\r{done}", end="", flush=True))
        engine.dispose()
    stored = sum(len(each.acknowledged) for each in writers)
    print(
        f"\r{dialect}: {kills} kills, {agents} agents, {stored} entries acknowledged in "
        f"{time.monotonic() - began:.0f} s; {len(killing.faults)} faults {killing.faults[:3]}; "
        f"the oldest typing lost was {killing.oldest:.2f} s old"
    )


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(
        int(asked[0]) if asked else 200,
        asked[1] if len(asked) > 1 else "sqlite",
        int(asked[2]) if len(asked) > 2 else 20,
    )
