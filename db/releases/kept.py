"""What was protected a moment ago is known again: a freezing audits nothing that its preview did.

An audit takes seconds, while a freezing keeps other writers waiting.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from db.privacy import (
    Edition,
    ProtectedTable,
    Published,
    Rules,
    Table,
    protect_together,
    reconcile,
)

MOST_KEPT = 64
"""Measures; a preview of a new edition asks for twelve."""

Key = tuple[object, ...]
_kept: OrderedDict[Key, list[ProtectedTable]] = OrderedDict()
_lock = Lock()


def together(tables: Sequence[Table], rules: Rules) -> list[ProtectedTable]:
    """``protect_together``, once for the same counts and rules."""
    key = ("first", rules, *(_counted(table) for table in tables))
    return _once(key, lambda: protect_together(tables, rules))


def reconciled(earlier: Sequence[Edition], new: Sequence[ProtectedTable]) -> list[ProtectedTable]:
    """``reconcile``, once for the same editions and counts."""
    before = ((_looks(t.published), t.grid.tobytes()) for edition in earlier for t in edition)
    after = ((_looks(each.published), _counted(each.table)) for each in new)
    key = ("next", len(earlier), *before, *after)
    return _once(key, lambda: reconcile(earlier, new))


def _once(key: Key, make: Callable[[], list[ProtectedTable]]) -> list[ProtectedTable]:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
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
