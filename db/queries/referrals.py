"""Where persons can be sent, and the referrals whose answer is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import REFERRAL_ANSWERS, REFERRAL_DAYS, ReferralStatus
from db.models import Case, Referral
from db.models.base import Query
from db.queries import last_steps
from db.queries.counted import counted

#: A late answer is still taken for so long after "no reply" or "did not come" was said.
LATE_DAYS = 90
#: How far ahead the agent's day looks, and how far back the places that were used most.
AHEAD, USED_DAYS = timedelta(days=7), 183
_WAITING = tuple(REFERRAL_DAYS)
_LATE = (ReferralStatus.NO_REPLY, ReferralStatus.NO_SHOW)


@dataclass(frozen=True, kw_only=True)
class OpenReferral:
    """One referral that can be answered, whose it is and where it went.

    ``due_on`` is the day by which an answer was expected; none once "no reply" was said.
    """

    id: int
    case_id: int
    case_code: str
    type: str
    organisation_id: int | None
    to_agency_id: int | None
    may_share: bool
    sent_on: date
    status: ReferralStatus
    status_on: date
    due_on: date | None
    days_late: int


def open_referrals(
    session: Session, case_id: int | None = None, *, viewer: Viewer, limit: int = 30
) -> list[OpenReferral]:
    """Referrals of the persons of the viewer's agencies that can be answered, or of one person.

    Those that wait come first, the longest overdue before; then those that may still be answered
    after ``NO_REPLY`` or ``NO_SHOW``.
    """
    query = _open(session, viewer)
    if case_id is not None:
        query = query.where(col(Case.id) == case_id)
    return _lines(session, query.limit(limit))


def open_count(session: Session, *, viewer: Viewer) -> int:
    """How many ``open_referrals`` there are without a limit."""
    return counted(session, _open(session, viewer))


def open_referral(session: Session, referral_id: int, *, viewer: Viewer) -> OpenReferral | None:
    """One of them, by its id."""
    found = _lines(session, _open(session, viewer).where(col(Referral.id) == referral_id))
    return found[0] if found else None


def due(session: Session, *, viewer: Viewer, limit: int = 30) -> list[OpenReferral]:
    """Those whose answer was expected by now or is within a week, the longest overdue first."""
    return _lines(session, _due(session, viewer).limit(limit))


def due_count(session: Session, *, viewer: Viewer) -> int:
    """How many there are without a limit."""
    return counted(session, _due(session, viewer))


def own_last_answers(session: Session, *, viewer: Viewer) -> list[OpenReferral]:
    """Referrals whose last answer was the viewer's and can be undone, the newest answer first."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    order = last_steps.own(session, REFERRAL_ANSWERS, viewer)
    found = _lines(
        session,
        _of(agencies).where(col(Referral.id).in_(order), col(Referral.earlier_status).is_not(None)),
    )
    return sorted(found, key=lambda each: order.index(each.id))


def used_places(session: Session, *, viewer: Viewer) -> list[tuple[int | None, int | None]]:
    """Where the viewer's agencies sent most of late, organisation or agency; the most first."""
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    place = (col(Referral.organisation_id), col(Referral.to_agency_id))
    times = sa.func.count()
    query = (
        sa.select(*place)
        .where(
            col(Referral.agency_id).in_(agencies),
            col(Referral.voided_at).is_(None),
            col(Referral.sent_on) >= today(session) - timedelta(days=USED_DAYS),
        )
        .group_by(*place)
        .order_by(times.desc(), *place)
    )
    return [(organisation, agency) for organisation, agency in session.execute(query)]


def _due(session: Session, viewer: Viewer) -> Query:
    day = today(session)
    return _open(session, viewer).where(
        sa.or_(
            *(
                sa.and_(
                    col(Referral.status) == status,
                    col(Referral.status_on) <= day + AHEAD - timedelta(days=days),
                )
                for status, days in REFERRAL_DAYS.items()
            )
        )
    )


def _open(session: Session, viewer: Viewer) -> Query:
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    status, since = col(Referral.status), today(session) - timedelta(days=LATE_DAYS)
    return (
        _of(agencies)
        .where(
            sa.or_(
                status.in_(_WAITING),
                sa.and_(status.in_(_LATE), col(Referral.status_on) >= since),
            )
        )
        .order_by(
            sa.case((status.in_(_WAITING), 0), else_=1), col(Referral.status_on), col(Referral.id)
        )
    )


def _of(agencies: frozenset[int]) -> Query:
    return (
        sa.select(
            col(Referral.id),
            col(Case.id).label("case_id"),
            col(Case.code).label("case_code"),
            col(Referral.type),
            col(Referral.organisation_id),
            col(Referral.to_agency_id),
            col(Referral.may_share),
            col(Referral.sent_on),
            col(Referral.status),
            col(Referral.status_on),
        )
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(col(Case.agency_id).in_(agencies), col(Referral.voided_at).is_(None))
    )


def _lines(session: Session, query: Query) -> list[OpenReferral]:
    day, found = today(session), []
    for row in session.execute(query):
        wait = REFERRAL_DAYS.get(row.status)
        due_on = None if wait is None else row.status_on + timedelta(days=wait)
        late = 0 if due_on is None else (day - due_on).days
        found.append(OpenReferral(**row._mapping, due_on=due_on, days_late=late))
    return found
