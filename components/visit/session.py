"""Who is signed in; the only importer of streamlit-authenticator.

The library checks the password and the cookie. A route sets the cookie, HttpOnly: the library's
signed token, with the secret of a session in the database. That session is read on every run, so
ending it, closing its account or changing a posting takes effect on the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import ModuleType
from typing import Any, NoReturn

import jwt
import streamlit as st

from components.language import i18n
from components.visit import browser
from db.access.permissions import Permission, may
from db.access.viewer import Viewer, viewer_of
from db.actions import sign_ins as actions
from db.errors import AppError, NotAllowed
from db.models import Account
from db.queries import sign_ins
from db.secrets.passwords import MOST_BYTES, nobody, plain
from db.secrets.sealing import keyed_hash
from db.store.engine import reading, writing

COOKIE = "amudu_session"
TICK = "live_tick"
_OPENED = "session_opened"
LOCK_CHECK = "60s"
_LIBRARY_KEYS = ("authentication_status", "name", "username", "email", "roles", "logout")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is here: rights as a ``viewer``, and what their screens need to know of the account."""

    viewer: Viewer
    username: str
    display_name: str
    language: str
    must_change_password: bool
    is_demo: bool


def browser_token() -> str | None:
    """The session secret that this browser's cookie carries, if any."""
    cookie = st.context.cookies.get(COOKIE)
    return _secret_of_cookie() if isinstance(cookie, str) else None


def arrive(*, is_live: bool) -> Person | None:
    """The person on a full run, ``None`` when nobody is signed in; stores when they were here.

    On live pages a session ends after its total length only, not when it is idle. A redraw by the
    timer does not count as use, and neither does a live page opened after the idle limit: pages
    with cases stay locked.
    """
    ticked = st.session_state.pop(TICK, False)
    token = browser_token()
    found, person = _behind(token, idle_counts=not is_live)
    _forget_another(found.id if found else None)
    if found and token and found.is_stale and not ticked:
        with writing() as session:
            actions.touch(session, token)
    return person


def _forget_another(opened: int | None) -> None:
    """Clear the tab's state when the session behind it has changed.

    A tab that slept reconnects with the browser's present cookie, perhaps another person's.
    """
    if st.session_state.get(_OPENED, opened) != opened:
        language = i18n.language()
        st.session_state.clear()
        if opened is None:
            i18n.choose(language)
    st.session_state[_OPENED] = opened


def person(*, idle_counts: bool = False) -> Person | None:
    """The person behind this browser, read afresh; ``None`` when nobody is signed in."""
    return _behind(browser_token(), idle_counts=idle_counts)[1]


def person_behind(token: str | None) -> Person | None:
    """The person behind a session secret, outside of a script's run."""
    return _behind(token, idle_counts=False)[1]


def current() -> Viewer | None:
    """The viewer behind this browser, read afresh; ``None`` when nobody is signed in."""
    found = person()
    return found.viewer if found else None


def require(permission: Permission) -> Viewer:
    """The viewer, when they have the permission now; else the screen says why and stops."""
    found = person()
    if found is None:
        st.info(i18n.t("session.ended"), icon=":material/lock:")
        st.stop()
    return admit(found, permission)


def admit(person: Person, permission: Permission) -> Viewer:
    """As ``require``, for somebody just read."""
    if person.must_change_password and permission is not Permission.OWN_ACCOUNT:
        st.warning(i18n.t("session.password_first"), icon=":material/lock:")
        st.stop()
    if not may(person.viewer.role, permission):
        st.warning(i18n.t("session.no_access"), icon=":material/block:")
        st.stop()
    return person.viewer


@st.fragment(run_every=LOCK_CHECK)
def lock_when_idle() -> None:
    """On pages with cases: an unused screen gives way to the sign-in form by itself."""
    if person(idle_counts=True) is None:
        st.rerun()


def _behind(
    token: str | None, *, idle_counts: bool
) -> tuple[sign_ins.OpenSession | None, Person | None]:
    if token is None:
        return None, None
    with reading() as session:
        found = sign_ins.behind(session, token, idle_counts=idle_counts)
        if found is None:
            return None, None
        try:
            viewer = viewer_of(session, found.account_id)
        except NotAllowed:
            return None, None
        account = session.get_one(Account, found.account_id)
        return found, Person(
            viewer=viewer,
            username=account.username,
            display_name=account.display_name,
            language=account.language,
            must_change_password=account.must_change_password,
            is_demo=account.is_demo,
        )


