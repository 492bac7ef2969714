"""Whose last step can still be undone: see ``db.actions.last_steps``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.postings import CORRECTION_DAYS
from db.access.viewer import Viewer
from db.models import AuditEntry
from db.models.base import now


def own(
    session: Session, actions: Sequence[str], viewer: Viewer, *, or_nobodys: bool = False
) -> list[int]:
    """Ids of the rows on which the last of these ``actions`` was the viewer's within 7 days, the
    newest first; ``or_nobodys``: or of whoever had a link, and no account."""
    since = now() - timedelta(days=CORRECTION_DAYS)
    steps = (
        sa.select(sa.func.max(col(AuditEntry.id)))
        .where(
            col(AuditEntry.at) >= since,
            col(AuditEntry.entity) == actions[0].split(".")[0],
            col(AuditEntry.action).in_(actions),
        )
        .group_by(col(AuditEntry.entity_id))
    )
    account = col(AuditEntry.account_id)
    mine = account == viewer.account_id
    found = sa.select(col(AuditEntry.entity_id)).where(
        col(AuditEntry.id).in_(steps), sa.or_(mine, account.is_(None)) if or_nobodys else mine
    )
    return [int(each) for each in session.scalars(found.order_by(col(AuditEntry.id).desc()))]
