"""The one text field: whatever is typed or pasted in it arrives in one spelling.

Only passwords have a field of their own, since each of their characters counts; a test finds any
other field that was made without this. None has ``max_chars``, with which a paste that is too long
leaves the field as it was and says nothing: the input class says so.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from db.inputs.normalisation import normalised


def typed(label: str, *, key: str, **options: Any) -> str:
    """``st.text_input``, its text as ``db.inputs.normalisation`` reads it.

    A field of digits has the keys of a telephone, and neither Streamlit's example of a number nor
    the phone's own number for an answer.
    """
    if options.get("type") == "phone":
        options = {"placeholder": "", "autocomplete": "off"} | options
    return normalised(st.text_input(label, key=key, **options) or "")


def long(label: str, *, key: str, **options: Any) -> str:
    """The same of several sentences, in one paragraph."""
    return normalised(st.text_area(label, key=key, **options) or "")


def pasted(label: str, *, key: str, **options: Any) -> str:
    """A table as it was pasted: its tabs and lines part cells, and each cell is read by itself."""
    return st.text_area(label, key=key, **options) or ""


def searched(label: str, *, key: str, **options: Any) -> str:
    """What is looked for in a list: there again when the page is, and in no address, since it may
    name somebody."""
    held = f"{key}_held"
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(held, "")
    found = typed(label, key=key, type="search", autocomplete="off", **options)
    st.session_state[held] = found
    return found
