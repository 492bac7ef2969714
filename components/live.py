"""A small pulse that redraws a results page only when a figure has moved."""

from __future__ import annotations

import streamlit as st

from components import data, session
from db.permissions import Permission

EVERY_SECONDS = 5


def pulse(permission: Permission, seen: int) -> None:
    """Call last on a results page, with the version read before its data."""
    _pulse(permission, seen)


@st.fragment(run_every=f"{EVERY_SECONDS}s")
def _pulse(permission: Permission, seen: int) -> None:
    session.require(permission)
    if data.version() != seen:
        st.rerun()
