"""A long list, shown in steps: each tap on "more" brings the next lines."""

from __future__ import annotations

import streamlit as st

from components.language import i18n

STEP = 30


def limit(name: str) -> int:
    """How many lines of the list are shown now."""
    shown: int = st.session_state.get(f"{name}_limit", STEP)
    return shown


def button(name: str, total: int) -> None:
    """Under the list, while there are lines that it does not show."""
    left = total - limit(name)
    if left > 0 and st.button(
        i18n.tn("list.more", left),
        key=f"{name}_more",
        icon=":material/expand_more:",
        width="stretch",
    ):
        st.session_state[f"{name}_limit"] = limit(name) + STEP
        st.rerun()