def attempt(name: str) -> int:
    """Write down an attempt from this browser; raises ``AppError`` with the minutes to wait."""
    with writing() as session:
        begun = actions.begin_attempt(session, name, browser.address())
    if begun.wait_seconds:
        raise AppError("error.too_many_attempts", count=-(-begun.wait_seconds // 60))
    return begun.id


def strike_out(attempt_id: int) -> None:
    """Delete the attempt: the password or code was right, whatever else was wrong."""
    with writing() as session:
        actions.strike_out(session, attempt_id)


def check_password(username: str, password: str) -> str:
    """A ticket for ``/session/open``; raises ``AppError`` with one sentence for every refusal."""
    name = username.strip().lower()[:60]
    begun = attempt(name)
    account_id = _right_account(name, password)
    if account_id is None:
        raise AppError("error.sign_in_refused")
    with writing() as session:
        return actions.succeed(session, begun, account_id, browser.own_mark())


def _right_account(name: str, password: str) -> int | None:
    """The account, when name and password are right and it may sign in; always one bcrypt check."""
    with reading() as session:
        account = sign_ins.account_named(session, name)
        known = account.id if account else None
        password_hash = account.password_hash if account else nobody()
    if not _library_says(name, password, password_hash) or known is None:
        return None
    with reading() as session:
        try:
            return viewer_of(session, known).account_id
        except NotAllowed:
            return None


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    """The library, imported only when needed (0.7 s), with its cookie component disabled.

    The component is an iframe that reruns the script; a route sets and deletes the cookie instead.
    ``print`` is disabled too: the library would print a forged cookie into the log.
    """
    from streamlit_authenticator import controllers
    from streamlit_authenticator.models import authentication_model, cookie_model

    class Resting:
        def set(self, *_: Any, **__: Any) -> None: ...
        def get(self, *_: Any, **__: Any) -> None: ...
        def delete(self, *_: Any, **__: Any) -> None: ...

    class Components:
        CookieManager = Resting

    cookie_model.stx = Components
    for module in (cookie_model, authentication_model):
        vars(module)["print"] = lambda *_: None
    return controllers


def _library_says(name: str, password: str, password_hash: str) -> bool:
    """streamlit-authenticator's answer for one name; it keeps nothing of ours afterwards."""
    typed = plain(password)
    typed = typed if len(typed.encode()) <= MOST_BYTES else ""
    credentials: dict[str, Any] = {
        "usernames": {name: {"name": name, "email": "", "password": password_hash}}
    }
    controller = _library().AuthenticationController(credentials, auto_hash=False)
    right = controller.login(name, typed or " ")
    for key in _LIBRARY_KEYS:
        st.session_state.pop(key, None)
    return bool(right)


def _secret_of_cookie() -> str | None:
    """The secret in this browser's cookie, when the library finds it signed by us and in time."""
    st.session_state.setdefault("logout", None)
    try:
        found = _library().CookieController(COOKIE, _cookie_key(), 0).get_cookie()
    except (jwt.InvalidTokenError, KeyError, TypeError):
        return None
    secret = found.get("session") if found else None
    return secret if isinstance(secret, str) else None


def cookie(username: str, secret: str, expires_at: datetime) -> str:
    """The cookie's value: the library's own token, and with it the secret of our session."""
    content = {"username": username, "exp_date": expires_at.timestamp(), "session": secret}
    return jwt.encode(content, _cookie_key(), algorithm="HS256")


def secret_in(value: str) -> str | None:
    """The secret in a cookie that a route received."""
    try:
        return str(jwt.decode(value, _cookie_key(), algorithms=["HS256"])["session"])
    except (jwt.InvalidTokenError, KeyError):
        return None


def _cookie_key() -> str:
    return keyed_hash("key of the session cookie")


def enter(ticket: str, wanted: str) -> NoReturn:
    """Leave for the route that redeems the ticket; the page asked for opens afterwards."""
    st.html(
        f"<script>location.replace('/session/open?ticket={ticket}"
        f"&next=' + encodeURIComponent({wanted!r} + location.search))</script>",
        unsafe_allow_javascript=True,
    )
    st.stop()
