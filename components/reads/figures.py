"""Cached figures: one entry a measure, scope, filter, day and version of the figures.

The viewer's agencies are part of the key, so nobody is shown what was counted for another; the
right itself is checked afresh by the page, and again by the measure when it is computed.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol, TypeVar, cast

import streamlit as st
from sqlmodel import Session

from components.reads import reference
from components.reads.read import read
from db import audit
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter
from db.store.settings import settings

Found = TypeVar("Found", covariant=True)


class Measure(Protocol[Found]):
    """A function of ``db.measures``: what it gives, columns and units, its own docstring says."""

    __module__: str
    __qualname__: str

    def __call__(self, session: Session, wanted: ResultFilter, *, viewer: Viewer) -> Found: ...


def version() -> int:
    """The change counter: equal versions mean equal figures. Read it before the data."""
    return read(audit.version)


def measured(measure: Measure[Found], viewer: Viewer, wanted: ResultFilter, version: int) -> Found:
    """The result of one measure, computed once for all who may see the same."""
    # What is due or overdue changes with the day, though nothing was written.
    name = f"{measure.__module__}.{measure.__qualname__}"
    asked = (settings().database_url, name, viewer.agencies, wanted, reference.today())
    return cast(Found, _measured(*asked, version, measure, viewer))


# A resource is shared as it is: nobody may change a frame that comes from here.
@st.cache_resource(max_entries=400, show_spinner=False)
def _measured(
    database: str,
    name: str,
    scope: frozenset[int],
    wanted: ResultFilter,
    day: date,
    version: int,
    _measure: Measure[Any],
    _viewer: Viewer,
) -> Any:
    return read(_measure, wanted, viewer=_viewer)
