"""Transfers of persons to another agency: those that wait here, and those that were asked here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.access.clock import day_of, today
from db.access.in_post import can_sign_in
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.models import Account, Agency, Case, Posting, Transfer
from db.models.base import Query, now
from db.models.tasks import TransferState
from db.queries.person import theirs

#: How long the agency that asked still reads what the answer was.
NEWS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A person who is to come: no more of them than it takes to say yes or no."""

    id: int
    code: str
    birth_year: int
    nationality: str
    reason: str
    from_agency_id: int
    to_agency_id: int
    asked_on: date


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A person whom another agency was asked to go on with, and the answer, if there is one."""

    id: int
    code: str
    reason: str
    from_agency_id: int
    to_agency_id: int
    asked_by: str
    asked_on: date
    state: TransferState
    decided_on: date | None
    refusal_reason: str | None


def incoming(session: Session, *, viewer: Viewer) -> list[Incoming]:
    """Persons who wait for a yes or no from one of the viewer's agencies, the oldest first."""
    agencies = scope(session, viewer, Permission.DAY_READ)
    query = (
        sa.select(Transfer, col(Case.code), col(Case.birth_year), col(Case.nationality))
        .join(Case, col(Case.id) == col(Transfer.case_id))
        .where(
            col(Transfer.to_agency_id).in_(agencies),
            col(Transfer.state) == TransferState.PENDING,
            col(Case.closed_on).is_(None),
        )
        .order_by(col(Transfer.asked_at), col(Transfer.id))
    )
    return [
        Incoming(
            id=each.id,
            code=code,
            birth_year=year,
            nationality=nationality,
            reason=each.reason,
            from_agency_id=each.from_agency_id,
            to_agency_id=each.to_agency_id,
            asked_on=day_of(session, each.asked_at),
        )
        for each, code, year, nationality in session.execute(query)
    ]


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A person who does not come after all; why is known where they stay."""

    id: int
    code: str
    from_agency_id: int
    to_agency_id: int
    decided_on: date


def withdrawn(session: Session, *, viewer: Viewer) -> list[Withdrawn]:
    """Those of the last days for whom the viewer's agencies are asked no more, and were not asked
    again since."""
    agencies = scope(session, viewer, Permission.DAY_READ)
    query = (
        sa.select(Transfer, col(Case.code))
        .join(Case, col(Case.id) == col(Transfer.case_id))
        .where(
            col(Transfer.to_agency_id).in_(agencies),
            col(Transfer.state) == TransferState.WITHDRAWN,
            col(Transfer.decided_at) > now() - NEWS,
            ~_asked_again(),
        )
        .order_by(col(Transfer.decided_at), col(Transfer.id))
    )
    return [
        Withdrawn(
            id=each.id,
            code=code,
            from_agency_id=each.from_agency_id,
            to_agency_id=each.to_agency_id,
            decided_on=day_of(session, each.decided_at),
        )
        for each, code in session.execute(query)
    ]


def outgoing(session: Session, *, viewer: Viewer) -> list[Outgoing]:
    """Those that the viewer's agencies asked: all that wait, and the answers of the last days."""
    agencies = scope(session, viewer, Permission.DAY_READ)
    query = _outgoing().where(
        col(Transfer.from_agency_id).in_(agencies),
        sa.or_(
            sa.and_(
                col(Transfer.state) == TransferState.PENDING,
                col(Case.closed_on).is_(None),
            ),
            sa.and_(
                col(Transfer.state) != TransferState.PENDING,
                col(Transfer.decided_at) > now() - NEWS,
                ~_asked_again(),
            ),
        ),
    )
    return _lines(session, query)


def pending_of(session: Session, case_id: int, *, viewer: Viewer) -> Outgoing | None:
    """The transfer of a person of the viewer's agencies that waits, if there is one."""
    theirs(session, case_id, viewer)
    query = _outgoing().where(
        col(Transfer.case_id) == case_id, col(Transfer.state) == TransferState.PENDING
    )
    return next(iter(_lines(session, query)), None)


def destinations(session: Session, *, viewer: Viewer) -> list[int]:
    """The open agencies in which somebody would answer today."""
    scope(session, viewer, Permission.PEOPLE_READ)
    day = today(session)
    query = (
        select(Posting.agency_id)
        .join(Agency, col(Agency.id) == col(Posting.agency_id))
        .join(Account, col(Account.id) == col(Posting.account_id))
        .where(
            can_sign_in(day),
            Posting.starts_on <= day,
            sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= day),
            sa.or_(col(Agency.closed_on).is_(None), col(Agency.closed_on) >= day),
        )
        .distinct()
    )
    return sorted(session.exec(query))


def _asked_again() -> sa.ColumnElement[bool]:
    """Whether the same agency was asked for the same person later on: the last time is the news."""
    later: Any = aliased(Transfer)
    return sa.exists().where(
        later.case_id == col(Transfer.case_id),
        later.to_agency_id == col(Transfer.to_agency_id),
        later.id > col(Transfer.id),
    )


def _outgoing() -> Query:
    return (
        sa.select(Transfer, col(Case.code), col(Account.display_name))
        .join(Case, col(Case.id) == col(Transfer.case_id))
        .join(Account, col(Account.id) == col(Transfer.asked_by))
        .order_by(col(Transfer.asked_at), col(Transfer.id))
    )


def _lines(session: Session, query: Query) -> list[Outgoing]:
    return [
        Outgoing(
            id=each.id,
            code=code,
            reason=each.reason,
            from_agency_id=each.from_agency_id,
            to_agency_id=each.to_agency_id,
            asked_by=asker,
            asked_on=day_of(session, each.asked_at),
            state=each.state,
            decided_on=day_of(session, each.decided_at) if each.decided_at else None,
            refusal_reason=each.refusal_reason,
        )
        for each, code, asker in session.execute(query)
    ]
