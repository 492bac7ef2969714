"""What was protected a moment ago is known again: a freezing audits nothing by itself.

An audit takes seconds or minutes, while a freezing keeps other writers waiting. So a freezing knows
what its preview has audited, and nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
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
_is_over: ContextVar[bool] = ContextVar("_is_over", default=False)


class NotAuditedError(Exception):
    """Something was asked for that no preview has audited."""


@contextmanager
def nothing_else() -> Iterator[None]:
    """Nothing is audited meanwhile: what is not known raises ``NotAuditedError``."""
    token = _is_over.set(True)
    try:
        yield
    finally:
        _is_over.reset(token)


def survives(table: Table, rules: Rules, share: float) -> bool:
    """``privacy.survives``, once for the same counts and rules."""
    key = ("survives", rules, share, _counted(table))
    return _once(key, lambda: privacy.survives(table, rules, share))


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
    if _is_over.get():
        raise NotAuditedError
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
