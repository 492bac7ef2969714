"""What the address of the page says: the code of a card, which names nobody."""

from __future__ import annotations

import streamlit as st

from components.visit.navigation import PERSON_DIGITS, link_id

CASE = "case"
#: The person whose contact is being written, by their internal number.
CONTACT = "contact"


def wanted() -> str:
    """The code that the address names, as it was written there; empty for the list."""
    return st.query_params.get(CASE, "")[:40]


def code_key(form: str) -> str:
    """The key under which the draft of a contact holds the code of its person's card."""
    return f"{form}_code"


def contact_of() -> int | None:
    """The person whose contact is being written."""
    return link_id(st.query_params.get(CONTACT, ""), PERSON_DIGITS)


def back_to_list() -> None:
    """The list again."""
    for name in (CASE, CONTACT):
        st.query_params.pop(name, None)
