"""The rows of a record: stored once, voided in place, and every act on them in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sqlmodel import Session

from db import audit
from db.access.viewer import AccountId, Viewer
from db.models.base import now
from db.models.events import RecordedEvent
from db.queries.submissions import Stored as Stored
from db.queries.submissions import found

Row = TypeVar("Row", bound=RecordedEvent)


def stored(
    session: Session,
    table: type[Row],
    submission_id: str,
    by: AccountId,
    asked: Mapping[str, object] | None = None,
) -> Stored[Row] | None:
    """What this submission stored before, if anything, compared with what is ``asked`` now."""
    return found(session, table, submission_id, by, asked or {})


def mark_void(row: RecordedEvent, by: AccountId, reason: str) -> None:
    """Mark a row as void; it stays in its table."""
    row.voided_at, row.voided_by, row.void_reason = now(), by, reason


def log(
    session: Session,
    viewer: Viewer,
    action: str,
    row: RecordedEvent,
    fields: Iterable[str],
    reason: str = "",
    *,
    changes_results: bool = True,
) -> None:
    """Write an audit row for an act on one row, and raise the change counter."""
    audit.record(
        session,
        viewer,
        action,
        action.split(".")[0],
        row.id,
        fields=fields,
        reason=reason,
        changes_results=changes_results,
    )
