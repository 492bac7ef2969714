"""Who is signed in; the only importer of streamlit-authenticator."""

from __future__ import annotations

import streamlit as st

from components import i18n
from db.engine import reading
from db.errors import NotAllowed
from db.permissions import Permission, Viewer, may, viewer_of
from db.queries import sign_ins

COOKIE = "amudu_session"


def browser_token() -> str | None:
    """The session secret that this browser's cookie carries, if any."""
    token = st.context.cookies.get(COOKIE)
    return token if isinstance(token, str) else None


def current() -> Viewer | None:
    """The viewer behind this browser, read afresh; ``None`` when nobody is signed in."""
    token = browser_token()
    if token is None:
        return None
    with reading() as session:
        account_id = sign_ins.account_behind(session, token)
        if account_id is None:
            return None
        try:
            return viewer_of(session, account_id)
        except NotAllowed:
            return None


def require(permission: Permission) -> Viewer:
    """The viewer, when they have the permission now; else the screen says why and stops."""
    viewer = current()
    if viewer is None:
        st.info(i18n.t("session.ended"), icon=":material/lock:")
        st.stop()
    if not may(viewer.role, permission):
        st.warning(i18n.t("session.no_access"), icon=":material/block:")
        st.stop()
    return viewer
