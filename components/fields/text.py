"""The one text field: whatever is typed or pasted in it arrives in one spelling.

Only passwords have a field of their own, since each of their characters counts; a test finds any
other field that was made without this.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from db.inputs.typed import plain


def typed(label: str, *, key: str, **options: Any) -> str:
    """``st.text_input``, its text as ``db.inputs.typed`` reads it."""
    return plain(st.text_input(label, key=key, **options) or "")
