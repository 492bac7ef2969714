"""Each published table is audited once in a run, however many tables are published as it is.

What may be worked out from it depends on what is published alone, and each audit solves some ten
linear programs.
"""

from __future__ import annotations

import sys
from functools import wraps
from typing import Protocol

from db.privacy import Published


class Audit(Protocol):
    """Hidden entries about which too much can be worked out."""

    def __call__(self, published: Published, *, rules_known: bool = True) -> list[int]: ...


def keep() -> None:
    """Let ``protect`` ask no audit twice."""
    protection = vars(sys.modules["db.privacy.protect"])
    protection["_broken"] = once_each(protection["_broken"])


def once_each(audit: Audit) -> Audit:
    """The same audit; it knows again what it was shown before, by every field of it."""
    known: dict[object, list[int]] = {}

    @wraps(audit)
    def asked(published: Published, *, rules_known: bool = True) -> list[int]:
        grids = (published.values, published.hidden, published.absent)
        seen = published.labels, published.rules, *(each.tobytes() for each in grids), rules_known
        if seen not in known:
            known[seen] = audit(published, rules_known=rules_known)
        return list(known[seen])

    return asked
