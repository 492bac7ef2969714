"""What a button has made is shown until it is dismissed, in the place of what made it.

A second tap of a double one then finds no button, and what was shown once cannot be missed.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n


def show(name: str, made: Any) -> None:
    """Show ``made`` from the next run on."""
    st.session_state[name] = made


def current(name: str) -> Any | None:
    """What is to be shown, if anything."""
    return st.session_state.get(name)


def dismiss(name: str) -> None:
    """The button that ends it."""
    if st.button(i18n.t("entry.noted"), key=f"{name}_noted", type="primary"):
        st.session_state.pop(name, None)
        st.rerun()
