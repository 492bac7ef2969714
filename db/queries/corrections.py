"""One entry to be corrected."""

from __future__ import annotations

from sqlmodel import Session

from db.access.permissions import Permission, may, viewer_now
from db.access.postings import recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models.events import RecordedEvent
from db.records import BY_NAME, RecordKind


def entry(session: Session, kind: str, entry_id: int, *, viewer: Viewer) -> RecordedEvent | None:
    """The row, if it can be corrected and the viewer may see it: an agent their own, a manager any.

    ``kind`` is a name of ``db.records``. For whoever reads no consents its ``consents`` are none.
    """
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    found = BY_NAME[kind]
    row = session.get(found.table, entry_id) if found.is_correctable else None
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    return row if may(viewer.role, Permission.CASE_READ) else _without_consents(row, found)


def _without_consents(row: RecordedEvent, kind: RecordKind) -> RecordedEvent:
    """A copy: the row itself is what is stored."""
    return kind.table(**row.model_dump() | dict.fromkeys(kind.consents))
