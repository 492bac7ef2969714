"""Where an account is posted, and where it may still enter."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.core_statements import execute
from db.models import Posting

CORRECTION_DAYS = 7
#: Put together once, for each act asks it.
_POSTED = sa.select(col(Posting.agency_id)).where(
    col(Posting.account_id) == sa.bindparam("account"),
    col(Posting.starts_on) <= sa.bindparam("day"),
    sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= sa.bindparam("least")),
)


def posted_agencies(session: Session, account_id: int, day: date) -> list[int]:
    """Agencies where the account is posted on ``day``."""
    return _posted(session, account_id, day, day)


def enterable_agencies(session: Session, account_id: int, day: date) -> list[int]:
    """Agencies where the account may still enter an event of ``day``.

    Posted there on that day, and the posting runs or ended at most ``CORRECTION_DAYS`` ago.
    """
    limit = today(session) - timedelta(days=CORRECTION_DAYS)
    return sorted(set(_posted(session, account_id, day, max(day, limit))))


def _posted(session: Session, account_id: int, day: date, least: date) -> list[int]:
    """Of postings that had begun by ``day`` and did not end before ``least``."""
    asked = {"account": account_id, "day": day, "least": least}
    return list(execute(session, _POSTED, asked).scalars())


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
