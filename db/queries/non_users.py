"""What the page needs that counts people who never came."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.postings import posted_agencies
from db.access.viewer import Viewer
from db.models import NonUserCount


def places(session: Session, *, viewer: Viewer) -> list[int]:
    """The agencies for which the viewer may count today."""
    own = scope(session, viewer, Permission.TRUST_WRITE)
    return sorted(own & set(posted_agencies(session, viewer.account_id, today(session))))


def counted_today(session: Session, agency_id: int, *, viewer: Viewer) -> int:
    """How many people were counted for this agency today; not what they said."""
    if agency_id not in scope(session, viewer, Permission.TRUST_WRITE):
        return 0
    query = sa.select(sa.func.coalesce(sa.func.sum(NonUserCount.people), 0)).where(
        col(NonUserCount.agency_id) == agency_id, col(NonUserCount.day) == today(session)
    )
    return int(session.execute(query).scalar_one())
