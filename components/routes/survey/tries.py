"""Wrong codes, counted by address in the memory of this process, and nowhere else.

A whole agency may share one address, so a right code counts nothing and forms under way go on. An
address of IPv6 counts by its network of 64 bits, all of which one visitor may have.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

#: So many wrong codes within so many seconds; then no new code is looked up from there.
MOST, SECONDS = 30, 600
#: Addresses remembered; beyond it the oldest are forgotten.
ADDRESSES = 10_000


class Tries:
    """Moments of wrong codes by address."""

    def __init__(self) -> None:
        self._moments: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def are_too_many(self, address: str) -> bool:
        """Whether this address has to wait."""
        with self._lock:
            return len(self._recent(whole(address))) >= MOST

    def count(self, address: str) -> None:
        """One more wrong code."""
        key = whole(address)
        with self._lock:
            self._moments[key] = [*self._recent(key), time.monotonic()]
            self._moments.move_to_end(key)
            while len(self._moments) > ADDRESSES:
                self._moments.popitem(last=False)

    def _recent(self, key: str) -> list[float]:
        since = time.monotonic() - SECONDS
        return [each for each in self._moments.get(key, []) if each > since]


def whole(address: str) -> str:
    """What one visitor has: an address of IPv4, or a network of IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return str(known)
