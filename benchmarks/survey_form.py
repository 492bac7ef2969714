"""The survey's form on a slow line: bytes, and seconds to the first question and to the end.

Run: ``python -m benchmarks.survey_form [kbit a second]``; needs a Chromium (see tests/browser).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from sqlmodel import select

from benchmarks import demo
from benchmarks.first_visit import LATENCY_MS, slow
from benchmarks.server import serve
from db.actions import slips
from db.codes import Role
from db.inputs.self_completion import SlipsInput
from db.models import Account, TrustWave
from db.store.engine import writing
from tests.browser import find


def main(kilobits: int = 400) -> None:
    """Answer every question of one slip, without scripts, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        code = a_slip()
        with serve("app:app", settings) as server, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=find.installed(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = chromium.new_page(
                viewport={"width": 360, "height": 780}, locale="fr", java_script_enabled=False
            )
            received = slow(page, kilobits)
            address = f"http://localhost:{server.port}/t/{code}"
            times = [_timed(page, lambda: page.goto(address))]
            times.append(_timed(page, lambda: page.locator("button[value=fr]").click()))
            page.wait_for_timeout(300)
            first = sum(received)
            while page.locator("fieldset").count():
                times.append(_timed(page, lambda: _answer(page)))
            chromium.close()
    print(f"{kilobits} kbit/s, {LATENCY_MS} ms, {len(times)} screens")
    print(f"start page after {times[0]:.1f} s, first question {times[1]:.1f} s after the tap")
    print(f"a further screen {sum(times[2:]) / len(times[2:]):.1f} s; in all {sum(times):.1f} s")
    print(f"{first / 1024:.1f} KiB to the first question, {sum(received) / 1024:.1f} KiB in all")


def a_slip() -> str:
    """A code of the wave that runs in the demo."""
    with writing() as session:
        manager = session.exec(select(Account.id).where(Account.role == Role.MANAGER)).first()
        wave = session.exec(select(TrustWave.id).order_by(TrustWave.number)).all()[-1]  # type: ignore[arg-type]
        wanted = SlipsInput(wave_id=wave, agency_id=1, number=1)
        return slips.make(session, wanted, by=manager or 0)[0]


def _answer(page: Page) -> None:
    """The second choice; a hand's time is not counted, the line's is."""
    page.locator("label").nth(1).click()
    page.locator("button.m").click()


def _timed(page: Page, act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    page.wait_for_load_state("load")
    return time.perf_counter() - began


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
