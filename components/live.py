"""A small pulse that redraws a results page only when a figure has moved.

Everything it needs is read by the page before the data, so that a change in between is seen at the
next beat. It draws one line; the charts stay as they are until the version moves, or until whoever
looks may see something else: then the page is drawn anew, and what is no longer theirs goes.
"""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components import data, i18n, session
from db.permissions import Permission, Viewer, may

EVERY_SECONDS = 5
_CHECKED = "live_checked"


def pulse(permission: Permission, viewer: Viewer, seen: int) -> None:
    """Draw "data as of ...", and watch for a version newer than ``seen``."""
    _pulse(permission, viewer, seen)


@st.fragment(run_every=f"{EVERY_SECONDS}s")
def _pulse(permission: Permission, viewer: Viewer, seen: int) -> None:
    try:
        person = session.person()
        is_same = person is not None and person.viewer == viewer and may(viewer.role, permission)
        is_same = is_same and data.version() == seen
        st.session_state[_CHECKED] = f"{data.now():%H:%M:%S}"
    except SQLAlchemyError:
        st.caption(i18n.t("live.lost", hour=st.session_state.get(_CHECKED, "—")))
        return
    if not is_same:
        st.session_state[session.TICK] = True
        st.rerun()
    st.caption(i18n.t("live.as_of", hour=st.session_state[_CHECKED]))
