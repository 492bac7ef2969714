"""The sign-in form, shown in place of any page to whoever is not signed in."""

from __future__ import annotations

import streamlit as st

from components import i18n


def draw(wanted: str) -> None:
    """Ask for a name and a password; the page asked for opens afterwards."""
    st.title(i18n.t("sign_in.title"))
