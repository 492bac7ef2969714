"""Void what was recorded, of any kind: nothing is deleted, and each void is audited."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, col, select

from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import cases, form_consents
from db.actions.consequences import WHEN_VOIDED
from db.actions.corrections import changeable, check_reason
from db.actions.rows import log, mark_void
from db.codes import UNDO
from db.derived import first_contacts
from db.errors import AppError
from db.models.base import now
from db.models.events import RecordedEvent
from db.records import BY_NAME

UNDO_SECONDS = 30


def void(session: Session, kind: str, event_id: int, reason: str, *, by: AccountId) -> None:
    """Void one event, with a reason of the list ``VOID_REASON``; the row stays in the table."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    event = changeable(session, BY_NAME[kind].table, event_id, viewer)
    check_reason(session, reason)
    _void(session, viewer, kind, event, reason)


def undo(session: Session, kind: str, submission_id: str, *, by: AccountId) -> int:
    """Void what one's own submission stored, within 30 seconds; returns how many rows."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    table = BY_NAME[kind].table
    rows = session.exec(
        select(table)
        .where(table.submission_id == submission_id, table.entered_by == by)
        .order_by(col(table.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    # All at once: each void locks its own.
    people = [getattr(row, "case_id", None) for row in rows]
    first_contacts.queue_up(session, [each for each in people if each is not None])
    open_rows = [row for row in rows if row.voided_at is None]
    if any(now() - row.entered_at > timedelta(seconds=UNDO_SECONDS) for row in open_rows):
        raise AppError("error.too_late_to_undo")
    if not open_rows:
        # What came with an entry goes with it alone, not later, nor with an entry of another kind.
        return 0
    for row in open_rows:
        _void(session, viewer, kind, row, UNDO)
    form_consents.discard(session, viewer, submission_id)
    opened = [cases.submission_of(submission_id, row.position) for row in rows]
    cases.close_unused(session, viewer, submission_id, *opened)
    return len(open_rows)


def _void(session: Session, viewer: Viewer, kind: str, event: RecordedEvent, reason: str) -> None:
    mark_void(event, viewer.account_id, reason)
    session.flush()
    if BY_NAME[kind].has_consequences:
        WHEN_VOIDED[kind](session, event)
    log(session, viewer, f"{kind}.void", event, ["voided_at"], reason)
