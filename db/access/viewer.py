"""Who is looking: an account as it is now, and the agencies whose rows it sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.in_post import can_sign_in
from db.access.postings import posted_agencies
from db.codes import Role
from db.errors import NotAllowed
from db.models import Account, Agency

AccountId = int
Found = TypeVar("Found")
_ACCOUNT = (
    sa.select(Account)
    .where(col(Account.id) == sa.bindparam("id"))
    .execution_options(populate_existing=True)
)
_EVERY_AGENCY = sa.select(col(Agency.id))


@dataclass(frozen=True)
class Viewer:
    """Who is looking, made afresh on each run, and the agencies whose rows they see."""

    account_id: AccountId
    role: Role
    agencies: frozenset[int]


def live_account(session: Session, account_id: AccountId) -> Account:
    """The account as it is now; raises ``NotAllowed`` when it is closed, expired or gone."""
    account = _once(
        session,
        ("account", account_id),
        lambda: _account(session, account_id),
    )
    if account is None or account.closed_at is not None:
        raise NotAllowed("error.account_closed")
    if has_expired(session, account):
        raise NotAllowed("error.account_expired")
    return account


def _account(session: Session, account_id: AccountId) -> Account | None:
    found: Account | None = session.execute(_ACCOUNT, {"id": account_id}).scalar_one_or_none()
    return found


def found_now(session: Session, account: Account) -> None:
    """An account that was just read need not be read once more; see ``_once``."""
    known: dict[tuple[str, AccountId], object] | None = session.info.get("one_moment")
    if known is not None:
        known.setdefault(("account", account.id), account)


def has_expired(session: Session, account: Account) -> bool:
    """Whether the last day of an account is over."""
    return account.expires_on is not None and account.expires_on < today(session)


def administrators(session: Session, *, invited: bool = False) -> set[int]:
    """Who can administer today: open, not expired, with a password of their own, or ``invited`` to
    choose one."""
    query = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR,
        can_sign_in(today(session)),
    )
    if not invited:
        query = query.where(col(Account.must_change_password).is_(False))
    return set(session.exec(query))


def viewer_of(session: Session, account_id: AccountId) -> Viewer:
    """The viewer for an account: postings valid today for an agent, all agencies for a manager."""
    return viewer_behind(session, live_account(session, account_id))


def viewer_behind(session: Session, account: Account) -> Viewer:
    """The viewer of an account at hand."""
    return Viewer(account.id, account.role, _agencies(session, account))


def is_there_today(session: Session, viewer: Viewer, agency_id: int, day: date) -> bool:
    """Whether ``day`` is today and the viewer an agent of this agency: then they may enter an event
    of it, and ``enterable_agencies`` need not be read, unless a lock was waited for meanwhile."""
    is_agents = viewer.role is Role.AGENT and agency_id in viewer.agencies
    return is_agents and day == today(session)


def _agencies(session: Session, account: Account) -> frozenset[int]:
    return _once(session, ("agencies", account.id), lambda: _agencies_now(session, account))


def _agencies_now(session: Session, account: Account) -> frozenset[int]:
    if account.role is Role.MANAGER:
        return frozenset(session.execute(_EVERY_AGENCY).scalars())
    if account.role is Role.AGENT:
        return frozenset(posted_agencies(session, account.id, today(session)))
    return frozenset()


def _once(session: Session, key: tuple[str, AccountId], read: Callable[[], Found]) -> Found:
    """What was read, kept as long as the session where that sees one moment (``reading``): there it
    cannot change. Whoever writes may have waited for a lock meanwhile, and reads afresh."""
    known: dict[tuple[str, AccountId], Found] | None = session.info.get("one_moment")
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]
