"""Filters go along from one live page to another, and are there again on the browser's way back.

Streamlit drops from an address whatever belongs to widgets of the page that is left; all live pages
share the keys of their filters, so that it would drop them all.
"""

from __future__ import annotations

import streamlit as st

from components.visit.streamlit_private import is_way_back

#: The live page of the last run; what the address of each said last.
_PAGE, _SAID = "carried_page", "carried_said"


def arrive(page: str) -> None:
    """At the beginning of a run: a bare address is filled in, and the run begun again with it."""
    before = st.session_state.get(_PAGE)
    st.session_state[_PAGE] = page
    said = _said().get(page if is_way_back() else before or "")
    if said and page != before and not st.query_params:
        st.query_params.from_dict(said)
        st.rerun()


def remember(page: str) -> None:
    """At the end of a run: every widget of the page has then said its word."""
    said = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[_SAID] = _said() | {page: said}


def _said() -> dict[str, dict[str, list[str]]]:
    held: dict[str, dict[str, list[str]]] = st.session_state.get(_SAID, {})
    return held
