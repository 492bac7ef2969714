"""What was entered: one's own for an agent, of all agencies for a manager; never a trust answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.permissions import Permission, viewer_now
from db.access.postings import CORRECTION_DAYS, enterable_agencies, recently_left
from db.access.viewer import Viewer
from db.codes import Role
from db.models import Account
from db.models.base import now
from db.queries.entry_sources import Source, source_of

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """Which entries: ``before`` is the id of the last one shown (0 for the first page)."""

    kind: str = "intervention"
    start: date | None = None
    end: date | None = None
    type: str | None = None
    agency_id: int | None = None
    before: int = 0


@dataclass(frozen=True, kw_only=True)
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
    entered_by: int
    entered_at: datetime
    corrected_at: datetime | None
    voided_at: datetime | None
    void_reason: str | None
    may_change: bool


def listed(session: Session, wanted: EntryFilter, *, viewer: Viewer) -> list[Entry]:
    """Up to ``PAGE`` entries, the newest first (by entry)."""
    viewer = viewer_now(session, viewer, Permission.ENTRIES_READ)
    agencies = viewer.agencies | recently_left(session, viewer.account_id)
    source = source_of(wanted.kind)
    columns = source.columns | {"author": col(Account.display_name)}
    query = (
        sa.select(*(column.label(name) for name, column in columns.items()))
        .select_from(source.rows)
        .join(Account, col(Account.id) == columns["entered_by"])
        .where(columns["agency_id"].in_(agencies), *_conditions(source, wanted))
        .order_by(*(each.desc() for each in source.order))
        .limit(PAGE)
    )
    if viewer.role is Role.AGENT:
        query = query.where(columns["entered_by"] == viewer.account_id)
    return [_entry(session, wanted.kind, row, viewer) for row in session.execute(query)]


def _conditions(source: Source, wanted: EntryFilter) -> list[Any]:
    columns = source.columns
    asked: list[tuple[Any, Callable[[Any], Any]]] = [
        (wanted.start, lambda value: columns["day"] >= value),
        (wanted.end, lambda value: columns["day"] <= value),
        (wanted.type, lambda value: columns["type"] == value),
        (wanted.agency_id, lambda value: columns["agency_id"] == value),
        (wanted.before or None, source.older),
    ]
    return [condition(value) for value, condition in asked if value is not None]


def _entry(session: Session, kind: str, row: sa.Row[Any], viewer: Viewer) -> Entry:
    values = {**row._mapping, "type": str(row.type)}
    return Entry(kind=kind, may_change=_may_change(session, row, viewer), **values)


def _may_change(session: Session, row: sa.Row[Any], viewer: Viewer) -> bool:
    if row.voided_at is not None or viewer.role is Role.MANAGER:
        return row.voided_at is None
    is_late = now() - row.entered_at > timedelta(days=CORRECTION_DAYS)
    if is_late or row.entered_by != viewer.account_id:
        return False
    # Postings are looked up only for entries of an agency that the author has left.
    return row.agency_id in viewer.agencies or row.agency_id in enterable_agencies(
        session, viewer.account_id, row.day
    )
