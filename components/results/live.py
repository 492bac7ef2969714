"""A timer that redraws a results page only when a figure has changed.

The page reads the version before the data, so that a change in between is noticed at the next beat.
A beat draws one line and leaves the charts alone. The page is drawn again once the version, the day
or what the viewer may read has changed.
"""

from __future__ import annotations

import random
import time
from datetime import date

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.reads import reference
from components.visit import session
from db.access.permissions import Permission, may
from db.access.viewer import Viewer

#: Each run chooses when to look again: screens that wait for the same would stay in step.
AT_LEAST, AT_MOST = 4.0, 4.8
#: A browser that was kept waiting asks meanwhile. Drawn again at once for newer figures, it would
#: never be sent what was drawn: a run that begins takes back what no browser has got yet.
TOO_SOON = AT_LEAST / 2
_CHECKED, _JUST_READ, _DRAWN = "live_checked", "live_just_read", "live_drawn"


def pulse(permission: Permission, viewer: Viewer, seen: int) -> None:
    """Draw "data as of ...", and watch for a version newer than ``seen``."""
    st.session_state[_JUST_READ] = True
    # Not a secret.
    every = random.uniform(AT_LEAST, AT_MOST)  # noqa: S311
    st.fragment(_pulse, run_every=every)(permission, viewer, seen, reference.today())


def drawn() -> None:
    """All of a page has been drawn."""
    st.session_state[_DRAWN] = time.monotonic()


def _pulse(permission: Permission, viewer: Viewer, seen: int, day: date) -> None:
    # The first beat belongs to the page's own run, which has just read rights and version.
    just_read = st.session_state.pop(_JUST_READ, False)
    is_too_soon = not just_read and time.monotonic() - st.session_state.get(_DRAWN, 0.0) < TOO_SOON
    try:
        is_same = just_read or _is_same(permission, viewer, None if is_too_soon else seen, day)
        if not is_too_soon:
            st.session_state[_CHECKED] = f"{reference.now():%H:%M:%S}"
    except SQLAlchemyError:
        st.caption(i18n.t("live.lost", hour=st.session_state.get(_CHECKED, "—")))
        return
    if not is_same:
        st.session_state[session.TICK] = True
        st.rerun()
    st.caption(i18n.t("live.as_of", hour=st.session_state.get(_CHECKED, "—")))


def _is_same(permission: Permission, viewer: Viewer, seen: int | None, day: date) -> bool:
    """Whether nothing has changed; ``seen``: the version that is drawn, where that counts."""
    person = session.person()
    return (
        person is not None
        and person.viewer == viewer
        and may(viewer.role, permission)
        and (seen is None or person.counters.version == seen)
        and reference.today() == day
    )
