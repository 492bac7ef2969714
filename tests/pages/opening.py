"""A page of the app, opened by its own address: the first run is the page's, not the home's."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from components.visit.navigation import SCREENS

PAGES = Path(__file__).parents[2] / "pages"
MAIN = str(PAGES / "main.py")


def opened_at(path: str) -> AppTest:
    """The app about to open ``path`` (below ``pages/``), like a browser that was given a link.

    ``switch_page`` looks a page up among those that an earlier run registered; here it is told of
    this one beforehand, which spares every test a run of the home page.
    """
    app = AppTest.from_file(MAIN, default_timeout=120)
    app._registered_pages = {
        calc_hash(screen.name): {
            "page_script_hash": calc_hash(screen.name),
            "script_path": str(PAGES / screen.path),
            "url_pathname": screen.name,
        }
        for screen in SCREENS
        if screen.path == path
    }
    return app.switch_page(path)
