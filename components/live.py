"""A small pulse that redraws a results page only when a figure has moved.

Everything it needs is read by the page before the data, so that a change in between is seen at the
next beat. It draws one line; the charts stay as they are until the version moves.
"""

from __future__ import annotations

import streamlit as st

from components import data, i18n, session
from db.permissions import Permission

EVERY_SECONDS = 5


def pulse(permission: Permission, seen: int) -> None:
    """Draw "data as of ...", and watch for a version newer than ``seen``."""
    _pulse(permission, seen)


@st.fragment(run_every=f"{EVERY_SECONDS}s")
def _pulse(permission: Permission, seen: int) -> None:
    session.require(permission)
    if data.version() != seen:
        st.session_state[session.TICK] = True
        st.rerun()
    now = data.now()
    st.caption(i18n.t("live.as_of", hour=f"{now:%H:%M:%S}"))
