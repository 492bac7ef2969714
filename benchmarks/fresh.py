"""Managers' screens that stand open while one agent saves every second: how long it takes until
each screen shows what was saved.

A screen asks every four or five seconds whether anything changed (``components/results/live.py``),
and then draws itself again; with a save a second it always has. A drawing counts for what was saved
before its screen asked, and so does the answer that nothing has changed. What is measured begins
when all screens stand.
Run: ``python -m benchmarks.fresh [screens] [seconds]``.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from math import inf
from pathlib import Path

from benchmarks import demo
from benchmarks.client import Screen
from benchmarks.rerun import MANAGER
from benchmarks.saving import Agents
from benchmarks.server import Server, serve
from components.results import live

SAVE_EVERY = 1.0


async def _saves(until: float) -> list[float]:
    """When each save was stored."""
    agents, stored = Agents(20), list[float]()
    due = time.perf_counter()
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await asyncio.to_thread(agents.save, agents.posts[len(stored) % len(agents.posts)])
        stored.append(time.perf_counter())
        due += SAVE_EVERY
    return stored


async def _all(server: Server, cookie: str, number: int, seconds: float) -> None:
    screens = [Screen(server.port, "overview", cookie, live.TOO_SOON) for _ in range(number)]
    for screen in screens:
        await screen.open()
    # Those who have waited while others opened ask first.
    until = time.perf_counter() + seconds
    used = server.cpu_seconds()
    watching = [asyncio.create_task(screen.watch(until)) for screen in screens]
    stored = await _saves(until - 12)
    await asyncio.gather(*watching)
    used = server.cpu_seconds() - used
    late = sorted(
        min((end for asked, end in screen.drawn + screen.told if asked >= at), default=inf) - at
        for screen in screens
        for at in stored
    )
    drawn = sorted(end - asked for screen in screens for asked, end in screen.drawn)
    failed = sum(screen.failed for screen in screens)
    each = 1000 * used / max(1, len(drawn))
    print(f"{number} screens, {len(stored)} saves, {len(drawn)} drawings, {failed} failed")
    print(f"processor: {used / seconds:.2f} of a core, {each:.0f} ms a drawing")
    print(f"asked to drawn: median {_ms(drawn, 0.5)}, p95 {_ms(drawn, 0.95)}")
    print(f"saved to seen: median {_ms(late, 0.5)}, p95 {_ms(late, 0.95)}, longest {_ms(late, 1)}")


def _ms(times: list[float], share: float) -> str:
    if not times:
        return "none"
    value = statistics.median(times) if share == 0.5 else times[int(share * (len(times) - 1))]
    return f"{1000 * value:.0f} ms"


def main(number: int = 50, seconds: float = 60.0) -> None:
    """Print how soon what is saved is seen on every screen."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        with serve("app:app", settings) as server:
            cookie = demo.cookie(server.port, MANAGER)
            asyncio.run(_all(server, cookie, number, seconds))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
