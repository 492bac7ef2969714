"""One list: what it is for, its codes, and what can be done to them."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.programme.lists import add, big_types, codes, order, saving
from components.reads import reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.inputs.code_lists import LISTS, WORDED, is_closed
from db.queries import code_uses

#: A new kind of course is a new row of every release.
RELEASED = "TRAINING_TYPE"
BIG = "INTERVENTION_TYPE"


def draw(viewer: Viewer) -> None:
    """The choice of a list, and the list."""
    if st.session_state.pop(saving.SAVED, None):
        st.success(i18n.t("codes.saved"), icon=":material/check_circle:")
    there = [name for name in LISTS if reference.codes(name)]
    if not there:
        st.warning(i18n.t("setup.lists_missing", command="`.venv/bin/python -m seed_data`"))
        return
    st.write(i18n.t("codes.lead"))
    chosen = st.selectbox(
        i18n.t("codes.list"),
        there,
        format_func=lambda name: i18n.t(f"codes.name.{name}"),
        key="lists_list",
    )
    st.caption(i18n.t(f"codes.use.{chosen}"))
    _what_holds(chosen)
    if chosen == BIG:
        big_types.draw(viewer)
    used = read(code_uses.used, chosen, viewer=viewer)
    if not is_closed(chosen):
        add.draw(viewer, chosen)
    if is_closed(chosen) or not order.draw(viewer, chosen):
        codes.draw(viewer, chosen, used)


def _what_holds(chosen: str) -> None:
    if is_closed(chosen):
        st.info(i18n.t("codes.closed"), icon=":material/lock:")
    if chosen in WORDED:
        st.warning(i18n.t("codes.worded"), icon=":material/warning:")
    if chosen == RELEASED:
        st.warning(i18n.t("codes.released"), icon=":material/warning:")
