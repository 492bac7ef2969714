"""What was worked out once and may be shared: found by its key as a dictionary finds it.

Streamlit's own cache writes out and hashes every part of a key, which for an agency's page costs
more than to draw it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Generic, TypeVar, cast

Found = TypeVar("Found")


@dataclass(eq=False)
class _Place:
    """Where a value stands, or will; whoever holds its lock works it out."""

    lock: RLock = field(default_factory=RLock)
    is_made: bool = False
    value: Any = None


class LruCache(Generic[Found]):
    """The values that were asked for last, ``most`` at most, each worked out once however many ask
    for it at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()
        self._lock = RLock()

    def get(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """The value of a key; ``make`` works it out, and is asked again if it fails."""
        place = self._place(key)
        if not place.is_made:
            with place.lock:
                if not place.is_made:
                    place.value = make()
                    place.is_made = True
        return cast(Found, place.value)

    def put(self, key: Hashable, value: Found) -> Found:
        """Set the value of a key."""
        place = _Place(is_made=True, value=value)
        with self._lock:
            self._places[key] = place
        return value

    def _place(self, key: Hashable) -> _Place:
        with self._lock:
            found = self._places.get(key)
            if found is None:
                found = self._places[key] = _Place()
                while len(self._places) > self._most:
                    self._places.popitem(last=False)
            else:
                self._places.move_to_end(key)
            return found


class LatestVersion(Generic[Found]):
    """What is made again for each version, of which everybody is shown the last.

    Screens that have waited ask for older ones: each would be made, shown to one and thrown away.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._made: tuple[int, Found] | None = None

    def get(self, version: int, make: Callable[[], tuple[int, Found]]) -> Found:
        """As of this version or of a later one; ``make`` gives it with the version that it is of,
        and is asked again if it fails."""
        made = self._made
        if made is None or made[0] < version:
            with self._lock:
                made = self._made
                if made is None or made[0] < version:
                    made = self._made = make()
        return made[1]
