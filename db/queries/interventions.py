"""What the form of an intervention begins with."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.models import Intervention


def last_own(session: Session, *, viewer: Viewer) -> Intervention | None:
    """The viewer's last entry not void, whose mode and language are the next one's defaults."""
    scope(session, viewer, Permission.INTERVENTION_WRITE)
    return session.execute(
        sa.select(Intervention)
        .where(
            col(Intervention.entered_by) == viewer.account_id,
            col(Intervention.voided_at).is_(None),
            # Who is named of a session says nothing of how one works.
            col(Intervention.group_id).is_(None),
        )
        .order_by(col(Intervention.entered_at).desc())
        .limit(1)
    ).scalar_one_or_none()
