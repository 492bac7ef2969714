"""A cache of one minute, for rows that change rarely and affect no figure.

A page asks for them some fifty times a run; building the key for Streamlit's own cache would cost
more than all the rest of a label.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, TypeVar

SECONDS = 60.0
Found = TypeVar("Found")


class KeptForAMinute(Generic[Found]):
    """Decorates ``read``: holds its result for each database address, for a minute."""

    def __init__(self, read: Callable[[str], Found]) -> None:
        self._read = read
        self._found: dict[str, tuple[float, Found]] = {}

    def __call__(self, database: str) -> Found:
        until, found = self._found.get(database, (0.0, None))
        if found is None or until < time.monotonic():
            found = self._read(database)
            self._found[database] = (time.monotonic() + SECONDS, found)
        return found
