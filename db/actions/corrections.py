"""Who may change a row that was recorded, until when and for what reason.

An agent changes what they entered, for 7 days from entry; a manager any entry, with a reason.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session

from db.access.clock import today
from db.access.postings import CORRECTION_DAYS
from db.access.viewer import Viewer
from db.actions.edit_conflicts import refuse_stale
from db.actions.facts import agencies_for
from db.codes import UNDO, Role
from db.errors import AppError, NotAllowed, NotFound, invalid
from db.inputs.records import Correction
from db.models.base import now
from db.models.events import RecordedEvent
from db.queries.codes import require_active
from db.records import BY_TABLE

VOIDED = "error.already_voided"
Row = TypeVar("Row", bound=RecordedEvent)


def correctable(session: Session, table: type[Row], data: Correction, viewer: Viewer) -> Row:
    """The row to correct; ``EditConflict`` or ``AppError`` when somebody changed it meanwhile.

    A manager must give a reason. Raises as ``changeable`` does.
    """
    row = changeable(session, table, data.id, viewer)
    if data.seen != row.seen:
        refuse_stale(session, row, data.known)
        # What changed stands on no form, or stands as it did.
        raise AppError("error.changed_meanwhile")
    if data.reason or viewer.role is Role.MANAGER:
        check_reason(session, data.reason)
    return row


def changeable(session: Session, table: type[Row], row_id: int, viewer: Viewer) -> Row:
    """The row, when the viewer may change it now; raises ``NotFound`` or ``NotAllowed``."""
    row = session.get(table, row_id, with_for_update=True)
    if row is None:
        raise NotFound("error.not_found")
    if viewer.role is Role.AGENT:
        if row.entered_by != viewer.account_id:
            raise NotFound("error.not_found")
        if now() - row.entered_at > timedelta(days=CORRECTION_DAYS):
            raise NotAllowed("error.too_late_to_correct")
        _check_posting(session, row, viewer)
    if row.voided_at is not None:
        raise AppError(VOIDED)
    return row


def _check_posting(session: Session, row: RecordedEvent, viewer: Viewer) -> None:
    """Refuse a change at an agency where the agent may no longer enter facts of that day."""
    kind = BY_TABLE[type(row)]
    if kind.is_bound_to_posting:
        here = agencies_for(session, viewer.account_id, getattr(row, kind.day))
        if row.agency_id not in here:
            raise NotAllowed("error.no_longer_posted")


def check_reason(session: Session, reason: str) -> None:
    """Refuse a reason that is not in the list; ``UNDO`` is reserved for undoing."""
    if reason == UNDO:
        raise invalid("reason", "error.unknown_choice")
    require_active(session, "reason", "VOID_REASON", reason, today(session))


def write(row: RecordedEvent, wanted: dict[str, object]) -> list[str]:
    """Write what differs; returns the names of the fields that changed."""
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, wanted[name])
    if changed:
        row.corrected_at = now()
    return changed
