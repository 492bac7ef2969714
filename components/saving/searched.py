"""A search among people is asked, counted and written down once, and drawn as often as its page."""

from __future__ import annotations

import streamlit as st

from components.reads.read import read
from components.saving.save import save
from db.access.viewer import Viewer
from db.actions import people as actions
from db.inputs.people import PeopleSearch
from db.queries import people
from db.queries.people import People


def found(key: str, search: PeopleSearch, viewer: Viewer) -> People | None:
    """Who fits; ``None`` where it was refused, and said. ``key`` keeps what was asked last."""
    if st.session_state.get(key) == search:
        return read(people.found, search, viewer=viewer)
    st.session_state.pop(key, None)
    asked = save(actions.search, search, by=viewer.account_id)
    if asked is None:
        return None
    st.session_state[key] = search
    return asked.value
