"""Reads for the account pages; never cached, since a right may have ended a moment ago."""

from __future__ import annotations

from components.visit import session as browser
from db.access.viewer import Viewer
from db.queries import accounts, sign_ins
from db.queries.accounts import Listed
from db.queries.sign_ins import OwnSession
from db.store.engine import reading


def own_sessions(viewer: Viewer) -> list[OwnSession]:
    """One's own open sessions."""
    with reading() as session:
        return sign_ins.own(session, browser.browser_token(), viewer=viewer)


def listed(viewer: Viewer, search: str, with_closed: bool) -> list[Listed]:
    """Accounts, for the administrator."""
    with reading() as session:
        return accounts.listed(session, search, with_closed=with_closed, viewer=viewer)


def organisations(viewer: Viewer) -> dict[int, str]:
    """Organisations by id."""
    with reading() as session:
        return accounts.organisations(session, viewer=viewer)
