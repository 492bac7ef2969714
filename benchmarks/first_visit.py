"""A first visit on a slow line, with an empty cache: seconds until the form can be touched.

Run: ``python -m benchmarks.first_visit [kbit a second]``; needs a Chromium (see tests/browser).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import demo
from benchmarks.server import serve
from tests.browser import find

LATENCY_MS = 150


def main(kilobits: int = 400) -> None:
    """Print seconds to the sign-in form, and from there to the entry form; and bytes received."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo.environment(Path(folder))
        demo.fill()
        with serve("app:app", settings) as server, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=find.installed(), args=["--no-sandbox", "--disable-gpu"]
            )
            page = chromium.new_page(viewport={"width": 360, "height": 780}, locale="fr")
            received = slow(page, kilobits)
            began = time.perf_counter()
            page.goto(f"http://localhost:{server.port}/record-intervention", timeout=120_000)
            page.locator(".st-key-signin_submit").wait_for(timeout=120_000)
            signed_out = time.perf_counter()
            page.locator("[class*='st-key-signin_demo_agent-rabat'] button").click()
            page.locator(".st-key-intervention_type").wait_for(timeout=120_000)
            there = time.perf_counter()
            chromium.close()
    print(f"{kilobits} kbit/s, {LATENCY_MS} ms")
    print(f"sign-in form after {signed_out - began:.1f} s")
    print(f"entry form {there - signed_out:.1f} s after the tap that signs in")
    print(f"{sum(received) / 1024:.0f} KiB received")


def slow(page: Page, kilobits: int) -> list[float]:
    """Throttle the page; returns a list that fills with the sizes of what arrives."""
    received: list[float] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.on(
        "Network.requestWillBeSent",
        lambda event: received.append(
            event.get("redirectResponse", {}).get("encodedDataLength", 0)
        ),
    )
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": kilobits * 1000 / 8,
            "uploadThroughput": kilobits * 1000 / 8,
        },
    )
    return received


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
