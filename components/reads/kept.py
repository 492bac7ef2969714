"""Descriptions that change rarely and move no figure: read again after a minute at the latest.

A page asks for them some fifty times a run; Streamlit's own cache spends more on its keys than the
rest of a label costs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

SECONDS = 60.0
Found = TypeVar("Found")


class KeptForAMinute(Generic[Found]):
    """Decorates ``read``: what it gave for each database's address, and until when that holds."""

    def __init__(self, read: Callable[[str], Found]) -> None:
        self._read = read
        self._found: dict[str, tuple[float, Found]] = {}

    def __call__(self, database: str) -> Found:
        until, found = self._found.get(database, (0.0, None))
        if found is None or until < time.monotonic():
            found = self._read(database)
            self._found[database] = (time.monotonic() + SECONDS, found)
        return found
