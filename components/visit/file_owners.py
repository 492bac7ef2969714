"""Which browser session each file of a page was made for, in the memory of this process.

A page's pictures belong to the session that drew them, a download to the one that asked for it. A
page that nobody has signed in to (its icon) belongs to everybody.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from db.secrets.sealing import fingerprint

#: More than any process has open at once; beyond it the oldest are asked for again.
MOST = 10_000
NOBODY, UNKNOWN = "", "?"
Value = TypeVar("Value")


class RecentEntries(Generic[Value]):
    """A dictionary of the newest ``MOST`` entries, for several threads."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, Value] = OrderedDict()
        self._lock = Lock()

    def put(self, key: str, value: Value) -> None:
        with self._lock:
            self._put(key, value)

    def change(self, key: str, otherwise: Value, new: Callable[[Value], Value]) -> None:
        """Put what ``new`` makes of the present value; nobody puts another one meanwhile."""
        with self._lock:
            self._put(key, new(self._found.get(key, otherwise)))

    def get(self, key: str, otherwise: Value) -> Value:
        with self._lock:
            return self._found.get(key, otherwise)

    def _put(self, key: str, value: Value) -> None:
        self._found[key] = value
        self._found.move_to_end(key)
        while len(self._found) > MOST:
            self._found.popitem(last=False)


_pages: RecentEntries[str] = RecentEntries()
_files: RecentEntries[frozenset[str]] = RecentEntries()


def record_page(page: str, token: str | None) -> None:
    """Streamlit's session ``page`` is drawn for the browser session of ``token``, or for nobody."""
    _pages.put(page, fingerprint(token) if token else NOBODY)


def record_file(content: bytes, token: str | None) -> None:
    """A file was made for the browser session of ``token``."""
    if token:
        owner = {fingerprint(token)}
        _files.change(_digest(content), frozenset(), lambda owners: owners | owner)


def is_public(pages: set[str]) -> bool:
    """Whether a page that nobody has signed in to shows the file."""
    return any(_pages.get(page, UNKNOWN) == NOBODY for page in pages)


def belongs_to(token: str, content: bytes, pages: set[str]) -> bool:
    """Whether a file, shown by these pages or by none, was made for this browser session."""
    owners = {_pages.get(page, UNKNOWN) for page in pages} | _files.get(
        _digest(content), frozenset()
    )
    return fingerprint(token) in owners


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
