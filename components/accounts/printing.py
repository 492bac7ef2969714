"""Printing a page from a button; what of it is printed stands in ``look.css``."""

from __future__ import annotations

import time

import streamlit as st

from components.language import i18n

#: The page is drawn to its end before the browser's own window is opened.
AFTER_MS = 400


def offer(key: str) -> None:
    """A button that opens the browser's print window."""
    if not st.button(i18n.t("print.now"), key=key, icon=":material/print:"):
        return
    # The moment makes each press a new script: the browser runs none a second time.
    script = f"setTimeout(() => window.print(), {AFTER_MS}) // {time.time_ns()}"
    with st.container(key=f"{key}_unseen"):
        st.html(f"<script>{script}\n</script>", unsafe_allow_javascript=True)
