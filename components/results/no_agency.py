"""What a page says to whoever sees no agency: their nought would be read as that of the
programme."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads.unposted import unposted
from db.access.viewer import Viewer
from db.codes import Role


def is_shown(viewer: Viewer) -> bool:
    """Say why there is nothing to read, and whom to ask, if there is no agency."""
    if viewer.agencies:
        return False
    if viewer.role is Role.AGENT:
        st.info(plain(unposted(viewer)), icon=":material/person_pin_circle:")
    else:
        st.info(i18n.t("postings.no_agency"), icon=":material/apartment:")
    return True
