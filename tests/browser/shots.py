"""A picture of every screen, for eyes: ``python -m tests.browser.shots [FOLDER]``.

Each role at 1366 and 360 pixels, in French and Arabic, on a fresh demo: ``fr-phone-my-day.png``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from components.visit.navigation import open_to
from db.codes import Role
from tests.browser import find
from tests.browser.server import Server
from tests.browser.visitor import ARGUMENTS, SIZES, Visitor
from tests.cast import today
from tests.source import ROOT

PASSWORD = "amudu-demo-2026"
USERS = {
    Role.AGENT: "agent.rabat",
    Role.MANAGER: "manager",
    Role.PARTNER: "partner",
    Role.ADMINISTRATOR: "admin",
}


DEMO = {"AMUDU_DEMO": "1"}


def make_demo(folder: Path) -> None:
    """The demo of today, as ``demo.db``: today by the clock of the run."""
    where = {"AMUDU_DATABASE_URL": f"sqlite:///{folder / 'demo.db'}"}
    command = [sys.executable, "-m", "seed_data", "--demo", "--today", today().isoformat()]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **DEMO, **where}, check=True)


def serve_demo(made: Path, folder: Path) -> Server:
    """A server on a copy of a demo."""
    (folder / "served").mkdir()
    server = Server(folder / "served", made / "demo.db", **DEMO)
    server.start()
    return server


def demo(folder: Path) -> Server:
    """A server on a demo of its own."""
    make_demo(folder)
    return serve_demo(folder, folder)


def shoot(browser: Browser, server: Server, into: Path, language: str, size: str) -> None:
    """Every screen of every role."""
    server.change("UPDATE accounts SET language = :language", language=language)
    for role, username in USERS.items():
        context = browser.new_context(viewport=SIZES[size], locale=language)
        visitor = Visitor(context, server)
        if role is Role.AGENT:
            visitor.open()
            _keep(visitor, into / f"{language}-{size}-sign-in.png")
        visitor.sign_in(username, PASSWORD)
        for screen in open_to(role):
            visitor.open(screen.name)
            _keep(visitor, into / f"{language}-{size}-{role.value}-{screen.name}.png")
        if role is Role.AGENT:
            visitor.open("record-intervention")
            visitor.choose("intervention_type", 0)
            _keep(visitor, into / f"{language}-{size}-form.png")
        context.close()


def _keep(visitor: Visitor, path: Path) -> None:
    """What is seen first, then the whole page in a window as high as what it holds."""
    visitor.page.screenshot(path=path)
    size = visitor.page.viewport_size
    inside = "() => document.querySelector('[data-testid=stMain]').scrollHeight"
    height = int(visitor.page.evaluate(inside))
    if size and height > size["height"]:
        visitor.resized({"width": size["width"], "height": min(height, 6000)})
        visitor.page.screenshot(path=path.with_stem(path.stem + "-whole"))
        visitor.page.set_viewport_size(size)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "data" / "shots")
    parser.add_argument("--language", choices=["fr", "en", "ar"], action="append")
    parser.add_argument("--size", choices=sorted(SIZES), action="append")
    chosen = parser.parse_args()
    path = find.installed()
    if path is None:
        print("No Chromium was found.", file=sys.stderr)
        return 1
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = demo(Path(folder))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            for language in chosen.language or ["fr", "ar"]:
                for size in chosen.size or sorted(SIZES):
                    shoot(browser, server, chosen.folder, language, size)
        finally:
            browser.close()
            server.stop()
    print(f"{len(list(chosen.folder.glob('*.png')))} pictures in {chosen.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
