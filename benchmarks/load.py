"""Fifty managers' screens, each rerunning every five seconds, on one process.

Run: ``python -m benchmarks.load [sessions] [seconds]``.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import demo
from benchmarks.client import Browser, Run
from benchmarks.rerun import MANAGER
from benchmarks.server import serve

EVERY = 5.0


async def _screen(port: int, cookie: str, start: float, until: float) -> list[Run]:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(start)
    browser = Browser(port, "overview", cookie)
    await browser.open()
    runs = []
    while loop.time() < until:
        runs.append(await browser.rerun())
        await asyncio.sleep(EVERY)
    await browser.close()
    return runs


async def _all(port: int, cookie: str, sessions: int, seconds: float) -> list[Run]:
    until = asyncio.get_running_loop().time() + seconds
    screens = [
        _screen(port, cookie, number * EVERY / sessions, until) for number in range(sessions)
    ]
    return [run for runs in await asyncio.gather(*screens) for run in runs]


def main(sessions: int = 50, seconds: float = 60.0) -> None:
    """Print median and 95th percentile of a rerun as the browser sees it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        with serve("app:app", settings) as server:
            cookie = demo.cookie(server.port, MANAGER)
            runs = asyncio.run(_all(server.port, cookie, sessions, seconds))
    times = sorted(1000 * run.seconds for run in runs)
    failed = sum(run.failed for run in runs)
    p95 = times[int(0.95 * len(times))]
    print(f"{sessions} sessions, {len(runs)} reruns, {failed} failed")
    print(f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
