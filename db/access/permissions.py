"""Who may do what: a permission is a verb, a role is data, each check reads the account afresh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import Role
from db.errors import NotAllowed
from db.models import Account, Agency, Posting, Programme
from db.models.base import now

AccountId = int
CORRECTION_DAYS = 7


class Permission(StrEnum):
    """What a person can be allowed to do."""

    OWN_ACCOUNT = "own_account"
    CASE_READ = "case_read"
    CASE_WRITE = "case_write"
    INTERVENTION_WRITE = "intervention_write"
    TRAINING_WRITE = "training_write"
    PLACEMENT_WRITE = "placement_write"
    TRUST_WRITE = "trust_write"
    DAY_READ = "day_read"
    ENTRIES_READ = "entries_read"
    ENTRIES_CORRECT = "entries_correct"
    RESULTS_READ = "results_read"
    FILE_TAKE = "file_take"
    RELEASE_READ = "release_read"
    RELEASE_FREEZE = "release_freeze"
    ACCOUNT_MANAGE = "account_manage"
    PROGRAMME_MANAGE = "programme_manage"


P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.AGENT: frozenset(
        {
            P.OWN_ACCOUNT,
            P.CASE_READ,
            P.CASE_WRITE,
            P.INTERVENTION_WRITE,
            P.TRAINING_WRITE,
            P.PLACEMENT_WRITE,
            P.TRUST_WRITE,
            P.DAY_READ,
            P.ENTRIES_READ,
            P.ENTRIES_CORRECT,
            P.RESULTS_READ,
            P.FILE_TAKE,
        }
    ),
    Role.MANAGER: frozenset(
        {
            P.OWN_ACCOUNT,
            P.ENTRIES_READ,
            P.ENTRIES_CORRECT,
            P.RESULTS_READ,
            P.FILE_TAKE,
            P.RELEASE_READ,
            P.RELEASE_FREEZE,
        }
    ),
    Role.PARTNER: frozenset({P.OWN_ACCOUNT, P.FILE_TAKE, P.RELEASE_READ}),
    Role.ADMINISTRATOR: frozenset({P.OWN_ACCOUNT, P.ACCOUNT_MANAGE, P.PROGRAMME_MANAGE}),
}


@dataclass(frozen=True)
class Viewer:
    """Who is looking, made afresh on each run, and the agencies whose rows they see."""

    account_id: AccountId
    role: Role
    agencies: frozenset[int]


def may(role: Role, permission: Permission) -> bool:
    """Whether a role has a permission; for hiding what could not be done anyway."""
    return permission in ROLES[role]


def live_account(session: Session, account_id: AccountId) -> Account:
    """The account as it is now; raises ``NotAllowed`` when it is closed, expired or gone."""
    account = session.get(Account, account_id, populate_existing=True)
    if account is None or account.closed_at is not None:
        raise NotAllowed("error.account_closed")
    if has_expired(session, account):
        raise NotAllowed("error.account_expired")
    return account


def has_expired(session: Session, account: Account) -> bool:
    """Whether the last day of an account is over."""
    return account.expires_on is not None and account.expires_on < today(session)


def administrators(session: Session, *, lock: bool = False) -> set[int]:
    """Who can administer now: open and not expired; locked until the transaction ends, if asked."""
    query = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR,
        col(Account.closed_at).is_(None),
        sa.or_(col(Account.expires_on).is_(None), col(Account.expires_on) >= today(session)),
    )
    if lock:
        query = query.order_by(col(Account.id)).with_for_update()
    return {found or 0 for found in session.exec(query)}


def viewer_of(session: Session, account_id: AccountId) -> Viewer:
    """The viewer for an account: postings valid today for an agent, all agencies for a manager."""
    return _viewer(session, live_account(session, account_id))


def _viewer(session: Session, account: Account) -> Viewer:
    return Viewer(account.id or 0, account.role, _agencies(session, account))


def _agencies(session: Session, account: Account) -> frozenset[int]:
    if account.role is Role.MANAGER:
        return frozenset(session.exec(select(Agency.id)).all())  # type: ignore[arg-type]
    if account.role is Role.AGENT:
        return frozenset(posted_agencies(session, account.id or 0, today(session)))
    return frozenset()


def require(session: Session, by: AccountId, permission: Permission) -> Viewer:
    """The viewer behind ``by`` when they have the permission now; else ``NotAllowed``.

    Until a first password is set, only the own account is open.
    """
    account = live_account(session, by)
    if account.must_change_password and permission is not Permission.OWN_ACCOUNT:
        raise NotAllowed("error.password_first")
    if not may(account.role, permission):
        raise NotAllowed("error.not_allowed")
    return _viewer(session, account)


def scope(session: Session, viewer: Viewer, permission: Permission) -> frozenset[int]:
    """The agencies a read may cover: what the viewer claims, cut to what the account has now."""
    return viewer_now(session, viewer, permission).agencies


def viewer_now(session: Session, viewer: Viewer, permission: Permission) -> Viewer:
    """The viewer with their role of now, whatever they claim, and the agencies of ``scope``."""
    known = require(session, viewer.account_id, permission)
    return replace(known, agencies=viewer.agencies & known.agencies)


def posted_agencies(session: Session, account_id: AccountId, day: date) -> list[int]:
    """Agencies where the account is posted on ``day``."""
    query = select(Posting.agency_id).where(
        Posting.account_id == account_id,
        Posting.starts_on <= day,
        sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= day),
    )
    return list(session.exec(query).all())


def enterable_agencies(session: Session, account_id: AccountId, day: date) -> list[int]:
    """Agencies where the account may still enter an event of ``day``.

    Posted there on that day, and the posting runs or ended at most ``CORRECTION_DAYS`` ago.
    """
    limit = today(session) - timedelta(days=CORRECTION_DAYS)
    query = select(Posting.agency_id).where(
        Posting.account_id == account_id,
        Posting.starts_on <= day,
        sa.or_(
            col(Posting.ends_on).is_(None),
            sa.and_(col(Posting.ends_on) >= day, col(Posting.ends_on) >= limit),
        ),
    )
    return sorted(set(session.exec(query).all()))


def entry_scope(session: Session, viewer: Viewer, permission: Permission) -> frozenset[int]:
    """As ``scope``, with the agencies that the viewer left so lately that they may still enter."""
    return scope(session, viewer, permission) | recently_left(session, viewer.account_id)


def recently_left(session: Session, account_id: AccountId) -> frozenset[int]:
    """Agencies of postings that ended in the last 7 days (``CORRECTION_DAYS``)."""
    return frozenset(last_days(session, account_id))


def last_days(session: Session, account_id: AccountId) -> dict[int, date]:
    """The last day of each posting that ended in the last 7 days, by agency."""
    day = today(session)
    query = select(Posting).where(
        Posting.account_id == account_id,
        col(Posting.ends_on) < day,
        col(Posting.ends_on) >= day - timedelta(days=CORRECTION_DAYS),
    )
    return {each.agency_id: each.ends_on for each in session.exec(query) if each.ends_on}


def time_zone(session: Session) -> ZoneInfo:
    """The programme's time zone."""
    name = session.exec(select(Programme.time_zone)).first()
    return ZoneInfo(name or "UTC")


def today(session: Session) -> date:
    """The present day in the programme's time zone."""
    return local(session, now()).date()


def local(session: Session, moment: datetime) -> datetime:
    """A moment in the programme's time zone."""
    return moment.astimezone(time_zone(session))
