"""The password and the cookie, as streamlit-authenticator checks them; its only importer.

An upgrade must keep: ``AuthenticationController.login`` for one name, which compares with a bcrypt
hash, hashes nothing anew and draws nothing; ``CookieController.get_cookie``, which reads the
script's own cookie, a token signed with HS256 that holds ``username`` and ``exp_date``, and gives
back all that is in it; ``stx`` and ``print`` as names of the modules in which they are disabled.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from types import ModuleType

import jwt
import streamlit as st

from db.secrets.sealing import keyed_hash

COOKIE = "amudu_session"
#: What the library leaves behind in a session, and what it asks for before it reads a cookie.
LEFT_BEHIND = ("authentication_status", "name", "username", "email", "roles", "logout")
ASKED_FOR = "logout"


class _Disabled:
    """In the place of the library's cookie component, which is not used."""


class _Components:
    CookieManager = _Disabled


@lru_cache(maxsize=1)
def _library() -> ModuleType:
    """The library, imported only when needed (0.7 s).

    Its cookie component is an iframe that reruns the script; a route sets and deletes the cookie
    instead. ``print`` is disabled too: the library would print a forged cookie into the log.
    """
    from streamlit_authenticator import controllers
    from streamlit_authenticator.models import authentication_model, cookie_model

    cookie_model.stx = _Components
    for module in (cookie_model, authentication_model):
        vars(module)["print"] = lambda *_: None
    found: ModuleType = controllers
    return found


def says_right(name: str, password: str, password_hash: str) -> bool:
    """The library's answer for one name; it keeps nothing of ours afterwards."""
    account = {"name": name, "email": "", "password": password_hash}
    credentials = {"usernames": {name: account}}
    controller = _library().AuthenticationController(credentials, auto_hash=False)
    right = controller.login(name, password or " ")
    for key in LEFT_BEHIND:
        st.session_state.pop(key, None)
    return bool(right)


def own_secret() -> str | None:
    """The secret in this browser's cookie, when the library finds it signed by us and in time."""
    if not isinstance(st.context.cookies.get(COOKIE), str):
        return None
    st.session_state.setdefault(ASKED_FOR, None)
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
