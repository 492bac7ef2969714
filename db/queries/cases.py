"""People whom an agent may name in an entry, and where they may enter it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db import case_codes
from db.errors import AppError, NotFound
from db.models import Case, Intervention
from db.permissions import (
    CORRECTION_DAYS,
    Permission,
    Viewer,
    enterable_agencies,
    posted_agencies,
    scope,
    today,
)


@dataclass(frozen=True)
class CaseLine:
    """One person as told apart on a small screen: code, sex, year, nationality, last event."""

    id: int
    code: str
    agency_id: int
    sex: str
    birth_year: int
    nationality: str
    last_on: date | None
    last_type: str | None


def recent(session: Session, agency_id: int, *, viewer: Viewer, limit: int = 8) -> list[CaseLine]:
    """The agency's open cases with the newest events, entered by the viewer first of all."""
    agencies = scope(session, viewer, Permission.CASE_READ)
    last = (
        sa.select(
            col(Intervention.case_id).label("case_id"),
            sa.func.max(col(Intervention.id)).label("last_id"),
        )
        .where(
            col(Intervention.agency_id) == agency_id,
            col(Intervention.case_id).is_not(None),
            col(Intervention.voided_at).is_(None),
        )
        .group_by(col(Intervention.case_id))
        .order_by(sa.desc("last_id"))
        .limit(limit)
        .subquery()
    )
    query = (
        _lines()
        .join(last, last.c.case_id == col(Case.id))
        .join(Intervention, col(Intervention.id) == last.c.last_id)
        .where(col(Case.agency_id) == agency_id, col(Case.agency_id).in_(agencies))
        .where(col(Case.closed_on).is_(None))
        .order_by(sa.desc(last.c.last_id))
    )
    return [_line(row) for row in session.execute(query)]


def by_ids(session: Session, ids: tuple[int, ...], *, viewer: Viewer) -> list[CaseLine]:
    """The given cases, as far as they are of the viewer's agencies, in the order given."""
    agencies = scope(session, viewer, Permission.CASE_READ)
    query = (
        _lines()
        .outerjoin(Intervention, col(Intervention.id) == _last_event())
        .where(col(Case.id).in_(ids), col(Case.agency_id).in_(agencies))
    )
    found = {line.id: line for line in map(_line, session.execute(query))}
    return [found[case_id] for case_id in ids if case_id in found]


def by_code(session: Session, typed: str, *, viewer: Viewer) -> CaseLine:
    """The case of a code as typed; ``AppError`` for a slip, ``NotFound`` for none of theirs."""
    code = case_codes.normal(typed)
    if not case_codes.is_valid(code):
        raise AppError("error.case_code_form")
    found = session.exec(select(Case.id).where(Case.code == code)).first()
    lines = by_ids(session, (found,), viewer=viewer) if found is not None else []
    if not lines:
        raise NotFound("error.case_not_found")
    return lines[0]


@dataclass(frozen=True)
class EntryPlaces:
    """Where the viewer may enter: agencies of today first, then of a posting that just ended."""

    today: date
    agencies: tuple[int, ...]


def entry_places(session: Session, *, viewer: Viewer) -> EntryPlaces:
    """The agencies of an entry form, and the programme's present day."""
    scope(session, viewer, Permission.INTERVENTION_WRITE)
    day = today(session)
    now_there = posted_agencies(session, viewer.account_id, day)
    past = _recently_left(session, viewer.account_id, day)
    return EntryPlaces(day, tuple(dict.fromkeys([*now_there, *past])))


def _recently_left(session: Session, account_id: int, day: date) -> list[int]:
    found: list[int] = []
    for back in range(1, CORRECTION_DAYS + 1):
        found += enterable_agencies(session, account_id, day - timedelta(days=back))
    return found


def _lines() -> sa.Select[Any]:
    columns: list[Any] = [
        col(Case.id),
        col(Case.code),
        col(Case.agency_id),
        col(Case.sex),
        col(Case.birth_year),
        col(Case.nationality),
        col(Intervention.happened_on),
        col(Intervention.type),
    ]
    return sa.select(*columns)


def _last_event() -> sa.ScalarSelect[int]:
    inner: Any = aliased(Intervention)
    return (
        sa.select(sa.func.max(inner.id))
        .where(inner.case_id == col(Case.id), inner.voided_at.is_(None))
        .correlate(Case)
        .scalar_subquery()
    )


def _line(row: Any) -> CaseLine:
    return CaseLine(row[0], row[1], row[2], str(row[3]), *row[4:])
