"""What was entered: one's own for an agent, of all agencies for a manager; never a trust answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import Role
from db.models import (
    Account,
    Case,
    Intervention,
    Placement,
    TrainingEnrolment,
    TrustResponse,
)
from db.models.base import now
from db.permissions import CORRECTION_DAYS, Permission, Viewer, entry_scope, scope

PAGE = 50


@dataclass(frozen=True)
class EntryFilter:
    """Which entries: ``before`` is the id of the last one shown (0 for the first page)."""

    kind: str = "intervention"
    start: date | None = None
    end: date | None = None
    type: str | None = None
    agency_id: int | None = None
    before: int = 0


@dataclass(frozen=True)
class Entry:
    """One entry as listed; ``heads`` for a group, ``case_code`` for a person."""

    kind: str
    id: int
    day: date
    type: str
    agency_id: int
    case_code: str | None
    heads: int | None
    author: str
    entered_at: datetime
    corrected_at: datetime | None
    voided_at: datetime | None
    void_reason: str | None
    may_change: bool


def listed(session: Session, wanted: EntryFilter, *, viewer: Viewer) -> list[Entry]:
    """Up to ``PAGE`` entries, the newest first (by entry)."""
    agencies = entry_scope(session, viewer, Permission.ENTRIES_READ)
    table, day, kind, heads = _COLUMNS[wanted.kind]()
    case_id = getattr(table, "case_id", None)
    query = (
        sa.select(
            table.id,
            day,
            kind,
            table.agency_id,
            col(Case.code) if case_id is not None else sa.null(),
            heads,
            col(Account.display_name),
            table.entered_at,
            table.corrected_at,
            table.voided_at,
            table.void_reason,
            table.entered_by,
        )
        .select_from(table)
        .join(Account, col(Account.id) == table.entered_by)
        .where(table.agency_id.in_(agencies), *_conditions(table, day, kind, wanted))
        .order_by(table.id.desc())
        .limit(PAGE)
    )
    if case_id is not None:
        query = query.outerjoin(Case, col(Case.id) == case_id)
    if viewer.role is Role.AGENT:
        query = query.where(table.entered_by == viewer.account_id)
    return [_entry(wanted.kind, row, viewer) for row in session.execute(query)]


def _conditions(table: Any, day: Any, kind: Any, wanted: EntryFilter) -> list[Any]:
    asked: list[tuple[Any, Callable[[Any], Any]]] = [
        (wanted.start, lambda value: day >= value),
        (wanted.end, lambda value: day <= value),
        (wanted.type, lambda value: kind == value),
        (wanted.agency_id, lambda value: table.agency_id == value),
        (wanted.before or None, lambda value: table.id < value),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _entry(kind: str, row: Any, viewer: Viewer) -> Entry:
    entered_at, voided_at, author = row[7], row[9], row[11]
    own = author == viewer.account_id and now() - entered_at <= timedelta(days=CORRECTION_DAYS)
    may_change = voided_at is None and (own or viewer.role is Role.MANAGER)
    return Entry(kind, row[0], row[1], str(row[2]), *(*row[3:11], may_change))


def _interventions() -> tuple[Any, ...]:
    row: Any = Intervention
    return row, row.happened_on, row.type, row.women + row.men + row.other


def _training() -> tuple[Any, ...]:
    row: Any = TrainingEnrolment
    return row, row.starts_on, row.type, sa.null()


def _placements() -> tuple[Any, ...]:
    row: Any = Placement
    return row, row.starts_on, row.type, sa.null()


def _trust() -> tuple[Any, ...]:
    row: Any = TrustResponse
    return row, row.answered_on, row.mode, sa.null()


_COLUMNS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "intervention": _interventions,
    "training": _training,
    "placement": _placements,
    "trust": _trust,
}


def intervention(session: Session, entry_id: int, *, viewer: Viewer) -> Intervention | None:
    """One intervention to be corrected, when the viewer may see it; detached."""
    agencies = entry_scope(session, viewer, Permission.ENTRIES_READ)
    row = session.get(Intervention, entry_id)
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    session.expunge(row)
    return row


def last_own(session: Session, *, viewer: Viewer) -> Intervention | None:
    """The viewer's last standing entry, whose mode and language are the next one's defaults."""
    scope(session, viewer, Permission.INTERVENTION_WRITE)
    row = session.execute(
        sa.select(Intervention)
        .where(
            col(Intervention.entered_by) == viewer.account_id,
            col(Intervention.voided_at).is_(None),
        )
        .order_by(col(Intervention.entered_at).desc())
        .limit(1)
    ).scalar_one_or_none()
    if row is not None:
        session.expunge(row)
    return row
