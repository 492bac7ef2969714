"""People whom an agent may name in an entry, and where they may enter it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.postings import last_days, posted_agencies, recently_left
from db.access.viewer import Viewer
from db.errors import AppError, NotFound
from db.inputs import case_codes
from db.models import Case, Intervention
from db.queries import merges

#: Makes of a date column the condition that the viewer may know of that day.
Known = Callable[[Any], sa.ColumnElement[bool]]
#: How many of the newest events are searched for the persons met lately.
LOOKED_THROUGH = 80


@dataclass(frozen=True, kw_only=True)
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


def recent(session: Session, agency_id: int, *, viewer: Viewer, limit: int = 6) -> list[CaseLine]:
    """The agency's open cases with the newest events (by their day, then by entry)."""
    known = _known_to(session, viewer)
    query = (
        _lines()
        .join(Intervention, col(Intervention.case_id) == col(Case.id))
        .where(
            col(Intervention.agency_id) == agency_id,
            col(Intervention.voided_at).is_(None),
            col(Case.agency_id) == agency_id,
            known(col(Intervention.happened_on)),
            known(col(Case.opened_on)),
            col(Case.closed_on).is_(None),
        )
        .order_by(col(Intervention.happened_on).desc(), col(Intervention.id).desc())
        .limit(LOOKED_THROUGH)
    )
    found: dict[int, CaseLine] = {}
    for line in map(_line, session.execute(query)):
        found.setdefault(line.id, line)
    return list(found.values())[:limit]


def by_ids(session: Session, ids: tuple[int, ...], *, viewer: Viewer) -> list[CaseLine]:
    """The given cases, as far as they are of the viewer's agencies, in the order given; where two
    were put together, the one that stands."""
    if not ids:
        return []
    known = _known_to(session, viewer)
    ids = tuple(dict.fromkeys(merges.surviving_cases(session, ids).values()))
    query = (
        _lines()
        .outerjoin(Intervention, col(Intervention.id) == _last_event(known))
        .where(col(Case.id).in_(ids), known(col(Case.opened_on)))
    )
    found = {line.id: line for line in map(_line, session.execute(query))}
    return [found[case_id] for case_id in ids if case_id in found]


def by_code(session: Session, typed: str, *, viewer: Viewer) -> CaseLine:
    """The case of a code as typed; ``AppError`` for a mistyped one, ``NotFound`` if not theirs."""
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

    agencies: tuple[int, ...]


def entry_places(session: Session, *, viewer: Viewer) -> EntryPlaces:
    """The agencies of an entry form."""
    scope(session, viewer, Permission.INTERVENTION_WRITE)
    day = today(session)
    now_there = posted_agencies(session, viewer.account_id, day)
    past = recently_left(session, viewer.account_id)
    return EntryPlaces(tuple(dict.fromkeys([*now_there, *sorted(past)])))


def _lines() -> sa.Select[Any]:
    """The columns of ``CaseLine``, by its names."""
    columns: list[Any] = [
        col(Case.id),
        col(Case.code),
        col(Case.agency_id),
        col(Case.sex),
        col(Case.birth_year),
        col(Case.nationality),
        col(Intervention.happened_on).label("last_on"),
        col(Intervention.type).label("last_type"),
    ]
    return sa.select(*columns)


def _known_to(session: Session, viewer: Viewer) -> Known:
    """Which days of a case the viewer may know of: all in their present agencies; in an agency left
    in the last week, those up to their last day there.
    """
    present = scope(session, viewer, Permission.CASE_READ)
    left = last_days(session, viewer.account_id)

    def until(day: Any) -> sa.ColumnElement[bool]:
        here = col(Case.agency_id)
        return sa.or_(
            here.in_(present),
            *(sa.and_(here == agency, day <= last) for agency, last in left.items()),
        )

    return until


def _last_event(known: Known) -> sa.ScalarSelect[int]:
    inner: Any = aliased(Intervention)
    return (
        sa.select(sa.func.max(inner.id))
        .where(inner.case_id == col(Case.id), inner.voided_at.is_(None), known(inner.happened_on))
        .correlate(Case)
        .scalar_subquery()
    )


def _line(row: sa.Row[Any]) -> CaseLine:
    return CaseLine(**{**row._mapping, "sex": str(row.sex)})
