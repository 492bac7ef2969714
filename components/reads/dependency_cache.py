"""What was worked out, and stands until something that it was worked out from changes.

Each value knows the tables that were read for it (``db.access.table_tracking``) and the other
values that it was made of. After a change it is looked at again: it stands if no table of its own
has changed and no value of those is another one. So a save makes anew what it is about, and nothing
else.
"""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import RLock
from typing import Any, Generic, NamedTuple, TypeVar, cast

from components.reads import reference_cache
from components.reads.read import read
from components.reads.shared_cache import LruCache
from db import audit
from db.access import table_tracking
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
    stand."""

    version: int = -1
    _names: int = -1
    _subjects: frozenset[str] = frozenset()
    _parts: tuple[_Part, ...] = ()
    _lock: RLock = field(default_factory=RLock)

    def stands(self, version: int) -> bool:
        """As of this version of the figures, or of a later one."""
        with self._lock:
            if self.version < 0 or not (self.version >= version or self._is_as_it_was(version)):
                return False
            self.version = max(self.version, version)
            return True

    @contextmanager
    def noting(self, version: int) -> Iterator[None]:
        """Note what is read, beside what was noted before; nothing, where that fails."""
        # Known before the first is read: what changes from then on is told apart.
        _changes(version)
        names = reference_cache.looked_at()
        with table_tracking.reading() as subjects, _asked() as parts:
            yield
        with self._lock:
            is_first = self.version < 0
            self._names = names if is_first else min(names, self._names)
            self._subjects |= {*subjects, table_tracking.EVERYTHING}
            self._parts += tuple(parts)
            self.version = version if is_first else min(version, self.version)

    def _is_as_it_was(self, version: int) -> bool:
        changed = _changes(version)
        if self._names < reference_cache.looked_at():
            return False
        if any(changed.get(each, 0) > self.version for each in self._subjects):
            return False
        return all(value.at(version, make)[1] == number for value, number, make in self._parts)

    def _forget(self) -> None:
        self.version, self._subjects, self._parts = -1, frozenset(), ()


@dataclass(eq=False, kw_only=True)
class _Value(Watch):
    """One value, with what it was worked out from. ``told``: the value, and how often it has been
    another one."""

    told: tuple[Any, int] = (None, 0)
    _mark: bytes = b""

    def at(self, version: int, make: Make) -> tuple[Any, int]:
        """As of this version, or of a later one."""
        if self.version < version:
            with self._lock:
                if not self.stands(version):
                    self._work_out(version, make)
        return self.told

    def _work_out(self, version: int, make: Make) -> None:
        self._forget()
        with self.noting(version):
            value = make()
            mark = value_hash(value)
            if not mark or mark != self._mark:
                self.told, self._mark = (value, self.told[1] + 1), mark


class DependencyCache(Generic[Found]):
    """The values that were asked for last, ``most`` at most, found by their keys."""

    def __init__(self, most: int) -> None:
        self._values: LruCache[_Value] = LruCache(most)

    def get(self, key: Hashable, version: int, make: Callable[[], Found]) -> Found:
        """The value of a key as of a version of the figures; whoever works out another value with
        it is asked again when this one is another."""
        look(version)
        found = self._values.get((database(), key), _Value)
        value, number = found.at(version, make)
        if (parts := _parts.get()) is not None:
            parts.append(_Part(found, number, make))
        return cast(Found, value)


@contextmanager
def _asked() -> Iterator[list[_Part]]:
    found: list[_Part] = []
    outer = _parts.set(found)
    try:
        yield found
    finally:
        _parts.reset(outer)


def value_hash(value: object) -> bytes:
    """A hash of a value as it is pickled, empty if it cannot be. Two equal values may be pickled
    differently: then the second counts as new, which costs one drawing."""
    try:
        return blake2b(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), digest_size=16).digest()
    except (pickle.PicklingError, AttributeError, TypeError):
        return b""


class _Known(NamedTuple):
    """What was told at a version: when each subject was last written, and how much was raised
    without a name."""

    version: int
    at: Mapping[str, int]
    unnamed: int


#: By address.
_known: dict[str, _Known] = {}
#: How often another database was put behind an address; and who was found to be late for it, when.
_times: Counter[str] = Counter()
_late: dict[str, tuple[int, float]] = {}
#: Seconds for which others as late need not be looked at: they come at once.
_SOON = 1.0


def _changes(version: int) -> Mapping[str, int]:
    address = settings().database_url
    known = _known.get(address)
    if known is None or known.version < version:
        found = read(audit.last_changes)
        if known is not None:
            # By an older version of the app beside this one, something was raised without a name.
            is_unnamed = found.unnamed != known.unnamed
            every = version if is_unnamed else known.at.get(table_tracking.EVERYTHING, 0)
            found.at[table_tracking.EVERYTHING] = max(
                every, found.at.get(table_tracking.EVERYTHING, 0)
            )
        known = _known[address] = _Known(version, found.at, found.unnamed)
    return known.at


def look(version: int) -> None:
    """Find out whether another database stands behind the address, as after a backup was put back:
    its counter is behind what was known."""
    address = settings().database_url
    known = _known.get(address)
    if known is None or version >= known.version:
        return
    late, at = _late.get(address, (-1, 0.0))
    if late == version and time.monotonic() - at < _SOON:
        return
    if read(audit.version) < known.version:
        forget(address)
    else:
        _late[address] = version, time.monotonic()


def database() -> Hashable:
    """What stands behind the address now, as a part of a key."""
    address = settings().database_url
    return address, _times[address]


def forget(address: str) -> None:
    """Another database stands behind this address: nothing that was worked out stands."""
    _known.pop(address, None)
    _times[address] += 1
