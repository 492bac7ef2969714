"""Reference data held by the process, for as long as their counter in the database stands still.

A page asks for them some fifty times a run; building the key for Streamlit's own cache would cost
more than all the rest of a label. So a run looks at the counter once, as it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from components.reads.read import read
from db import audit
from db.store.settings import settings

Found = TypeVar("Found")
_counters: dict[str, int] = {}


def look(counter: int | None = None) -> None:
    """Read the counter, or take it from who has just read it: what any process has changed by then
    is read anew by who asks next."""
    database = settings().database_url
    if counter is None or counter < _counters.get(database, 0):
        # Another run has looked later than whoever read it, or another database stands there.
        counter = read(audit.reference)
    _counters[database] = counter


def looked_at() -> int:
    """The counter as it was when names were last looked at."""
    return _counters.get(settings().database_url, 0)


class CachedReference(Generic[Found]):
    """Decorates a read: holds what it found for each database address, until the counter moves."""

    def __init__(self, find: Callable[[], Found]) -> None:
        self._find = find
        self._found: dict[str, tuple[int, Found]] = {}

    def __call__(self) -> Found:
        database = settings().database_url
        if database not in _counters:
            look()
        # The counter was read before the rows: rows newer than it are read once more, never less.
        counter = _counters[database]
        held = self._found.get(database)
        if held is None or held[0] != counter:
            held = self._found[database] = (counter, self._find())
        return held[1]
