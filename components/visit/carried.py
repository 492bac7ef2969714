"""Filters go along from one live page to another, and are there again on the browser's way back.

Streamlit drops from an address whatever belongs to widgets of the page that is left; all live pages
share the keys of their filters, so that it would drop them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.visit.streamlit_private import is_way_back

#: What the words begin with that results pages filter by; any other is of one page alone.
FILTERS = "filter_"
#: The page of the last run; what the address of each said last; what the next one shall say.
_PAGE, _SAID, _TAKEN = "carried_page", "carried_said", "carried_taken"


def take(words: Mapping[str, Any]) -> None:
    """What the address of the page that is gone to next shall say."""
    st.session_state[_TAKEN] = dict(words)


def arrive(page: str) -> None:
    """At the beginning of a run: an address without filters gets them, and the run begins again."""
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    taken = st.session_state.pop(_TAKEN, None)
    if page == before:
        return
    held = {name: st.query_params.get_all(name) for name in st.query_params}
    if taken:
        _say(taken)
    elif not any(name.startswith(FILTERS) for name in held):
        said = _said().get(page if is_way_back() else before or "", {})
        kept = "" if is_way_back() and not held else FILTERS
        more = {name: value for name, value in said.items() if name.startswith(kept)}
        if more:
            _say({**held, **more})


def _say(words: Mapping[str, Any]) -> None:
    st.query_params.from_dict(words)
    st.rerun()


def remember(page: str) -> None:
    """At the end of a run: every widget of the page has then said its word."""
    said = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[_SAID] = _said() | {page: said}


def _said() -> dict[str, dict[str, list[str]]]:
    held: dict[str, dict[str, list[str]]] = st.session_state.get(_SAID, {})
    return held
