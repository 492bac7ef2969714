"""Approves the last months of every agency of a filled database, as they stand, which
``python -m seed_data --demo --cases`` leaves out. For measuring only.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from db.access.clock import today
from db.inputs.dates import months_after
from db.models import Account, ApprovalState, PeriodApproval, Posting
from db.queries import approval_revisions

#: How many months, counted back from the one before the last.
MONTHS = 11


def fill(session: Session) -> None:
    """Nothing has changed since in any of them."""
    manager = session.exec(select(Account.id).where(Account.username == "manager")).one()
    running = today(session).replace(day=1)
    for agency_id in session.exec(
        select(Posting.agency_id).distinct().order_by(col(Posting.agency_id))
    ):
        for ago in range(2, 2 + MONTHS):
            month = months_after(running, -ago)
            last = months_after(month, 1) - timedelta(days=1)
            session.add(
                PeriodApproval(
                    agency_id=agency_id,
                    starts_on=month,
                    ends_on=last,
                    state=ApprovalState.APPROVED,
                    said_by=manager,
                    counted=approval_revisions.noted(session, agency_id, month, last),
                )
            )
