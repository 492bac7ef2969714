"""Wrong codes, and forms begun by open links, counted in the memory of this process, nowhere else.

A whole agency may share one address, so a right code counts nothing and forms under way go on. An
address of IPv6 counts by its network of 64 bits, all of which one visitor may have.
"""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from datetime import date
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

#: So many wrong codes within so many seconds; then no new code is looked up from there.
MOST, SECONDS = 30, 600
#: Addresses remembered; beyond it the oldest are forgotten.
ADDRESSES = 10_000
#: So many forms a day are begun by one open link, and by open links from one address. Few agencies
#: see a hundred people a day; all of a telephone network may come from one address.
MOST_BY_LINK, MOST_FROM_ADDRESS = 300, 60


class WrongCodes:
    """Moments of wrong codes by address."""

    def __init__(self) -> None:
        self._moments: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = Lock()

    def are_too_many(self, address: str) -> bool:
        """Whether this address has to wait."""
        with self._lock:
            return len(self._recent(network_of(address))) >= MOST

    def count(self, address: str) -> None:
        """One more wrong code."""
        key = network_of(address)
        with self._lock:
            self._moments[key] = [*self._recent(key), time.monotonic()]
            self._moments.move_to_end(key)
            while len(self._moments) > ADDRESSES:
                self._moments.popitem(last=False)

    def _recent(self, key: str) -> list[float]:
        since = time.monotonic() - SECONDS
        return [each for each in self._moments.get(key, []) if each > since]


class BegunForms:
    """Forms begun today by open links, which serve any number of browsers: one person with a list
    of addresses, or one that empties its browser, fills no wave."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._forms: Counter[str] = Counter()
        self._lock = Lock()

    def are_too_many(self, link: str, address: str, day: date) -> bool:
        """Whether no more form is begun by this link, or from this address, today."""
        with self._lock:
            return self._is_full(link, network_of(address), day)

    def takes(self, link: str, address: str, day: date) -> bool:
        """Count one more form, unless there are too many."""
        key = network_of(address)
        with self._lock:
            if self._is_full(link, key, day):
                return False
            self._forms.update((f"link {link}", f"address {key}"))
            return True

    def _is_full(self, link: str, key: str, day: date) -> bool:
        if day != self._day:
            self._day, self._forms = day, Counter()
        return (
            self._forms[f"link {link}"] >= MOST_BY_LINK
            or self._forms[f"address {key}"] >= MOST_FROM_ADDRESS
        )


def network_of(address: str) -> str:
    """What one visitor has: an address of IPv4, or a network of IPv6."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return str(known)
