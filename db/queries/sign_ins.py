"""Open browser sessions, and what signing in needs to know of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer, found_now, has_expired
from db.models import Account, Draft, FailedSignIn, SignInSession
from db.models.base import now
from db.secrets.sealing import fingerprint, keyed_hash
from db.store.settings import settings

TOUCH_AFTER = timedelta(seconds=60)
#: As long as a failed sign-in counts.
MEMORY = timedelta(hours=24)


@dataclass(frozen=True)
class OpenSession:
    """A live session: whose it is, and whether its last use should be stored again."""

    id: int
    account_id: int
    is_stale: bool


def behind(session: Session, token: str, *, idle_counts: bool = True) -> OpenSession | None:
    """The live session of a secret; ``None``: unknown, ended, too old or (if it counts) idle."""
    row = session.execute(_BEHIND, {"token": fingerprint(token)}).first()
    moment = now()
    if row is None or row.expires_at <= moment:
        return None
    idle = moment - row.last_used_at
    if idle_counts and idle > timedelta(minutes=settings().idle_minutes):
        return None
    found_now(session, row.Account)
    return OpenSession(row.id, row.Account.id, idle > TOUCH_AFTER)


#: Asked on every run of every page: put together once, and with the account, which is asked for
#: next.
_BEHIND = (
    sa.select(
        col(SignInSession.id),
        col(SignInSession.expires_at),
        col(SignInSession.last_used_at),
        Account,
    )
    .join(Account, col(Account.id) == col(SignInSession.account_id))
    .where(
        col(SignInSession.token_hash) == sa.bindparam("token"),
        col(SignInSession.ended_at).is_(None),
    )
    .execution_options(populate_existing=True)
)


class Over(StrEnum):
    """Why a browser that was signed in is so no longer."""

    CLOSED = "closed"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True)
class Lost:
    """A session that is over before its time, and whether its owner had something unfinished."""

    why: Over
    has_draft: bool


def lost(session: Session, token: str) -> Lost | None:
    """Told to whoever still holds the secret of a session that would run now, and nobody else.

    That an account is closed is told only to a session which that has ended.
    """
    row = session.exec(
        select(SignInSession).where(SignInSession.token_hash == fingerprint(token))
    ).first()
    if row is None or row.expires_at <= now():
        return None
    account = session.get_one(Account, row.account_id)
    drafts = session.exec(select(Draft.form).where(Draft.account_id == account.id)).first()
    return Lost(_why_over(session, row, account), drafts is not None)


def _why_over(session: Session, row: SignInSession, account: Account) -> Over:
    if account.closed_at and (row.ended_at is None or row.ended_at >= account.closed_at):
        return Over.CLOSED
    if row.ended_at is None and has_expired(session, account):
        return Over.EXPIRED
    return Over.ENDED


def account_named(session: Session, username: str) -> Account | None:
    """The account of a name, whatever its state."""
    return session.exec(select(Account).where(Account.username == username)).first()


def hash_of(username: str) -> str:
    """What is stored of the name in an attempt to sign in."""
    return keyed_hash(f"name:{username}")


def failures(session: Session, username: str) -> int:
    """The failed sign-ins of a name that still count, from all addresses."""
    query = sa.select(sa.func.count()).where(
        col(FailedSignIn.name_hash) == hash_of(username), col(FailedSignIn.at) > now() - MEMORY
    )
    return int(session.execute(query).scalar_one())


def open_browsers(session: Session, account_id: int) -> int:
    """The browsers in which an account is signed in."""
    query = sa.select(sa.func.count()).where(
        col(SignInSession.account_id) == account_id,
        col(SignInSession.ended_at).is_(None),
        col(SignInSession.expires_at) > now(),
    )
    return int(session.execute(query).scalar_one())


@dataclass(frozen=True, kw_only=True)
class OwnSession:
    """One of one's own open sessions."""

    id: int
    device: str
    opened_at: datetime
    last_used_at: datetime
    is_this_one: bool


def own(session: Session, token: str | None, *, viewer: Viewer) -> list[OwnSession]:
    """One's own open sessions, the newest first."""
    require(session, viewer.account_id, Permission.OWN_ACCOUNT)
    rows = session.exec(
        select(SignInSession)
        .where(
            SignInSession.account_id == viewer.account_id,
            col(SignInSession.ended_at).is_(None),
            SignInSession.expires_at > now(),
        )
        .order_by(col(SignInSession.opened_at).desc())
    )
    this = fingerprint(token) if token else ""
    return [
        OwnSession(
            id=row.id,
            device=row.device,
            opened_at=row.opened_at,
            last_used_at=row.last_used_at,
            is_this_one=row.token_hash == this,
        )
        for row in rows
    ]
