"""Fifty managers' screens, each rerunning every five seconds, on one process.

The screens are opened first, one after another; what is measured begins when all stand.
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
from benchmarks.server import Server, serve

EVERY = 5.0


async def _open(port: int, cookie: str) -> Browser:
    browser = Browser(port, "overview", cookie)
    await browser.open()
    return browser


async def _screen(browser: Browser, start: float, until: float) -> list[Run]:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(start)
    runs, due = [], loop.time()
    while due < until:
        await asyncio.sleep(due - loop.time())
        runs.append(await browser.rerun())
        due = max(due + EVERY, loop.time())
    await browser.close()
    return runs


async def _all(
    server: Server, cookie: str, sessions: int, seconds: float
) -> tuple[list[Run], float]:
    """Every rerun, and the processor seconds that the server spent on one."""
    screens = [await _open(server.port, cookie) for _ in range(sessions)]
    until, used = asyncio.get_running_loop().time() + seconds, server.cpu_seconds()
    found = await asyncio.gather(
        *(
            _screen(screen, number * EVERY / sessions, until)
            for number, screen in enumerate(screens)
        )
    )
    runs = [run for each in found for run in each]
    return runs, (server.cpu_seconds() - used) / len(runs)


def main(sessions: int = 50, seconds: float = 60.0) -> None:
    """Print median and 95th percentile of a rerun as the browser sees it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        with serve("app:app", settings) as server:
            cookie = demo.cookie(server.port, MANAGER)
            runs, cpu = asyncio.run(_all(server, cookie, sessions, seconds))
    times = sorted(1000 * run.seconds for run in runs)
    failed = sum(run.failed for run in runs)
    p95 = times[int(0.95 * len(times))]
    print(f"{sessions} sessions, {len(runs)} reruns, {failed} failed; {1000 * cpu:.0f} ms each")
    print(f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
