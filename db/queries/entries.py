"""What was entered: one's own for an agent, of all agencies for a manager; never a trust answer.

The answer to a retention check is an entry too, of the person's present agency.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from db.access.permissions import Permission, scope, viewer_now
from db.access.postings import CORRECTION_DAYS, enterable_agencies, recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models import (
    Account,
    Case,
    Intervention,
    Placement,
    RetentionCheck,
    TrainingEnrolment,
    TrustResponse,
)
from db.models.base import now

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
    """One entry as listed; ``heads`` for a group, ``case_code`` for a person.

    ``month`` is a retention check's: 3, 6 or 12.
    """

    kind: str
    id: int
    day: date
    type: str
    agency_id: int
    case_code: str | None
    heads: int | None
    month: int | None
    author: str
    entered_at: datetime
    corrected_at: datetime | None
    voided_at: datetime | None
    void_reason: str | None
    may_change: bool


@dataclass(frozen=True)
class _Source:
    """Where the columns of one kind lie; ``rows`` is the table with what it is joined to."""

    table: Any
    rows: Any
    agency: Any
    day: Any
    type: Any
    case_code: Any
    heads: Any
    month: Any
    #: ``corrected_at``, ``voided_at``, ``void_reason``.
    changes: tuple[Any, Any, Any]
    #: The columns to order by, the newest first.
    order: tuple[Any, ...]
    #: Makes of an entry's id the condition that another was entered before it.
    older: Callable[[int], Any]


def listed(session: Session, wanted: EntryFilter, *, viewer: Viewer) -> list[Entry]:
    """Up to ``PAGE`` entries, the newest first (by entry)."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    source = _SOURCES[wanted.kind]()
    query = (
        sa.select(
            source.table.id,
            source.day,
            source.type,
            source.agency,
            source.case_code,
            source.heads,
            source.month,
            col(Account.display_name),
            source.table.entered_at,
            *source.changes,
            source.table.entered_by,
        )
        .select_from(source.rows)
        .join(Account, col(Account.id) == source.table.entered_by)
        .where(source.agency.in_(agencies), *_conditions(source, wanted))
        .order_by(*(each.desc() for each in source.order))
        .limit(PAGE)
    )
    if viewer.role is Role.AGENT:
        query = query.where(source.table.entered_by == viewer.account_id)
    return [_entry(session, wanted.kind, row, viewer) for row in session.execute(query)]


def _conditions(source: _Source, wanted: EntryFilter) -> list[Any]:
    asked: list[tuple[Any, Callable[[Any], Any]]] = [
        (wanted.start, lambda value: source.day >= value),
        (wanted.end, lambda value: source.day <= value),
        (wanted.type, lambda value: source.type == value),
        (wanted.agency_id, lambda value: source.agency == value),
        (wanted.before or None, source.older),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _entry(session: Session, kind: str, row: Any, viewer: Viewer) -> Entry:
    day, agency_id, entered_at, voided_at, author = row[1], row[3], row[8], row[10], row[12]
    own = author == viewer.account_id and now() - entered_at <= timedelta(days=CORRECTION_DAYS)
    # Postings are looked up only for entries of an agency that the author has left.
    may_change = voided_at is None and (
        viewer.role is Role.MANAGER
        or (own and agency_id in viewer.agencies)
        or (own and agency_id in enterable_agencies(session, viewer.account_id, day))
    )
    return Entry(kind, row[0], row[1], str(row[2]), *(*row[3:12], may_change))


def _event(table: Any, day: Any, kind: Any, heads: Any = None, of_person: bool = True) -> _Source:
    return _Source(
        table,
        sa.outerjoin(table, Case, col(Case.id) == table.case_id) if of_person else table,
        table.agency_id,
        day,
        kind,
        col(Case.code) if of_person else sa.null(),
        sa.null() if heads is None else heads,
        sa.null(),
        (table.corrected_at, table.voided_at, table.void_reason),
        (table.id,),
        lambda before: table.id < before,
    )


def _interventions() -> _Source:
    row: Any = Intervention
    return _event(row, row.happened_on, row.type, row.women + row.men + row.other)


def _training() -> _Source:
    row: Any = TrainingEnrolment
    return _event(row, row.starts_on, row.type)


def _placements() -> _Source:
    row: Any = Placement
    return _event(row, row.starts_on, row.type)


def _trust() -> _Source:
    row: Any = TrustResponse
    return _event(row, row.answered_on, row.mode, of_person=False)


def _retention() -> _Source:
    row: Any = RetentionCheck
    return _Source(
        row,
        sa.join(row, Placement, col(Placement.id) == row.placement_id).join(
            Case, col(Case.id) == col(Placement.case_id)
        ),
        col(Case.agency_id),
        row.done_on,
        row.status,
        col(Case.code),
        sa.null(),
        row.month,
        (sa.null(), sa.null(), sa.null()),
        (row.entered_at, row.id),
        _answered_before,
    )


def _answered_before(check_id: int) -> Any:
    """Answered before this check: by the moment of the answer, since ids follow the placement."""
    row: Any = RetentionCheck
    last: Any = aliased(RetentionCheck)
    at = sa.select(last.entered_at).where(last.id == check_id).scalar_subquery()
    return sa.or_(row.entered_at < at, sa.and_(row.entered_at == at, row.id < check_id))


_SOURCES: dict[str, Callable[[], _Source]] = {
    "intervention": _interventions,
    "training": _training,
    "placement": _placements,
    "trust": _trust,
    "retention": _retention,
}


def intervention(session: Session, entry_id: int, *, viewer: Viewer) -> Intervention | None:
    """One intervention to be corrected, when the viewer may see it."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    row = session.get(Intervention, entry_id)
    if row is None or row.agency_id not in agencies:
        return None
    if viewer.role is Role.AGENT and row.entered_by != viewer.account_id:
        return None
    return row


def last_own(session: Session, *, viewer: Viewer) -> Intervention | None:
    """The viewer's last standing entry, whose mode and language are the next one's defaults."""
    scope(session, viewer, Permission.INTERVENTION_WRITE)
    return session.execute(
        sa.select(Intervention)
        .where(
            col(Intervention.entered_by) == viewer.account_id,
            col(Intervention.voided_at).is_(None),
        )
        .order_by(col(Intervention.entered_at).desc())
        .limit(1)
    ).scalar_one_or_none()
