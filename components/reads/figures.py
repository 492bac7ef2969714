"""Cached figures: one entry a measure, role, scope, filter and day, which stands until a table that
it was read from changes.

The viewer's role and agencies are part of the key, so nobody is shown what was counted for another:
some things are told to managers alone, and an agent may see as many agencies as they. The right
itself is checked afresh by the page, and again by the measure when it is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar

from sqlmodel import Session

from components.reads import reference, reference_cache
from components.reads.dependency_cache import DependencyCache
from components.reads.read import read
from db import audit
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter

Found = TypeVar("Found")
Given = TypeVar("Given", covariant=True)
#: Shared as they are: nobody may change a frame that comes from here.
FOUND: DependencyCache[Any] = DependencyCache(1_000)


class Measure(Protocol[Given]):
    """A function of ``db.measures``: what it gives, columns and units, its own docstring says."""

    __module__: str
    __qualname__: str

    def __call__(self, session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Given: ...


def version() -> int:
    """The change counter: equal versions mean equal figures. Read it before the data."""
    counters = read(audit.counters)
    reference_cache.look(counters.reference)
    return counters.version


def measured(
    measure: Callable[..., Found], viewer: Viewer, wanted: Hashable, version: int
) -> Found:
    """The result of one measure, computed once for all who may see the same; ``wanted`` is whatever
    the measure wants. While nothing has changed that it was read from, it is the same object."""
    return _found(measure, viewer, (wanted,), version)


def queried(query: Callable[..., Found], viewer: Viewer, version: int) -> Found:
    """The same of a query that wants nothing but who looks."""
    return _found(query, viewer, (), version)


def _found(
    find: Callable[..., Found], viewer: Viewer, wanted: tuple[Hashable, ...], version: int
) -> Found:
    # What is due or overdue changes with the day, though nothing was written.
    name = f"{find.__module__}.{find.__qualname__}"
    scope = viewer.role, viewer.agencies
    key = name, scope, wanted, reference.today()
    found: Found = FOUND.get(key, version, lambda: read(find, *wanted, viewer=viewer))
    return found
