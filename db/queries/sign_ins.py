"""Open browser sessions, and what signing in needs to know of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.models import Account, SignInSession
from db.models.base import now
from db.secrets.sealing import fingerprint
from db.store.settings import settings

TOUCH_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class OpenSession:
    """A live session: whose it is, and whether its last use should be stored again."""

    id: int
    account_id: int
    is_stale: bool


def behind(session: Session, token: str, *, idle_counts: bool = True) -> OpenSession | None:
    """The live session of a secret; ``None``: unknown, ended, too old or (if it counts) idle."""
    row = session.exec(
        select(SignInSession).where(
            SignInSession.token_hash == fingerprint(token), col(SignInSession.ended_at).is_(None)
        )
    ).first()
    moment = now()
    if row is None or row.expires_at <= moment:
        return None
    idle = moment - row.last_used_at
    if idle_counts and idle > timedelta(minutes=settings().idle_minutes):
        return None
    return OpenSession(row.id, row.account_id, idle > TOUCH_AFTER)


def account_named(session: Session, username: str) -> Account | None:
    """The account of a name, whatever its state."""
    return session.exec(select(Account).where(Account.username == username)).first()


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
