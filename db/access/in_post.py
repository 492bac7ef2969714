"""How long an agent is in post: to the last day of the posting, of its agency or of the account,
whichever comes first."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import day_of
from db.models import Account, Agency, Posting
from db.models.base import Query

#: What ends a posting, in the order in which ``last_day`` takes it.
ENDS = (
    col(Posting.ends_on),
    col(Agency.closed_on),
    col(Account.expires_on),
    col(Account.closed_at),
)


def with_ends(query: Query) -> Query:
    """A query of postings that names ``ENDS``, with the agency and the account of each."""
    return query.join(Agency, col(Agency.id) == col(Posting.agency_id)).join(
        Account, col(Account.id) == col(Posting.account_id)
    )


def last_day(
    session: Session,
    ends_on: date | None,
    closed_on: date | None,
    expires_on: date | None,
    closed_at: datetime | None,
) -> date | None:
    """The last day in post, or none while nothing ends it."""
    shut = None if closed_at is None else day_of(session, closed_at)
    said = (ends_on, closed_on, expires_on, shut)
    return min((day for day in said if day is not None), default=None)


def can_sign_in(day: object) -> sa.ColumnElement[bool]:
    """That an account is open on a day, given or told to a statement."""
    until = col(Account.expires_on)
    return sa.and_(col(Account.closed_at).is_(None), sa.or_(until.is_(None), until >= day))
