"""Processor time of a rerun of the overview, beside a lean page of its content and an empty script.

Run: ``python -m benchmarks.rerun [--loop asyncio]``. All three are served at once and rerun in
short turns, so that what else the machine does falls on each alike. Trust the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import pickle
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks import demo
from benchmarks.client import Browser
from benchmarks.server import Server, serve

#: Reruns before the first turn; turns; reruns a turn. The clock of a process has 10 ms ticks, so a
#: turn of the empty script has many.
WARM, TURNS = 15, 15
A_TURN = {"empty": 60, "lean": 15, "overview": 15}
APPS = {"empty": "benchmarks.apps:empty", "lean": "benchmarks.apps:lean", "overview": "app:app"}
SCRIPTS = Path(__file__).parent / "scripts"
MANAGER = 5


@dataclass
class Runner:
    """A server with one open page on it."""

    server: Server
    browser: Browser

    async def rerun(self, times: int) -> float:
        """Milliseconds of the server's processor a rerun."""
        before = self.server.cpu_seconds()
        for _ in range(times):
            run = await self.browser.rerun()
            if run.failed:
                raise RuntimeError("a rerun failed")
        return 1000 * (self.server.cpu_seconds() - before) / times


async def measured(servers: dict[str, Server]) -> dict[str, list[float]]:
    """By page, milliseconds a rerun in each turn."""
    runners = {}
    for name, server in servers.items():
        is_ours = name == "overview"
        cookie = demo.cookie(server.port, MANAGER) if is_ours else None
        browser = Browser(server.port, "overview" if is_ours else "", cookie)
        await browser.open()
        runners[name] = Runner(server, browser)
        await runners[name].rerun(WARM)
    found: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(TURNS):
        for name, runner in runners.items():
            found[name].append(await runner.rerun(A_TURN[name]))
    for runner in runners.values():
        await runner.browser.close()
    return found


def freeze(target: Path) -> None:
    """Write the overview's content for the lean page."""
    from components.results import overview
    from components.results.common import Asked
    from db.access.clock import today
    from db.access.viewer import viewer_of
    from db.inputs.results import ResultFilter
    from db.measures import overview as headlines
    from db.store.engine import reading

    with reading() as session:
        viewer, day = viewer_of(session, MANAGER), today(session)
    asked = Asked(viewer, ResultFilter(day - timedelta(days=364), day), 0)
    figures = [
        (name, str(headline.now.value), [each or 0.0 for each in headline.series])
        for name, headline in asked.measure(headlines.figures).items()
    ]
    made = overview.build(asked)
    cards = [
        (card.headline, card.note, card.warning, card.drawn, card.key)
        for card in (*made.named, *made.more)
    ]
    target.write_bytes(pickle.dumps({"figures": figures, "cards": cards}))


def _said(name: str, found: Sequence[float]) -> str:
    low, middle, high = statistics.quantiles(found, n=4)
    return f"{name:10} {middle:6.1f} ms of processor a rerun (quarters {low:.1f} to {high:.1f})"


def _ratio(found: dict[str, list[float]], of: str, to: str) -> str:
    """Turn by turn, so that a busy minute is in both."""
    each = [one / other for one, other in zip(found[of], found[to], strict=True)]
    low, middle, high = statistics.quantiles(each, n=4)
    return f"{of} / {to} = {middle:.2f} (quarters {low:.2f} to {high:.2f})"


def main() -> None:
    """Print the medians, their spread and the ratios."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rerun", description=__doc__)
    parser.add_argument("--loop", choices=["auto", "asyncio", "uvloop"], default="auto")
    loop = parser.parse_args().loop
    with tempfile.TemporaryDirectory() as folder, ExitStack() as served:
        settings = demo.environment(Path(folder))
        demo.fill()
        frozen = SCRIPTS / "lean.pickle"
        served.callback(frozen.unlink, missing_ok=True)
        freeze(frozen)
        servers = {
            name: served.enter_context(serve(target, settings, "--loop", loop))
            for name, target in APPS.items()
        }
        found = asyncio.run(measured(servers))
    for name, each in found.items():
        print(_said(name, each))
    print(_ratio(found, "overview", "empty"))
    print(_ratio(found, "lean", "empty"))
    print(_ratio(found, "overview", "lean"))


if __name__ == "__main__":
    main()
