"""From a name and a password to a ticket, which a route turns into the cookie."""

from __future__ import annotations

import time
from typing import Any, NoReturn

import streamlit as st

from components.visit import authenticator, browser
from components.visit.address import at
from db.access.viewer import viewer_of
from db.actions import own_account
from db.actions import sign_ins as actions
from db.errors import AppError, NotAllowed
from db.inputs import normalisation
from db.queries import sign_ins
from db.secrets.passwords import MOST_BYTES, nobody, plain
from db.store.engine import once, reading

#: The ticket with which the browser leaves, where to, and since when.
_LEAVING = "signing_in_leaving"


def attempt(name: str) -> int:
    """Write down an attempt from this browser; raises ``AppError`` with the minutes to wait."""
    begun = once(actions.begin_attempt, name, browser.address())
    if begun.wait_seconds:
        raise AppError("error.too_many_attempts", count=-(-begun.wait_seconds // 60))
    return begun.id


def discount_attempt(attempt_id: int) -> None:
    """Delete the attempt: the password or code was right, whatever else was wrong."""
    once(actions.discount_attempt, attempt_id)


def check_password(username: str, password: str, language: str | None = None) -> str:
    """A ticket for ``/session/open``; raises ``AppError`` with one sentence for every refusal.

    ``language`` is what was chosen on the form: it becomes the account's.
    """
    name = normalisation.username(username)
    begun = attempt(name)
    account_id = _right_account(name, password)
    if account_id is None:
        raise AppError("error.sign_in_refused")
    return once(_succeed, begun, account_id, language)


def _succeed(session: Any, begun: int, account_id: int, language: str | None) -> str:
    if language is not None:
        # The browser leaves this page, and with it whatever language was chosen here.
        own_account.set_language(session, language, by=account_id)
    return actions.succeed(session, begun, account_id, browser.own_xsrf_token())


def _right_account(name: str, password: str) -> int | None:
    """The account, when name and password are right and it may sign in; always one bcrypt check."""
    with reading() as session:
        account = sign_ins.account_named(session, name)
        known = account.id if account else None
        password_hash = account.password_hash if account else nobody()
    said = plain(password)
    said = said if len(said.encode()) <= MOST_BYTES else ""
    if not authenticator.says_right(name, said, password_hash) or known is None:
        return None
    with reading() as session:
        try:
            return viewer_of(session, known).account_id
        except NotAllowed:
            return None


def enter(ticket: str, wanted: str) -> NoReturn:
    """Leave for the route that redeems the ticket; the page asked for opens afterwards."""
    st.session_state[_LEAVING] = (ticket, wanted, time.monotonic())
    st.html(
        f"<script>location.replace('{at('/session/open')}?ticket={ticket}"
        f"&next=' + encodeURIComponent({wanted!r} + location.search))</script>",
        unsafe_allow_javascript=True,
    )
    st.stop()


def go_on() -> None:
    """After a second tap the browser goes on leaving; the ticket or code is not used again."""
    ticket, wanted, since = st.session_state.get(_LEAVING, ("", "", 0.0))
    if ticket and time.monotonic() - since < actions.TICKET_SECONDS:
        enter(ticket, wanted)
