"""One enrolment or placement to be put right."""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session

from db.access.permissions import Permission, viewer_now
from db.access.postings import recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Placement, TrainingEnrolment

Row = TypeVar("Row", TrainingEnrolment, Placement)


def enrolment(session: Session, entry_id: int, *, viewer: Viewer) -> TrainingEnrolment | None:
    """The row, when the viewer may see it: an agent their own, a manager any."""
    return _seen(session, TrainingEnrolment, entry_id, viewer)


def placement(session: Session, entry_id: int, *, viewer: Viewer) -> Placement | None:
    """The row, when the viewer may see it: an agent their own, a manager any."""
    return _seen(session, Placement, entry_id, viewer)


def _seen(session: Session, model: type[Row], entry_id: int, viewer: Viewer) -> Row | None:
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    row = session.get(model, entry_id)
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    return row
