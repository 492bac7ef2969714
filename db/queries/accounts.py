"""Accounts, for their administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access import postings
from db.access.clock import time_zone, today
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Role
from db.errors import NotFound
from db.inputs.normalisation import search_key
from db.models import Account, Organisation, Posting, SignInSession
from db.models.base import now
from db.queries.sign_ins import failures, open_browsers

#: An account that nobody has used for so long is dormant.
DORMANT = timedelta(days=90)


class State(StrEnum):
    """Which accounts a list shows; the first are all that are not closed."""

    OPEN = "open"
    DORMANT = "dormant"
    INVITED = "invited"
    ENDED = "ended"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One account, as listed; ``code_until`` is the last moment of a code that is not used yet."""

    id: int
    username: str
    display_name: str
    role: Role
    organisation_id: int | None
    organisation: str
    created_at: datetime
    expires_on: date | None
    closed_at: datetime | None
    has_password: bool
    code_until: datetime | None
    last_used_at: datetime | None
    is_dormant: bool
    has_ended: bool

    def is_in(self, state: State) -> bool:
        """Whether a list of this state shows it."""
        if self.closed_at is not None or state is State.CLOSED:
            return self.closed_at is not None and state is State.CLOSED
        return {
            State.OPEN: True,
            State.DORMANT: self.is_dormant,
            State.INVITED: not self.has_password,
            State.ENDED: self.has_ended,
        }[state]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A posting of an agent, as far as it opens something today or later."""

    agency_id: int
    starts_on: date
    ends_on: date | None
    is_to_come: bool
    #: Of a posting that is over: the last day for what was entered there.
    correct_until: date | None


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One account with what its own page shows besides."""

    account: Listed
    places: tuple[Place, ...]
    failures: int
    browsers: int


def listed(
    session: Session, search: str = "", state: State = State.OPEN, *, viewer: Viewer
) -> list[Listed]:
    """Accounts in a state, whose name or organisation holds ``search``, in no order."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    wanted = search_key(search)
    return [
        each
        for each in _all(session)
        # Here and not in SQL: each database folds other letters, and some none.
        if each.is_in(state)
        and any(
            wanted in search_key(name)
            for name in (each.username, each.display_name, each.organisation)
        )
    ]


def detail(session: Session, account_id: int, *, viewer: Viewer) -> Detail:
    """One account; raises ``NotFound``."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    found = _all(session, Account.id == account_id)
    if not found:
        raise NotFound("error.not_found")
    (account,) = found
    return Detail(
        account=account,
        places=tuple(places(session, account_id).get(account_id, [])),
        failures=failures(session, account.username),
        browsers=open_browsers(session, account_id),
    )


def code_until(session: Session, username: str, *, viewer: Viewer) -> datetime | None:
    """The last moment of an account's one-time code."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    account = session.exec(select(Account).where(Account.username == username)).first()
    return _code_until(account, time_zone(session)) if account else None


def _code_until(account: Account, zone: ZoneInfo) -> datetime | None:
    """A code opens nothing once its account has ended, however young it is."""
    last, ends = account.reset_expires_at, account.expires_on
    if last is None or ends is None:
        return last
    return min(last, datetime.combine(ends, time(23, 59), zone))


def organisations(session: Session, *, viewer: Viewer) -> dict[int, str]:
    """Organisations that are open, by id, for a partner's account, in no order."""
    require(session, viewer.account_id, Permission.ACCOUNT_MANAGE)
    day = today(session)
    return {row.id: row.name for row in session.exec(select(Organisation)) if row.is_open(day)}


def places(session: Session, account_id: int | None = None) -> dict[int, list[Place]]:
    """The postings of one account, or of all, that open something today or later, by account."""
    day, found = today(session), dict[int, list[Place]]()
    for each in postings.at_present(session, account_id):
        found.setdefault(each.account_id, []).append(_place(each, day))
    return found


def staying(session: Session) -> set[int]:
    """Administrators on whom one can count: open and without an end, with a password that they
    chose, and not dormant."""
    return {
        each.id
        for each in _all(session, Account.role == Role.ADMINISTRATOR)
        if each.closed_at is None
        and each.expires_on is None
        and each.has_password
        and not each.is_dormant
    }


def _place(posting: Posting, day: date) -> Place:
    over = posting.ends_on is not None and posting.ends_on < day
    grace = timedelta(days=postings.CORRECTION_DAYS)
    return Place(
        agency_id=posting.agency_id,
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        is_to_come=posting.starts_on > day,
        correct_until=posting.ends_on + grace if over and posting.ends_on else None,
    )


def _all(session: Session, *where: sa.ColumnElement[bool] | bool) -> list[Listed]:
    last = (
        sa.select(
            col(SignInSession.account_id), sa.func.max(col(SignInSession.last_used_at)).label("at")
        )
        .group_by(col(SignInSession.account_id))
        .subquery()
    )
    query = (
        select(Account, Organisation.name, last.c.at)
        .join(Organisation, isouter=True)
        .join(last, last.c.account_id == Account.id, isouter=True)
        .where(*where)
    )
    day, moment, zone = today(session), now(), time_zone(session)
    return [_listed(*row, day, moment, zone) for row in session.exec(query)]


def _listed(
    account: Account,
    organisation: str | None,
    used: datetime | None,
    day: date,
    moment: datetime,
    zone: ZoneInfo,
) -> Listed:
    is_open = account.closed_at is None
    return Listed(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        organisation_id=account.organisation_id,
        organisation=organisation or "",
        created_at=account.created_at,
        expires_on=account.expires_on,
        closed_at=account.closed_at,
        has_password=not account.must_change_password,
        code_until=_code_until(account, zone),
        last_used_at=used,
        is_dormant=is_open and moment - (used or account.created_at) >= DORMANT,
        has_ended=is_open and account.expires_on is not None and account.expires_on < day,
    )
