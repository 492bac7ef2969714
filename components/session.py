"""Who is signed in; the only importer of streamlit-authenticator.

The cookie holds a random secret and nothing else, set HttpOnly by a route; what it stands for is
read from the database on every run, so closing an account or a posting takes effect at the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

import streamlit as st

from components import i18n
from db.actions import sign_ins as actions
from db.engine import reading, writing
from db.errors import AppError, NotAllowed
from db.models import Account
from db.passwords import MOST_BYTES, nobody
from db.permissions import Permission, Viewer, may, viewer_of
from db.queries import sign_ins
from db.settings import settings

COOKIE = "amudu_session"
BROWSER_COOKIE = "_streamlit_xsrf"
TICK = "live_tick"


def browser_token() -> str | None:
    """The session secret that this browser's cookie carries, if any."""
    token = st.context.cookies.get(COOKIE)
    return token if isinstance(token, str) else None


@dataclass(frozen=True)
class Person:
    """Who is here: rights as a ``viewer``, and what their screens need to know of the account."""

    viewer: Viewer
    display_name: str
    language: str
    must_change_password: bool
    is_demo: bool


def arrive(*, is_live: bool) -> Person | None:
    """The person on a full run, ``None`` when nobody is signed in; their use is written down.

    On live pages only the total limit counts, and a redraw by the timer is not use.
    """
    token = browser_token()
    ticked = st.session_state.pop(TICK, False)
    if token is None:
        return None
    with reading() as session:
        found = sign_ins.behind(session, token, idle_counts=not is_live)
        if found is None:
            return None
        try:
            viewer = viewer_of(session, found.account_id)
        except NotAllowed:
            return None
        account = session.get_one(Account, found.account_id)
        person = Person(
            viewer,
            account.display_name,
            account.language,
            account.must_change_password,
            account.is_demo,
        )
    if found.is_stale and not ticked:
        with writing() as session:
            actions.touch(session, token)
    return person


def current() -> Viewer | None:
    """The viewer behind this browser, read afresh; ``None`` when nobody is signed in."""
    token = browser_token()
    if token is None:
        return None
    with reading() as session:
        found = sign_ins.behind(session, token, idle_counts=False)
        if found is None:
            return None
        try:
            return viewer_of(session, found.account_id)
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


def address() -> str:
    """The address that failures count against.

    The socket's peer; behind a trusted proxy the last hop that is not one of ours. Streamlit gives
    no peer for localhost, and reads it from the connection, not from a header.
    """
    peer = st.context.ip_address
    peer = peer if isinstance(peer, str) else "localhost"
    return _behind_proxies(peer, st.context.headers.get("X-Forwarded-For"))


def _behind_proxies(peer: str, forwarded: str | None) -> str:
    trusted = settings().proxies
    is_trusted = peer in trusted or (peer == "localhost" and trusted & {"127.0.0.1", "::1"})
    if not is_trusted or not isinstance(forwarded, str):
        return peer
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return next((hop for hop in reversed(hops) if hop not in trusted), peer)


def check_password(username: str, password: str) -> str:
    """A ticket for ``/session/open``; raises ``AppError`` with one sentence for every refusal."""
    name = username.strip().lower()[:60]
    with writing() as session:
        attempt = actions.begin_attempt(session, name, address())
    account_id = _right_account(name, password)
    if account_id is None:
        raise AppError("error.sign_in_refused")
    with writing() as session:
        return actions.succeed(session, attempt, account_id, browser_secret())


def browser_secret() -> str:
    """What binds a ticket to this browser: Streamlit's own cookie against forged requests."""
    secret = st.context.cookies.get(BROWSER_COOKIE)
    return secret if isinstance(secret, str) else ""


def _right_account(name: str, password: str) -> int | None:
    """The account, when name and password are right and it may sign in; always one bcrypt check."""
    with reading() as session:
        account = sign_ins.account_named(session, name)
        password_hash = account.password_hash if account else nobody()
        right = _library_says(name, password, password_hash)
        if not right or account is None:
            return None
        try:
            viewer_of(session, account.id or 0)
        except NotAllowed:
            return None
        return account.id


def _library_says(name: str, password: str, password_hash: str) -> bool:
    """streamlit-authenticator's answer for one name; it keeps nothing of ours afterwards."""
    from streamlit_authenticator.controllers import AuthenticationController

    typed = password if len(password.encode()) <= MOST_BYTES else ""
    credentials: dict[str, Any] = {
        "usernames": {name: {"name": name, "email": "", "password": password_hash}}
    }
    controller = AuthenticationController(credentials, auto_hash=False)
    right = controller.login(name, typed or " ")
    for key in ("authentication_status", "name", "username", "email", "roles", "logout"):
        st.session_state.pop(key, None)
    return bool(right)


def enter(ticket: str, wanted: str) -> NoReturn:
    """Leave for the route that redeems the ticket; the page asked for opens afterwards."""
    st.html(
        f"<script>location.replace('/session/open?ticket={ticket}"
        f"&next=' + encodeURIComponent({wanted!r} + location.search))</script>",
        unsafe_allow_javascript=True,
    )
    st.stop()
