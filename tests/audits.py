"""Tables published together are audited once in a run, however many are published as they are.

What may be worked out from a first edition depends on what is published alone, and each audit
solves some ten programs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import wraps
from typing import Protocol

from db.privacy import Entry, Part
from db.privacy.audit import Work
from db.privacy.suppress import Hiding


class Audit(Protocol):
    """Hidden entries about which too much can be worked out."""

    def __call__(
        self, hidings: Sequence[Hiding], work: Work, parts: Sequence[Part]
    ) -> list[Entry]: ...


def keep() -> None:
    """Let ``protect_together`` ask no audit twice."""
    protection = vars(sys.modules["db.privacy.protect"])
    protection["_broken"] = once_each(protection["_broken"])


def once_each(audit: Audit) -> Audit:
    """The same audit; it knows again what it was shown before, by every field of it."""
    known: dict[object, list[Entry]] = {}

    @wraps(audit)
    def asked(hidings: Sequence[Hiding], work: Work, parts: Sequence[Part]) -> list[Entry]:
        if parts:  # These tell of movements, so that the true counts matter as well.
            return audit(hidings, work, parts)
        seen = tuple(_fields(each) for each in hidings)
        if seen not in known:
            known[seen] = audit(hidings, work, parts)
        return list(known[seen])

    return asked


def _fields(hiding: Hiding) -> object:
    published = hiding.published()
    grids = (published.values, published.hidden, published.absent)
    return published.labels, published.rules, *(each.tobytes() for each in grids)
