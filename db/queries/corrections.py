"""One enrolment or placement to be put right."""

from __future__ import annotations

from sqlmodel import Session

from db.codes import Role
from db.models import Placement, TrainingEnrolment
from db.permissions import Permission, Viewer, recently_left, viewer_now


def entry(
    session: Session, kind: str, entry_id: int, *, viewer: Viewer
) -> TrainingEnrolment | Placement | None:
    """The row, when the viewer may see it: an agent their own, a manager any; detached."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    row: TrainingEnrolment | Placement | None
    if kind == "training":
        row = session.get(TrainingEnrolment, entry_id)
    else:
        row = session.get(Placement, entry_id)
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    session.expunge(row)
    return row
