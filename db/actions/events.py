"""Void and correct recorded events of any kind: nothing is deleted, and each change is audited.

An agent changes what they entered, for 7 days from entry; a manager any entry, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, select

from db.access.permissions import Permission, require
from db.access.postings import CORRECTION_DAYS
from db.access.viewer import AccountId, Viewer
from db.actions import cases, follow_ups, retention, trust
from db.actions.facts import agencies_for, check_reason, log
from db.codes import UNDO, Role
from db.derived import first_contacts
from db.errors import AppError, NotAllowed, NotFound
from db.models import Intervention, Placement, TrainingEnrolment, TrustResponse
from db.models.base import now
from db.models.events import RecordedEvent

Event = TypeVar("Event", bound=RecordedEvent)
KINDS: dict[str, type[RecordedEvent]] = {
    "intervention": Intervention,
    "training": TrainingEnrolment,
    "placement": Placement,
    "trust": TrustResponse,
}
_DAYS: dict[type[RecordedEvent], str] = {
    Intervention: "happened_on",
    TrainingEnrolment: "starts_on",
    Placement: "starts_on",
}
UNDO_SECONDS = 30


def void(session: Session, kind: str, event_id: int, reason: str, *, by: AccountId) -> None:
    """Void one event, with a reason of the list ``VOID_REASON``; the row stays in the table."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    event = changeable(session, KINDS[kind], event_id, viewer)
    check_reason(session, reason)
    _void(session, viewer, kind, event, reason)


def undo(session: Session, kind: str, submission_id: str, *, by: AccountId) -> int:
    """Void what one's own submission stored, within 30 seconds; returns how many rows."""
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    table = KINDS[kind]
    rows = session.exec(
        select(table).where(table.submission_id == submission_id, table.entered_by == by)
    ).all()
    open_rows = [row for row in rows if row.voided_at is None]
    if any(now() - row.entered_at > timedelta(seconds=UNDO_SECONDS) for row in open_rows):
        raise AppError("error.too_late_to_undo")
    for row in open_rows:
        _void(session, viewer, kind, row, UNDO)
    cases.close_unused(session, viewer, submission_id)
    return len(open_rows)


def changeable(session: Session, table: type[Event], event_id: int, viewer: Viewer) -> Event:
    """The event, when the viewer may change it now; raises ``NotFound`` or ``NotAllowed``."""
    event = session.get(table, event_id, with_for_update=True)
    if event is None:
        raise NotFound("error.not_found")
    if viewer.role is Role.AGENT:
        if event.entered_by != viewer.account_id:
            raise NotFound("error.not_found")
        if now() - event.entered_at > timedelta(days=CORRECTION_DAYS):
            raise NotAllowed("error.too_late_to_correct")
        _check_posting(session, event, viewer)
    if event.voided_at is not None:
        raise AppError("error.already_voided")
    return event


def _check_posting(session: Session, event: RecordedEvent, viewer: Viewer) -> None:
    """Refuse a change at an agency where the agent may no longer enter facts of that day.

    Questionnaires are exempt: they may be about an agency where their author was never posted.
    """
    if name := _DAYS.get(type(event)):
        here = agencies_for(session, viewer.account_id, getattr(event, name))
        if event.agency_id not in here:
            raise NotAllowed("error.no_longer_posted")


def _void(
    session: Session,
    viewer: Viewer,
    kind: str,
    event: RecordedEvent,
    reason: str,
) -> None:
    event.voided_at, event.voided_by, event.void_reason = now(), viewer.account_id, reason
    session.flush()
    if consequence := _CONSEQUENCES.get(kind):
        consequence(session, event)
    log(session, viewer, f"{kind}.void", event, ["voided_at"], reason)


def _when_intervention_voided(session: Session, event: Intervention) -> None:
    follow_ups.when_voided(session, event)
    first_contacts.refresh(session, [event.case_id])


_CONSEQUENCES: dict[str, Callable[..., None]] = {
    "intervention": _when_intervention_voided,
    "placement": retention.cancel,
    "trust": trust.when_voided,
}
