"""Who is signed in.

A route sets the cookie, HttpOnly: a signed token with the secret of a session in the database. That
session is read on every run, so ending it, closing its account or changing a posting takes effect
on the next run.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.language import i18n
from components.visit import authenticator, file_owners
from components.visit.streamlit_private import is_part_of_page, page_id
from db import audit
from db.access.permissions import Permission, may
from db.access.viewer import Viewer, viewer_of
from db.actions import sign_ins as actions
from db.audit import Counters
from db.errors import NotAllowed, traced
from db.models import Account
from db.queries import sign_ins
from db.store.engine import reading, writing

TICK = "live_tick"
_OPENED, _HERE = "session_opened", "session_here"
LOCK_CHECK = "60s"
TOUCH_PATIENCE_MS = 300
log = logging.getLogger("amudu")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is here: rights as a ``viewer``, and what their screens need to know of the account;
    ``counters`` as they were when it was read."""

    viewer: Viewer
    username: str
    display_name: str
    language: str
    must_change_password: bool
    is_demo: bool
    counters: Counters


def browser_token() -> str | None:
    """The session secret that this browser's cookie carries, if any."""
    return authenticator.own_secret()


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
        _touch(token)
    file_owners.record_page(page_id(), token if person else None)
    st.session_state[_HERE] = person
    return person


def _touch(token: str) -> None:
    """Store that the session is in use; a page does not wait for a database that is busy."""
    try:
        with writing(patience_ms=TOUCH_PATIENCE_MS) as session:
            actions.touch(session, token)
    except SQLAlchemyError as busy:
        log.warning("use of a session not stored: %s", traced(busy))


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


def sign_in_id() -> int | None:
    """The sign-in of this browser: another device has another one."""
    found: int | None = st.session_state.get(_OPENED)
    return found


def person(*, idle_counts: bool = False) -> Person | None:
    """The person behind this browser, read afresh; ``None`` when nobody is signed in."""
    return _behind(browser_token(), idle_counts=idle_counts)[1]


def person_behind(token: str | None) -> Person | None:
    """The person behind a session secret, outside of a script's run."""
    return _behind(token, idle_counts=False)[1]


def lost() -> sign_ins.Lost | None:
    """Why this browser, which was signed in, is so no longer; ``None`` for any other browser."""
    token = browser_token()
    if token is None:
        return None
    with reading() as session:
        return sign_ins.lost(session, token)


def current() -> Viewer | None:
    """The viewer behind this browser, read afresh; ``None`` when nobody is signed in."""
    found = person()
    return found.viewer if found else None


def require(permission: Permission) -> Viewer:
    """The viewer, when they have the permission now; else the screen says why and stops."""
    found = _here()
    if found is None:
        st.info(i18n.t("session.ended"), icon=":material/lock:")
        st.stop()
    return admit(found, permission)


def version() -> int:
    """The change counter as it was before all that this run has read; see ``figures.version``."""
    found = _here()
    return found.counters.version if found else 0


def _here() -> Person | None:
    """A whole run has just read who is here; each read and write of it asks the database again."""
    known: Person | None = None if is_part_of_page() else st.session_state.get(_HERE)
    return known or person()


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
    if is_part_of_page() and person(idle_counts=True) is None:
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
            counters=audit.counters(session),
        )
