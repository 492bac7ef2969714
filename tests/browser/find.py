"""Which browser the journeys drive: one that is there, else Playwright's, else Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

#: The shell without a window first: less than half of the whole browser's processor.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def installed() -> str | None:
    """The path of a browser that is there already."""
    known = (shutil.which(name) for name in NAMES)
    return next((path for path in known if path), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Try both ways; either may be impossible here, and the tests then say so."""
    _tried(sys.executable, "-m", "playwright", "install", "chromium", seconds=240)
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if installed() is None and may_install and _tried("apt-get", "update", "-qq", seconds=120):
        for name in NAMES[:2]:
            if installed() is None:
                _tried("apt-get", "install", "-y", "-qq", name, "fonts-noto-core", seconds=600)


def _tried(*command: str, seconds: int) -> bool:
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> None:
    """Never a failure: the tests themselves tell what is lacking."""
    if installed() is None and "--install" in sys.argv:
        print("Looking for a browser to test with (once)...")
        install()
    print(f"Browser: {installed() or 'none'}")


if __name__ == "__main__":
    main()
