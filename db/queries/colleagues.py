"""To whom an agent may hand something over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.in_post import can_sign_in
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Account, Posting
from db.models.base import Query

#: Whoever takes a post over may be handed things so long before they come.
SOON = timedelta(days=31)


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """An agent of an agency; ``from_on`` is in the future for one who is still to come."""

    account_id: int
    name: str
    agency_id: int
    from_on: date


def colleagues(session: Session, *, viewer: Viewer) -> list[Colleague]:
    """The other agents of the viewer's agencies by name, those who come within a month last."""
    agencies = scope(session, viewer, Permission.DAY_READ)
    return [each for each in agents(session, agencies) if each.account_id != viewer.account_id]


def agents(session: Session, agencies: Iterable[int]) -> list[Colleague]:
    """All agents of these agencies who are there, or come within a month."""
    day = today(session)
    query: Query = (
        sa.select(
            col(Account.id).label("account_id"),
            col(Account.display_name).label("name"),
            col(Posting.agency_id),
            sa.func.min(col(Posting.starts_on)).label("from_on"),
        )
        .join(Posting, col(Posting.account_id) == col(Account.id))
        .where(
            col(Posting.agency_id).in_(agencies),
            col(Account.role) == Role.AGENT,
            can_sign_in(day),
            col(Posting.starts_on) <= day + SOON,
            sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= day),
        )
        .group_by(col(Account.id), col(Account.display_name), col(Posting.agency_id))
    )
    found = [Colleague(**row._mapping) for row in session.execute(query)]
    return sorted(found, key=lambda each: (each.from_on > day, each.name, each.account_id))
