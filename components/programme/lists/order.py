"""The order of a list, which is the order of the forms: changed on purpose, never by the way."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.programme.lists import saving, words
from components.reads import reference
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.actions import code_lists as actions
from db.inputs.code_lists import Reorder


def draw(viewer: Viewer, list_name: str) -> bool:
    """While the order is being changed its lines stand in place of the codes; whether they do."""
    found = [each for each in reference.codes(list_name).values() if each.valid_to is None]
    if len(found) < 2 or not st.toggle(i18n.t("codes.reorder"), key="lists_reorder"):
        return False
    st.warning(i18n.t("codes.reorder_warning"), icon=":material/touch_app:")
    order = [each.code for each in found]
    for place, code in enumerate(found):
        with st.container(
            border=True,
            horizontal=True,
            vertical_alignment="center",
            key=f"lists_place_{code.code}",
        ):
            st.markdown(words.own(code), width="stretch")
            there = _touched(code.code, place, len(order))
        if there is not None:
            _move(viewer, list_name, order, place, there)
    return True


def _touched(code: str, place: int, count: int) -> int | None:
    """Two buttons that stay side by side; the place where a touch wants the code."""
    wanted = None
    with st.container(horizontal=True, width="content"):
        for sign, step in (("arrow_upward", -1), ("arrow_downward", 1)):
            if st.button(
                i18n.t("codes.up" if step < 0 else "codes.down"),
                key=f"lists_{sign}_{code}",
                icon=f":material/{sign}:",
                disabled=not 0 <= place + step < count,
            ):
                wanted = place + step
    return wanted


def _move(viewer: Viewer, list_name: str, order: list[str], place: int, there: int) -> None:
    wanted = list(order)
    wanted.insert(there, wanted.pop(place))
    raw = {"list": list_name, "order": wanted, "seen": order}
    if saving.sent(actions.reorder, Reorder, raw, viewer, Problems("reorder")):
        st.rerun()
