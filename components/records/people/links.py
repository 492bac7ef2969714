"""What the address of the page says: the code of a card, which names nobody."""

from __future__ import annotations

import streamlit as st

CASE = "case"


def wanted() -> str:
    """The code that the address names, as it was written there; empty for the list."""
    return st.query_params.get(CASE, "")[:40]


def back_to_list() -> None:
    """The list again."""
    st.query_params.pop(CASE, None)
