"""Processor time of a rerun of the overview, beside its constant twin and an empty script.

Run: ``python -m benchmarks.rerun``. All three are served and measured in one run; trust the ratios.
"""

from __future__ import annotations

import asyncio
import pickle
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks import demo
from benchmarks.client import Browser
from benchmarks.server import Server, serve

WARM, MEASURED = 15, 60
SCRIPTS = Path(__file__).parent / "scripts"
MANAGER = 5


async def cpu_per_rerun(server: Server, page: str, cookie: str | None) -> float:
    """Milliseconds of the server's processor a rerun."""
    browser = Browser(server.port, page, cookie)
    await browser.open()
    for _ in range(WARM):
        await browser.rerun()
    before = server.cpu_seconds()
    for _ in range(MEASURED):
        run = await browser.rerun()
        if run.failed:
            raise RuntimeError("a rerun failed")
    spent = server.cpu_seconds() - before
    await browser.close()
    return 1000 * spent / MEASURED


def freeze(target: Path) -> None:
    """Write the overview's content for the constant twin."""
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
    links = [f"link {number}" for number in range(9)]
    made = overview.build(asked)
    content = {"figures": figures, "cards": [*made.named, *made.more], "links": links}
    target.write_bytes(pickle.dumps(content))


def main() -> None:
    """Print the three figures and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        frozen = SCRIPTS / "constants.pickle"
        freeze(frozen)
        try:
            measured = {}
            for name, target in (
                ("empty", "benchmarks.apps:empty"),
                ("constants", "benchmarks.apps:constants"),
                ("overview", "app:app"),
            ):
                with serve(target, settings) as server:
                    page, cookie = "", None
                    if name == "overview":
                        page, cookie = "overview", demo.cookie(server.port, MANAGER)
                    measured[name] = asyncio.run(cpu_per_rerun(server, page, cookie))
        finally:
            frozen.unlink(missing_ok=True)
    for name, milliseconds in measured.items():
        print(f"{name:10} {milliseconds:6.1f} ms of processor a rerun")
    print(f"overview / constants = {measured['overview'] / measured['constants']:.2f}")


if __name__ == "__main__":
    main()
