"""One thumb on a phone: every touch is counted, and how long each act takes on a slow line."""

from __future__ import annotations

import time

from playwright.sync_api import Locator

from tests.browser.visitor import Visitor

#: A line of the countryside.
KILOBITS, LATENCY_MS = 400, 150


class Thumb:
    """Touches, and how many there were."""

    def __init__(self, phone: Visitor) -> None:
        self.phone, self.taps, self.began = phone, 0, time.monotonic()

    def tap(self, thing: Locator) -> None:
        thing.first.click()
        self.taps += 1
        self.phone.settled()

    def types(self, text: str) -> None:
        """With the keyboard that the last touch opened; the next touch waits for what follows."""
        self.phone.page.keyboard.type(text)

    @property
    def seconds(self) -> float:
        """Since the first touch could be made; no hand and no eye is waited for."""
        return time.monotonic() - self.began


def slow(phone: Visitor) -> None:
    """From now on the line is a slow one."""
    wire = phone.context.new_cdp_session(phone.page)
    wire.send("Network.enable")
    wire.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": KILOBITS * 1000 / 8,
            "uploadThroughput": KILOBITS * 1000 / 8,
        },
    )
