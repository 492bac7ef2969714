"""The rows behind a figure of the results pages: as many as the figure says, and which they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.access.permissions import Permission, scope
from db.access.viewer import Viewer
from db.inputs.figure_rows import COUNTED, MOST_IN_A_FILE, YES, RowFilter
from db.measures.activity import people_or_heads
from db.measures.base import agencies_of, people
from db.measures.row_sources import SOURCES, Cut, Source
from db.models import Case
from db.models.base import Query


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One row. ``case_code`` is missing of a group session (``is_group``), and of whoever has gone
    to an agency that the viewer does not see. ``is_counted``: of a share, whether it is in the
    numerator; ``days``: until the first answer."""

    day: date
    agency_id: int
    kind: str | None
    case_code: str | None
    is_group: bool
    is_counted: bool | None
    days: int | None


@dataclass(frozen=True, kw_only=True)
class FigureRows:
    """``total`` is the figure; of a share its denominator, of which ``counted`` are in it. ``rows``
    are those of one page, the last day first."""

    total: int
    counted: int | None
    is_persons: bool
    rows: tuple[FigureRow, ...]


def rows(session: Session, wanted: RowFilter, *, viewer: Viewer) -> FigureRows:
    """The rows of a figure, within the viewer's agencies; none of a figure that opens none.

    They are found by the conditions that count it (``row_sources``), so that their number is the
    figure. Of persons each is one row: their last one in the days that are wanted.
    """
    agencies = agencies_of(session, wanted.within, viewer)
    source = SOURCES.get(wanted.figure)
    if source is None:
        return FigureRows(total=0, counted=None, is_persons=False, rows=())
    day = today(session)
    known = scope(session, viewer, Permission.PEOPLE_READ)
    found = _query(source, wanted, agencies, known, day).subquery()
    is_counted = sa.case((found.c.is_counted.is_(True), 1), else_=0)
    counts = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(is_counted), 0))
    total, counted = session.execute(counts.select_from(found)).one()
    page = (
        sa.select(*(each for each in found.c if each.name not in {"id", "place"}))
        .order_by(found.c.day.desc(), found.c.id.desc())
        .offset(max(wanted.offset, 0))
        .limit(min(max(wanted.limit, 0), MOST_IN_A_FILE))
    )
    return FigureRows(
        total=int(total),
        counted=None if source.counted is None else int(counted),
        is_persons=source.is_persons,
        rows=tuple(FigureRow(**row._mapping) for row in session.execute(page)),
    )


def _query(
    source: Source,
    wanted: RowFilter,
    agencies: frozenset[int],
    known: frozenset[int],
    day: date,
) -> Query:
    every = (
        sa.select(*_columns(source, known, day))
        .select_from(sa.outerjoin(source.rows, Case, col(Case.id) == source.case_id))
        .where(
            source.agency_id.in_(agencies),
            source.day.between(*wanted.days),
            *source.which(day),
            *_people(source, wanted),
            *_parts(source, wanted, day),
        )
    )
    if not source.is_persons:
        return every
    last = every.where(source.case_id.is_not(None)).subquery()
    return sa.select(*last.c).where(last.c.place == 1)


def _columns(source: Source, known: frozenset[int], day: date) -> list[Any]:
    """Of whom the viewer may not open the page, no code."""
    counted = sa.null() if source.counted is None else source.counted(day)
    latest = sa.func.row_number().over(
        partition_by=source.case_id, order_by=[source.day.desc(), source.id.desc()]
    )
    return [
        source.id.label("id"),
        source.day.label("day"),
        source.agency_id.label("agency_id"),
        sa.cast(source.kind, sa.String).label("kind"),
        sa.case((col(Case.agency_id).in_(known), col(Case.code))).label("case_code"),
        source.case_id.is_(None).label("is_group"),
        sa.cast(counted, sa.Boolean).label("is_counted"),
        (sa.cast(sa.null(), sa.Integer) if source.value is None else source.value).label("days"),
        *([latest.label("place")] if source.is_persons else []),
    ]


def _people(source: Source, wanted: RowFilter) -> list[Any]:
    """Who is left by a filter by sex or age: ages are those of the whole period."""
    if not wanted.within.cuts_people or source.cut is Cut.NOBODY:
        return []
    if source.cut is Cut.HEADS:
        return [people_or_heads(wanted.within)]
    return people(wanted.within)


def _parts(source: Source, wanted: RowFilter, day: date) -> list[Any]:
    """A part that the figure does not have holds nothing."""
    found = []
    for name, code in wanted.parts:
        if name == COUNTED and source.counted is not None:
            is_in = sa.func.coalesce(source.counted(day), sa.false())
            found.append(is_in if code == YES else sa.not_(is_in))
        else:
            part = source.parts.get(name)
            found.append(sa.false() if part is None else part(code, day))
    return found
