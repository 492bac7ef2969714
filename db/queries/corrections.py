"""One entry to be corrected."""

from __future__ import annotations

from sqlmodel import Session

from db.access.permissions import Permission, viewer_now
from db.access.postings import recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models.events import RecordedEvent
from db.records import BY_NAME


def entry(session: Session, kind: str, entry_id: int, *, viewer: Viewer) -> RecordedEvent | None:
    """The row, if it can be corrected and the viewer may see it: an agent their own, a manager any.

    ``kind`` is a name of ``db.records``.
    """
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    found = BY_NAME[kind]
    row = session.get(found.table, entry_id) if found.is_correctable else None
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    return row
