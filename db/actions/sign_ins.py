"""Opening and ending browser sessions, and what slows down guessing.

An attempt is written down before the password is checked and struck out when it was right, so that
guesses made at the same time all count. Rules: see ``waiting_seconds``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.codes import Role
from db.errors import AppError, NotAllowed
from db.models import Account, FailedSignIn, SignInSession, SignInTicket
from db.models.base import now
from db.permissions import AccountId, Viewer, viewer_of
from db.sealing import fingerprint, keyed_hash
from db.settings import settings

TICKET_SECONDS = 30
PAIR_FREE, PAIR_MOST_MINUTES = 5, 15
NAME_FREE, NAME_MOST_SECONDS = 10, 60
ADDRESS_MOST_AN_HOUR = 100
MEMORY = timedelta(hours=24)


def begin_attempt(session: Session, username: str, address: str) -> int:
    """Write down an attempt; raises ``AppError`` with the minutes to wait if too soon."""
    name_hash, address_hash = keyed_hash(f"name:{username}"), keyed_hash(f"address:{address}")
    wait = waiting_seconds(session, name_hash, address_hash)
    if wait > 0:
        raise AppError("error.too_many_attempts", count=-(-wait // 60))
    session.execute(sa.delete(FailedSignIn).where(col(FailedSignIn.at) < now() - MEMORY))
    attempt = FailedSignIn(name_hash=name_hash, address_hash=address_hash)
    session.add(attempt)
    session.flush()
    return attempt.id or 0


def waiting_seconds(session: Session, name_hash: str, address_hash: str) -> int:
    """Seconds until the next attempt is allowed.

    One name from one address: after 5 failures 1, 2, 4 ... 15 minutes. One name from anywhere:
    after 10 an hour up to 60 seconds, never more (nobody may lock another out). One address: 100
    an hour.
    """
    pair, last_pair = _failures(session, MEMORY, name_hash=name_hash, address_hash=address_hash)
    name, last_name = _failures(session, timedelta(hours=1), name_hash=name_hash)
    address, last_address = _failures(session, timedelta(hours=1), address_hash=address_hash)
    waits = [
        (60 * min(PAIR_MOST_MINUTES, 2 ** min(pair - PAIR_FREE, 9)), last_pair, pair >= PAIR_FREE),
        (min(NAME_MOST_SECONDS, 2 ** min(name - NAME_FREE, 9)), last_name, name >= NAME_FREE),
        (3600 // ADDRESS_MOST_AN_HOUR, last_address, address >= ADDRESS_MOST_AN_HOUR),
    ]
    passed = [
        seconds - (now() - last).total_seconds()
        for seconds, last, applies in waits
        if applies and last
    ]
    return max(0, *(round(each + 0.5) for each in passed)) if passed else 0


def _failures(session: Session, within: timedelta, **hashes: str) -> tuple[int, datetime | None]:
    matches = [col(getattr(FailedSignIn, name)) == value for name, value in hashes.items()]
    query = sa.select(sa.func.count(), sa.func.max(col(FailedSignIn.at))).where(
        col(FailedSignIn.at) > now() - within, *matches
    )
    count, last = session.execute(query).one()
    return count, last


def succeed(session: Session, attempt_id: int, account_id: AccountId, browser: str) -> str:
    """Strike out the attempt (and earlier ones of the pair), and give a one-time ticket."""
    attempt = session.get(FailedSignIn, attempt_id)
    if attempt is not None:
        session.execute(
            sa.delete(FailedSignIn).where(
                col(FailedSignIn.name_hash) == attempt.name_hash,
                col(FailedSignIn.address_hash) == attempt.address_hash,
            )
        )
    session.execute(sa.delete(SignInTicket).where(col(SignInTicket.expires_at) < now() - MEMORY))
    ticket = secrets.token_urlsafe(32)
    session.add(
        SignInTicket(
            ticket_hash=fingerprint(ticket),
            account_id=account_id,
            browser_hash=fingerprint(browser),
            expires_at=now() + timedelta(seconds=TICKET_SECONDS),
        )
    )
    return ticket


@dataclass(frozen=True)
class Opened:
    """A new session's secret, for the cookie and nothing else."""

    token: str
    expires_at: datetime


def open_session(session: Session, ticket: str, browser: str, device: str) -> Opened | None:
    """Redeem a ticket once, in the browser it was made for; ``None`` when it is not good."""
    found = session.get(SignInTicket, fingerprint(ticket), with_for_update=True)
    if found is None or found.used_at is not None or found.expires_at < now():
        return None
    if not secrets.compare_digest(found.browser_hash, fingerprint(browser)):
        return None
    found.used_at = now()
    viewer = viewer_of(session, found.account_id)
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(hours=settings().session_hours)
    row = SignInSession(
        account_id=found.account_id,
        token_hash=fingerprint(token),
        device=device[:60],
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    audit.record(session, viewer, "session.open", "session", row.id)
    return Opened(token, expires_at)


def touch(session: Session, token: str) -> None:
    """The session was used just now."""
    session.execute(
        sa.update(SignInSession)
        .where(col(SignInSession.token_hash) == fingerprint(token))
        .values(last_used_at=now())
    )


def close_session(session: Session, token: str) -> None:
    """End the session behind a cookie; does nothing for one that is not open."""
    row = session.exec(
        select(SignInSession).where(
            SignInSession.token_hash == fingerprint(token), col(SignInSession.ended_at).is_(None)
        )
    ).first()
    if row is not None:
        row.ended_at = now()
        owner = session.get(Account, row.account_id)
        viewer = Viewer(row.account_id, owner.role if owner else Role.AGENT, frozenset())
        audit.record(session, viewer, "session.close", "session", row.id)


def end_own(session: Session, session_id: int, *, by: AccountId) -> None:
    """End one of one's own sessions."""
    viewer = viewer_of(session, by)
    row = session.get(SignInSession, session_id)
    if row is None or row.account_id != by:
        raise NotAllowed("error.not_allowed")
    row.ended_at = row.ended_at or now()
    audit.record(session, viewer, "session.close", "session", session_id)


def end_all(session: Session, account_id: AccountId, *, but: str | None = None) -> int:
    """End every open session of an account (but the one with this secret); returns how many."""
    query = sa.update(SignInSession).where(
        col(SignInSession.account_id) == account_id, col(SignInSession.ended_at).is_(None)
    )
    if but is not None:
        query = query.where(col(SignInSession.token_hash) != fingerprint(but))
    ended = session.execute(query.values(ended_at=now()))
    return int(ended.rowcount)  # type: ignore[attr-defined]


def end_all_own(session: Session, keep: str | None, *, by: AccountId) -> int:
    """End all of one's own sessions but the one in use."""
    viewer = viewer_of(session, by)
    ended = end_all(session, by, but=keep)
    audit.record(session, viewer, "session.close_all", "account", by)
    return ended
