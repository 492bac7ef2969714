"""Undoing the last step of what moves from status to status: its author may, within 7 days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, select

from db.access.postings import CORRECTION_DAYS
from db.access.viewer import AccountId
from db.errors import NotAllowed
from db.models import AuditEntry
from db.models.base import now


def require_own(
    session: Session,
    actions: Sequence[str],
    row_id: int,
    by: AccountId,
    *,
    or_nobodys: bool = False,
) -> None:
    """Refuse unless the last of these ``actions`` on the row was the account's, within 7 days;
    ``or_nobodys``: or of whoever had a link, and no account.

    The audit row says who made a step and when, the row itself does not.
    """
    query = select(AuditEntry).where(
        AuditEntry.entity == actions[0].split(".")[0],
        AuditEntry.entity_id == str(row_id),
        col(AuditEntry.action).in_(actions),
    )
    step = session.exec(query.order_by(col(AuditEntry.id).desc())).first()
    undoes = {by, None} if or_nobodys else {by}
    is_late = step is None or now() - step.at > timedelta(days=CORRECTION_DAYS)
    if step is None or is_late or step.account_id not in undoes:
        raise NotAllowed("error.too_late_to_correct")
