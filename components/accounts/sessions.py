"""The browsers in which one is signed in, and ending them."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import reference
from components.saving.save import save
from components.visit import session
from components.visit.address import at
from db.access.viewer import Viewer
from db.actions import sign_ins
from db.queries.sign_ins import OwnSession


def show(viewer: Viewer, sessions: list[OwnSession]) -> None:
    """One line a browser, with a button to end it; then one for all the others."""
    for each in sessions:
        _one(viewer, each)
    with st.container(horizontal=True):
        if len(sessions) > 1 and st.button(i18n.t("account.end_others"), key="account_end_others"):
            save(sign_ins.end_all_own, session.browser_token(), by=viewer.account_id)
            st.rerun()
        sign_out("account_signout")


def _one(viewer: Viewer, each: OwnSession) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.write(
            i18n.t(
                "account.session_line",
                device=each.device or i18n.t("account.unknown_device"),
                opened=reference.local(each.opened_at),
                used=reference.local(each.last_used_at),
            )
        )
        if each.is_this_one:
            st.badge(i18n.t("account.this_browser"))
        elif st.button(i18n.t("account.end"), key=f"account_end_{each.id}"):
            save(sign_ins.end_own, each.id, by=viewer.account_id)
            st.rerun()


def sign_out(key: str) -> None:
    """A button that leaves for the route which ends the session."""
    pressed = st.button(i18n.t("session.sign_out"), key=key, icon=":material/logout:")
    if pressed:
        leave = f"<script>location.replace('{at('/session/close')}')</script>"
        st.html(leave, unsafe_allow_javascript=True)
        st.stop()
