"""What was worked out, and stands until something that it was worked out from changes.

Each value knows the tables that were read for it (``db.access.touched``) and the other values that
it was made of. After a change it is looked at again: it stands if no table of its own has changed
and no value of those is another one. So a save makes anew what it is about, and nothing else.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import RLock
from typing import Any, Generic, NamedTuple, TypeVar, cast

from components.reads.read import read
from components.reads.remembered import Remembered
from db import audit
from db.access import touched
from db.store.settings import settings

Found = TypeVar("Found")
Make = Callable[[], Any]


class _Part(NamedTuple):
    """Another value that one was made of, and which of its values that was."""

    value: _Value
    number: int
    make: Make


#: The values that are asked for while one is worked out, in this thread.
_parts: ContextVar[list[_Part] | None] = ContextVar("parts", default=None)


@dataclass(eq=False, kw_only=True)
class Watch:
    """What is read meanwhile, and whether that is still so. ``version``: as of which it is known to
    stand; ``number`` is raised whenever it is something else."""

    version: int = -1
    number: int = 0
    _subjects: frozenset[str] = frozenset()
    _parts: list[_Part] = field(default_factory=list)

    def stands(self, version: int) -> bool:
        """As of this version of the figures, or of a later one."""
        if self.version >= version:
            return True
        if self.version < 0 or not self._is_as_it_was(version):
            return False
        self.version = version
        return True

    @contextmanager
    def noting(self, version: int) -> Iterator[None]:
        """Note what is read; nothing, where that fails."""
        with touched.reading() as subjects, _asked() as parts:
            yield
        self._subjects, self._parts = frozenset({*subjects, touched.EVERYTHING}), parts
        self.version = version

    def _is_as_it_was(self, version: int) -> bool:
        changed = _changes(version)
        if any(changed.get(each, 0) > self.version for each in self._subjects):
            return False
        for value, number, make in self._parts:
            value.at(version, make)
            if value.number != number:
                return False
        return True


@dataclass(eq=False, kw_only=True)
class _Value(Watch):
    """One value, with what it was worked out from."""

    value: Any = None
    _lock: RLock = field(default_factory=RLock)
    _mark: bytes = b""

    def at(self, version: int, make: Make) -> Any:
        """As of this version, or of a later one."""
        if self.version < version:
            with self._lock:
                if not self.stands(version):
                    self._work_out(version, make)
        return self.value

    def _work_out(self, version: int, make: Make) -> None:
        with self.noting(version):
            value = make()
            mark = mark_of(value)
            if not mark or mark != self._mark:
                self.value, self._mark, self.number = value, mark, self.number + 1


class Standing(Generic[Found]):
    """The values that were asked for last, ``most`` at most, found by their keys."""

    def __init__(self, most: int) -> None:
        self._values: Remembered[_Value] = Remembered(most)

    def get(self, key: Hashable, version: int, make: Callable[[], Found]) -> Found:
        """The value of a key as of a version of the figures; whoever works out another value with
        it is asked again when this one is another."""
        _look(version)
        found = self._values.get((database(), key), _Value)
        value = found.at(version, make)
        if (parts := _parts.get()) is not None:
            parts.append(_Part(found, found.number, make))
        return cast(Found, value)


@contextmanager
def _asked() -> Iterator[list[_Part]]:
    found: list[_Part] = []
    outer = _parts.set(found)
    try:
        yield found
    finally:
        _parts.reset(outer)


def mark_of(value: object) -> bytes:
    """What two equal values have in common; nothing for what cannot be written out. Of two that
    are equal and written otherwise the second is taken for another, which costs a drawing."""
    try:
        return blake2b(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), digest_size=16).digest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


#: Of each database, when its subjects were last changed, as it was told at a version.
_known: dict[str, tuple[int, Mapping[str, int]]] = {}
#: How often another database was put behind an address.
_times: Counter[str] = Counter()


def _changes(version: int) -> Mapping[str, int]:
    database = settings().database_url
    known = _known.get(database)
    if known is None or known[0] < version:
        found = read(audit.last_changes)
        if max(found.values(), default=0) < version:
            # Raised by whoever names no subjects: an older version of the app beside this one.
            found[touched.EVERYTHING] = version
        known = _known[database] = version, found
    return known[1]


def _look(version: int) -> None:
    """Whether another database stands behind the address, as after a backup was put back: its
    counter is behind what was known."""
    address = settings().database_url
    known = _known.get(address)
    if known and version < known[0] and read(audit.version) < known[0]:
        forget(address)


def database() -> Hashable:
    """What stands behind the address now, as a part of a key."""
    address = settings().database_url
    return address, _times[address]


def forget(address: str) -> None:
    """Another database stands behind this address: nothing that was worked out stands."""
    _known.pop(address, None)
    _times[address] += 1
