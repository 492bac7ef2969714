"""Persons whom another agency has sent to the viewer's, as far as they agreed to be spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import REFERRAL_STEPS, ConsentPurpose, ReferralStatus
from db.models import Case, Referral
from db.models.base import Query
from db.queries import consents
from db.queries.referrals import sql_code_on_paper
from db.queries.row_count import row_count

#: An answer is taken for so long after the last word on it.
DAYS = 90
#: How many are read when nobody asks for more.
LINES = 30


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the receiving agency sees: the code on the person's card, why, and since when.

    ``status`` is what is noted of it. Nothing about the person is in it.
    """

    id: int
    case_code: str
    type: str
    sent_on: date
    status: ReferralStatus


def waiting(session: Session, *, viewer: Viewer, limit: int = LINES) -> list[Received]:
    """Those that can be answered, the longest waiting first."""
    query = _waiting(session, viewer).order_by(col(Referral.sent_on), col(Referral.id)).limit(limit)
    return [Received(**row._mapping) for row in session.execute(query)]


def count(session: Session, *, viewer: Viewer) -> int:
    """How many there are without a limit."""
    return row_count(session, _waiting(session, viewer))


def one(session: Session, referral_id: int, *, viewer: Viewer) -> Received | None:
    """One of them, by its id."""
    query = _waiting(session, viewer).where(col(Referral.id) == referral_id)
    row = session.execute(query).first()
    return None if row is None else Received(**row._mapping)


def is_in_time(session: Session, referral: Referral) -> bool:
    """Whether what became of it may still be said where it was sent."""
    return referral.status_on >= _since(session)


def steps(status: ReferralStatus) -> tuple[ReferralStatus, ...]:
    """What whoever received a person may say: never that nobody replied."""
    found = REFERRAL_STEPS.get(status, ())
    return tuple(each for each in found if each is not ReferralStatus.NO_REPLY)


def _waiting(session: Session, viewer: Viewer) -> Query:
    agencies = scope(session, viewer, Permission.REFERRAL_WRITE)
    return (
        sa.select(
            col(Referral.id),
            sql_code_on_paper().label("case_code"),
            col(Referral.type),
            col(Referral.sent_on),
            col(Referral.status),
        )
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(
            col(Referral.to_agency_id).in_(agencies),
            # Who has gone on to that agency since is one of its own, and waits in its day.
            col(Case.agency_id) != col(Referral.to_agency_id),
            col(Referral.may_share).is_(True),
            # Whoever took sharing back since is spoken of no more.
            consents.sql_agrees(col(Referral.case_id), ConsentPurpose.REFERRAL),
            ~consents.sql_waits_for_guardian(today(session)),
            col(Referral.voided_at).is_(None),
            col(Referral.status).in_(list(REFERRAL_STEPS)),
            col(Referral.status_on) >= _since(session),
        )
    )


def _since(session: Session) -> date:
    return today(session) - timedelta(days=DAYS)
