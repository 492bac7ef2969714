"""All postings by agency, with the days on which an agency has no agent, or more than one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.in_post import ENDS, can_sign_in, last_day, with_ends
from db.access.permissions import Permission, require
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Account, Agency, Posting, Programme
from db.models.base import Query

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """One posting, with the displayed name of its agent; ``last_on``: the last day in post, where
    the agency or the account ends before it."""

    id: int
    account_id: int
    agent: str
    agency_id: int
    starts_on: date
    ends_on: date | None
    share: int
    languages: str
    last_on: date | None

    def covers(self, day: date) -> bool:
        """Whether the agent is in post on a day."""
        return self.starts_on <= day <= (self.last_on or date.max)


@dataclass(frozen=True)
class Stretch:
    """Days of an agency without an agent (``agents`` is empty) or with several; ``end`` is open
    where nothing is planned after it."""

    start: date
    end: date | None
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgencyPostings:
    """The postings of one agency by their first day, and what is notable about them."""

    agency_id: int
    postings: tuple[Posted, ...]
    stretches: tuple[Stretch, ...]


def by_agency(session: Session, *, viewer: Viewer) -> list[AgencyPostings]:
    """Every agency that is open or had an agent, in the fixed order."""
    require(session, viewer.account_id, Permission.POSTINGS_MANAGE)
    rows = _rows(session)
    programme = session.exec(select(Programme)).one()
    agencies = session.exec(select(Agency).order_by(col(Agency.sort), col(Agency.id)))
    found = []
    for agency in agencies:
        mine = tuple(each for each in rows if each.agency_id == agency.id)
        last = min(programme.ends_on, agency.closed_on or date.max)
        if mine or agency.is_open(today(session)):
            stretches = tuple(sorted([*gaps(mine, last), *overlaps(mine)], key=_first))
            found.append(AgencyPostings(agency_id=agency.id, postings=mine, stretches=stretches))
    return found


def one(session: Session, posting_id: int, *, viewer: Viewer) -> Posted | None:
    """One posting, if it is there."""
    require(session, viewer.account_id, Permission.POSTINGS_MANAGE)
    return next(iter(_rows(session, col(Posting.id) == posting_id)), None)


def agents(session: Session, *, viewer: Viewer) -> dict[int, str]:
    """Agents whose accounts are open, by id, with their user names: they can be posted."""
    require(session, viewer.account_id, Permission.POSTINGS_MANAGE)
    query = select(Account).where(Account.role == Role.AGENT, can_sign_in(today(session)))
    return {each.id: f"{each.display_name} ({each.username})" for each in session.exec(query)}


def unposted(session: Session, *, viewer: Viewer) -> list[str]:
    """Names of agents whom no posting of today or later lets record."""
    able = agents(session, viewer=viewer)
    day = today(session)
    posted = {each.account_id for each in _rows(session) if (each.ends_on or date.max) >= day}
    return [name for account, name in able.items() if account not in posted]


def own_next(session: Session, *, viewer: Viewer) -> tuple[int, date] | None:
    """Agency and first day of the viewer's own posting that begins next, if one does."""
    require(session, viewer.account_id, Permission.DAY_READ)
    query = select(Posting).where(
        Posting.account_id == viewer.account_id, col(Posting.starts_on) > today(session)
    )
    found = session.exec(query.order_by(col(Posting.starts_on)).limit(1)).first()
    return None if found is None else (found.agency_id, found.starts_on)


def gaps(rows: Sequence[Posted], last: date) -> list[Stretch]:
    """Days without an agent, from the first posting to the ``last`` day that one could be."""
    found, covered = [], None
    for each in sorted(rows, key=lambda row: row.starts_on):
        if covered is not None and each.starts_on - ONE_DAY > covered:
            found.append(Stretch(covered + ONE_DAY, each.starts_on - ONE_DAY))
        covered = max(each.last_on or date.max, covered or date.min)
    if covered is not None and covered < last:
        found.append(Stretch(covered + ONE_DAY, None))
    return found


def overlaps(rows: Sequence[Posted]) -> list[Stretch]:
    """Days with more than one agent, cut where one of them comes or leaves."""
    found = []
    cuts = sorted(_cuts(rows))
    for start, after in zip_longest(cuts, cuts[1:]):
        there = tuple(each.agent for each in rows if each.covers(start))
        if len(there) > 1:
            found.append(Stretch(start, after - ONE_DAY if after else None, there))
    return found


def _cuts(rows: Iterable[Posted]) -> set[date]:
    """Days on which somebody comes, or is there no more."""
    found = set[date]()
    for each in rows:
        found.add(each.starts_on)
        if each.last_on is not None:
            found.add(each.last_on + ONE_DAY)
    return found


def _first(stretch: Stretch) -> date:
    return stretch.start


def _rows(session: Session, *conditions: sa.ColumnElement[bool]) -> list[Posted]:
    query: Query = (
        sa.select(Posting, col(Account.display_name), *ENDS)
        .where(*conditions)
        .order_by(col(Posting.starts_on), col(Posting.id))
    )
    return [
        Posted(**row.model_dump(), agent=name, last_on=last_day(session, *ends))
        for row, name, *ends in session.execute(with_ends(query))
    ]
