"""A search among people: counted, so that nobody reads an agency through, and written down."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db import audit
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.errors import AppError
from db.inputs.people import SEARCHES_AN_HOUR as SEARCHES_AN_HOUR
from db.inputs.people import PeopleSearch
from db.models import AuditEntry
from db.models.base import now
from db.queries import people
from db.queries.people import People

#: What the log says a search was done to.
PEOPLE = "people"


def search(session: Session, wanted: PeopleSearch, *, by: AccountId) -> People:
    """Who fits the words. The log says that there was a search and what it went by, not its words.

    Raises ``AppError`` after ``SEARCHES_AN_HOUR`` of them.
    """
    viewer = require(session, by, Permission.PEOPLE_READ)
    _refuse_too_many(session, viewer)
    audit.record(session, viewer, "people.search", PEOPLE, fields=wanted.kinds)
    return people.found(session, wanted, viewer=viewer)


def _refuse_too_many(session: Session, viewer: Viewer) -> None:
    since = now() - timedelta(hours=1)
    query = sa.select(sa.func.count(), sa.func.min(col(AuditEntry.at))).where(
        col(AuditEntry.at) > since,
        col(AuditEntry.account_id) == viewer.account_id,
        col(AuditEntry.entity) == PEOPLE,
    )
    count, first = session.execute(query).one()
    if count >= SEARCHES_AN_HOUR:
        minutes = (first + timedelta(hours=1) - now()) // timedelta(minutes=1) + 1
        raise AppError("error.too_many_searches", count=SEARCHES_AN_HOUR, minutes=minutes)
