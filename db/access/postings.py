"""Where an account is posted, and where it may still enter."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.models import Posting

CORRECTION_DAYS = 7


def posted_agencies(session: Session, account_id: int, day: date) -> list[int]:
    """Agencies where the account is posted on ``day``."""
    query = select(Posting.agency_id).where(
        Posting.account_id == account_id,
        Posting.starts_on <= day,
        sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= day),
    )
    return list(session.exec(query).all())


def enterable_agencies(session: Session, account_id: int, day: date) -> list[int]:
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


def at_present(session: Session, account_id: int | None = None) -> list[Posting]:
    """Postings that run, are to come, or ended in the last 7 days, in the order of their start; of
    one account, or of all."""
    limit = today(session) - timedelta(days=CORRECTION_DAYS)
    query = select(Posting).where(
        sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= limit)
    )
    if account_id is not None:
        query = query.where(Posting.account_id == account_id)
    return list(session.exec(query.order_by(col(Posting.starts_on), col(Posting.id))))


def recently_left(session: Session, account_id: int) -> frozenset[int]:
    """Agencies of postings that ended in the last 7 days (``CORRECTION_DAYS``)."""
    return frozenset(last_days(session, account_id))


def last_days(session: Session, account_id: int) -> dict[int, date]:
    """The last day of each posting that ended in the last 7 days, by agency."""
    day = today(session)
    query = select(Posting).where(
        Posting.account_id == account_id,
        col(Posting.ends_on) < day,
        col(Posting.ends_on) >= day - timedelta(days=CORRECTION_DAYS),
    )
    return {each.agency_id: each.ends_on for each in session.exec(query) if each.ends_on}
