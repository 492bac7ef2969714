"""Why an entry is voided or corrected; the reason "undone" is reserved for the undo button."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels
from db.codes import UNDO


def choose(key: str) -> str | None:
    """One of the reasons of list ``VOID_REASON``, or ``None`` until one is touched."""
    return st.pills(
        i18n.t("entries.why"),
        [code for code in labels.choices("VOID_REASON") if code != UNDO],
        format_func=lambda code: labels.label("VOID_REASON", code),
        required=True,
        key=key,
    )
