"""Opening and ending browser sessions, and slowing down whoever guesses passwords.

An attempt is stored before the password is checked and deleted when it was right, so that guesses
made at the same time all count. The rules: ``_pair_wait``, ``_name_wait`` and ``_address_wait``.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.viewer import AccountId, Viewer, viewer_of
from db.codes import Role
from db.errors import NotAllowed
from db.models import Account, FailedSignIn, SignInSession, SignInTicket
from db.models.base import now
from db.queries.sign_ins import MEMORY, failures, hash_of
from db.secrets.sealing import fingerprint, keyed_hash
from db.store.settings import settings

TICKET_SECONDS = 30
PAIR_FREE, PAIR_MOST_MINUTES = 5, 15
NAME_FREE, NAME_MOST_SECONDS = 10, 60
ADDRESS_MOST_AN_HOUR = 100
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Attempt:
    """A stored attempt, or the seconds to wait before the next one is accepted."""

    id: int
    wait_seconds: int = 0


def begin_attempt(session: Session, username: str, address: str) -> Attempt:
    """Store an attempt before the password is checked; one that has to wait is not stored.

    Except while a name is delayed for everybody: then an address's first attempt is stored although
    it has to wait, because the address's delay runs from that attempt.
    """
    name_hash, address_hash = hash_of(username), keyed_hash(f"address:{address}")
    _one_at_a_time(session, name_hash, address_hash)
    session.execute(sa.delete(FailedSignIn).where(col(FailedSignIn.at) < now() - MEMORY))
    locked = max(_pair_wait(session, name_hash, address_hash), _address_wait(session, address_hash))
    delayed = _name_wait(session, name_hash, address_hash)
    wait = max(0, math.ceil(locked), math.ceil(delayed))
    knocks = locked <= 0 and _last(session, HOUR, name_hash, address_hash) is None
    if wait > 0 and not knocks:
        return Attempt(0, wait)
    row = FailedSignIn(name_hash=name_hash, address_hash=address_hash)
    session.add(row)
    session.flush()
    return Attempt(row.id, wait)


def _one_at_a_time(session: Session, name_hash: str, address_hash: str) -> None:
    """Attempts for one name, or from one address, wait for each other: each of them is counted."""
    if session.get_bind().dialect.name != "postgresql":  # SQLite has one writer anyway
        return
    # Always first the lock of the name, then that of the address: no two can block each other.
    for kind, key in enumerate((name_hash, address_hash)):
        session.execute(
            sa.text("SELECT pg_advisory_xact_lock(:kind, hashtext(:key))"),
            {"kind": kind, "key": key},
        )


def _pair_wait(session: Session, name_hash: str, address_hash: str) -> float:
    """One name from one address: after 5 failures 1, 2, 4 ... 15 minutes."""
    count = _count(session, MEMORY, name_hash=name_hash, address_hash=address_hash)
    last = _last(session, MEMORY, name_hash, address_hash)
    if count < PAIR_FREE or last is None:
        return 0
    return 60 * min(PAIR_MOST_MINUTES, _doubled(count - PAIR_FREE)) - _since(last)


def _name_wait(session: Session, name_hash: str, address_hash: str) -> float:
    """One name from anywhere: after 10 failures an hour 1, 2, 4 ... 60 seconds.

    The wait runs from this address's own last attempt, so guessing on and on locks nobody out.
    """
    count = _count(session, HOUR, name_hash=name_hash)
    if count < NAME_FREE:
        return 0
    last = _last(session, HOUR, name_hash, address_hash)
    delay = min(NAME_MOST_SECONDS, _doubled(count - NAME_FREE))
    return delay - (_since(last) if last else 0)


def _address_wait(session: Session, address_hash: str) -> float:
    """One address: until fewer than 100 of its failures are younger than an hour."""
    query = (
        select(FailedSignIn.at)
        .where(FailedSignIn.address_hash == address_hash, FailedSignIn.at > now() - HOUR)
        .order_by(col(FailedSignIn.at).desc())
        .offset(ADDRESS_MOST_AN_HOUR - 1)
        .limit(1)
    )
    hundredth = session.exec(query).first()
    return HOUR.total_seconds() - _since(hundredth) if hundredth else 0


def _doubled(times: int) -> int:
    return 1 << min(times, 9)


def _since(moment: datetime) -> float:
    return (now() - moment).total_seconds()


def _count(session: Session, within: timedelta, **hashes: str) -> int:
    matches = [col(getattr(FailedSignIn, name)) == value for name, value in hashes.items()]
    query = sa.select(sa.func.count()).where(col(FailedSignIn.at) > now() - within, *matches)
    return int(session.execute(query).scalar_one())


def _last(
    session: Session, within: timedelta, name_hash: str, address_hash: str
) -> datetime | None:
    query = select(sa.func.max(col(FailedSignIn.at))).where(
        FailedSignIn.name_hash == name_hash,
        FailedSignIn.address_hash == address_hash,
        FailedSignIn.at > now() - within,
    )
    return session.exec(query).one()


def discount_attempt(session: Session, attempt_id: int) -> None:
    """After a right password or code: delete the attempts of its name from its address."""
    attempt = session.get(FailedSignIn, attempt_id)
    if attempt is not None:
        session.execute(
            sa.delete(FailedSignIn).where(
                col(FailedSignIn.name_hash) == attempt.name_hash,
                col(FailedSignIn.address_hash) == attempt.address_hash,
            )
        )


def discount_name(session: Session, username: str) -> int:
    """Delete the attempts of a name from all addresses; returns how many still counted."""
    count = failures(session, username)
    session.execute(sa.delete(FailedSignIn).where(col(FailedSignIn.name_hash) == hash_of(username)))
    return count


def succeed(session: Session, attempt_id: int, account_id: AccountId, browser: str) -> str:
    """Delete the attempt, and make a one-time ticket for ``open_session``."""
    discount_attempt(session, attempt_id)
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
    """A new session's secret and name, for the cookie and nothing else."""

    username: str
    token: str
    expires_at: datetime


def open_session(session: Session, ticket: str, browser: str, device: str) -> Opened | None:
    """Redeem a ticket once, in the browser it was made for; ``None`` when it is not good."""
    found = session.get(SignInTicket, fingerprint(ticket), with_for_update=True)
    if found is None or found.used_at is not None or found.expires_at < now():
        return None
    # Without a mark all browsers would look the same, and a ticket would open in any.
    if not browser or not secrets.compare_digest(found.browser_hash, fingerprint(browser)):
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
    username = session.get_one(Account, found.account_id).username
    return Opened(username, token, expires_at)


def touch(session: Session, token: str) -> None:
    """Store that a session was used just now; one that was idle too long stays locked."""
    awake = now() - timedelta(minutes=settings().idle_minutes)
    session.execute(
        sa.update(SignInSession)
        .where(
            col(SignInSession.token_hash) == fingerprint(token),
            col(SignInSession.last_used_at) >= awake,
        )
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
    """End every open session of an account (but the one with this secret); returns how many.

    Tickets are deleted first: this waits for one being redeemed, whose session then ends too.
    """
    session.execute(sa.delete(SignInTicket).where(col(SignInTicket.account_id) == account_id))
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
