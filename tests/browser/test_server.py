"""A demo that is copied is the same demo: sealed with the same keys."""

from __future__ import annotations

from pathlib import Path

from db.store.demo_keys import beside
from tests.browser.server import Server


def test_the_keys_of_a_demo_come_along(tmp_path: Path) -> None:
    template = tmp_path / "demo.db"
    template.touch()
    made = beside(f"sqlite:///{template}")
    (tmp_path / "served").mkdir()
    server = Server(tmp_path / "served", template)
    assert beside(f"sqlite:///{server.database}") == made
