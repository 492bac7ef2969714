"""Where in the list of entries one is: in the address where that says nothing of a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NoReturn

import streamlit as st

from components.visit.navigation import link_id
from db.queries.entries import ENTERED, EntryFilter, Place
from db.queries.entry_sources import RETENTION

PARAMETER = "entries_after"
_HERE = "entries_here"
BETWEEN = "~"


@dataclass(frozen=True)
class _Here:
    """What was last said in the address, of which list, and the place itself."""

    said: str
    of: EntryFilter
    place: Place | None


def after(wanted: EntryFilter) -> Place | None:
    """Where the page begins. An address that the browser brought (a link, a reload, the way back)
    is followed; a list that was changed here begins anew."""
    said = st.query_params.get(PARAMETER, "")
    here: _Here | None = st.session_state.get(_HERE)
    if here is not None and here.said == said and here.of != wanted:
        _remember(None, wanted)
    elif here is None or here.said != said:
        st.session_state[_HERE] = _Here(said, wanted, _read(said, wanted))
    found: _Here = st.session_state[_HERE]
    return found.place


def go(place: Place | None, wanted: EntryFilter) -> NoReturn:
    """Show the page after this place, or the first one."""
    _remember(place, replace(wanted, after=None))
    st.rerun()


def _remember(place: Place | None, wanted: EntryFilter) -> None:
    said = _written(place, wanted) if place else ""
    st.session_state[_HERE] = _Here(said, wanted, place)
    if said:
        st.query_params[PARAMETER] = said
    else:
        st.query_params.pop(PARAMETER, None)


def _kept_as(wanted: EntryFilter) -> Any:
    """The kind of value by which the list goes on; nothing where it would tell of a person."""
    if wanted.order.by == "day":
        return date
    if wanted.order.by == ENTERED:
        return datetime if wanted.kind == RETENTION else int
    return None


def _written(place: Place, wanted: EntryFilter) -> str:
    kind = _kept_as(wanted)
    if kind is None:
        return ""
    return str(place.id) if kind is int else f"{place.key.isoformat()}{BETWEEN}{place.id}"


def _read(said: str, wanted: EntryFilter) -> Place | None:
    """A place from the address; ``None`` for what could not be one of this list."""
    kind = _kept_as(wanted)
    key, _, last = said.rpartition(BETWEEN)
    row = link_id(last)
    if kind is None or row is None or (kind is int) is bool(key):
        return None
    if kind is int:
        return Place(key=row, id=row)
    try:
        found = kind.fromisoformat(key)
    except ValueError:
        return None
    has_no_zone = kind is datetime and found.tzinfo is None
    return None if has_no_zone else Place(key=found, id=row)
