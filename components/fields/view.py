"""Which part of a page is open, for pages that have more than one."""

from __future__ import annotations

import streamlit as st


def choose(page: str, label: str, names: dict[str, str], *, first: str | None = None) -> str:
    """The part of the page that is open: at first ``first``, else the one that a link names."""
    linked = st.query_params.get("view", "")
    first = first or (linked if linked in names else None)
    chosen = st.segmented_control(
        label,
        list(names),
        format_func=names.__getitem__,
        default=first or next(iter(names)),
        required=True,
        label_visibility="collapsed",
        width="stretch",
        key=f"{page}_view",
        persist_state="page",
    )
    return chosen or next(iter(names))


def kept(key: str, word: str, label: str, names: dict[str, str]) -> str:
    """The same, at first the first one, for a choice that the address keeps under ``word``."""
    first = next(iter(names))
    if key not in st.session_state:
        asked = st.query_params.get(word, first)
        st.session_state[key] = asked if asked in names else first
    chosen = st.segmented_control(
        label,
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=key,
        label_visibility="collapsed",
    )
    st.query_params[word] = chosen or first
    return chosen or first
