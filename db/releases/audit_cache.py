"""Audits of tables, each made once for the same counts and rules.

This cache only saves time; the drafts that can be frozen are kept by ``drafts.py``.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from db import privacy
from db.privacy import (
    Edition,
    Part,
    ProtectedTable,
    Published,
    Rules,
    Table,
    protect_together,
    reconcile,
)

MOST_KEPT = 128
"""Audits; a preview of a year asks for about twenty."""

Key = tuple[object, ...]
Found = TypeVar("Found")
_kept: OrderedDict[Key, object] = OrderedDict()
_lock = Lock()


def may_show(table: Table, rules: Rules, share: float) -> bool:
    """``privacy.may_show``, once for the same counts and rules."""
    key = ("may_show", rules, share, _counted(table))
    return _once(key, lambda: privacy.may_show(table, rules, share))


def together(
    tables: Sequence[Table], rules: Rules, parts: Sequence[Part] = ()
) -> list[ProtectedTable]:
    """``protect_together``, once for the same counts and rules."""
    key = ("first", rules, *parts, *(_counted(table) for table in tables))
    return _once(key, lambda: protect_together(tables, rules, parts))


def reconciled(
    earlier: Sequence[Edition], new: Sequence[ProtectedTable], parts: Sequence[Part] = ()
) -> list[ProtectedTable]:
    """``reconcile``, once for the same editions and counts."""
    before = ((_looks(t.published), t.grid.tobytes()) for edition in earlier for t in edition)
    after = ((_looks(each.published), _counted(each.table)) for each in new)
    key = ("next", len(earlier), *parts, *before, *after)
    return _once(key, lambda: reconcile(earlier, new, parts))


def _once(key: Key, make: Callable[[], Found]) -> Found:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: Found = _kept[key]  # type: ignore[assignment]
            return found
    made = make()
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def _counted(table: Table) -> Key:
    return table.labels, table.counts.tobytes(), table.impossible.tobytes()


def _looks(published: Published) -> Key:
    grids = (published.values, published.hidden, published.absent)
    return published.labels, type(published.rules), published.rules, *(g.tobytes() for g in grids)
