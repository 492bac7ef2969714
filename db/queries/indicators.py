"""What the programme's indicators mean, what is promised of them, and how that came to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.permissions import Permission, place_in_scope, require
from db.access.viewer import Viewer
from db.inputs.indicators import LONGEST, Breakdown, Words
from db.inputs.targets import Column, Rows, Stated
from db.models import (
    Account,
    AddsUp,
    Counted,
    Indicator,
    IndicatorBaseline,
    IndicatorChange,
    IndicatorNote,
    IndicatorTarget,
    IndicatorText,
    IndicatorVersion,
)

#: How many changes a page shows.
MOST_CHANGES = 200
_OF_VERSION = {
    "number", "level", "counts", "adds_up", "is_falling", "frequency", "reason", "made_at"
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An indicator as a version of its definition says it; ``texts`` by language and field."""

    code: str
    is_key: bool
    explain_over: int
    version_id: int
    number: int
    level: str
    counts: Counted
    adds_up: AddsUp
    is_falling: bool
    frequency: str
    breakdowns: tuple[Breakdown, ...]
    texts: Words
    reason: str
    author: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change of a baseline or a target; an empty text stands for none."""

    agency_id: int | None
    cell: Column
    former: str
    value: str
    author: str
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Note:
    """Why a figure was off its path, and what stood there then; ``number``: of the version."""

    due_on: date
    as_of: date
    value: float
    expected: float
    sentence: str
    number: int
    author: str
    written_at: datetime


def sheets(session: Session, *, viewer: Viewer) -> list[Sheet]:
    """Every indicator by its newest version, in the programme's order."""
    require(session, viewer.account_id, Permission.RESULTS_READ)
    newest = (
        sa.select(col(IndicatorVersion.indicator), sa.func.max(col(IndicatorVersion.number)))
        .group_by(col(IndicatorVersion.indicator))
        .subquery()
    )
    is_newest = sa.tuple_(col(IndicatorVersion.indicator), col(IndicatorVersion.number)).in_(
        sa.select(newest)
    )
    return _sheets(session, is_newest)


def versions(session: Session, code: str, *, viewer: Viewer) -> list[Sheet]:
    """All versions of one definition, the newest first."""
    require(session, viewer.account_id, Permission.RESULTS_READ)
    return _sheets(session, col(IndicatorVersion.indicator) == code)


def _sheets(session: Session, which: sa.ColumnElement[bool]) -> list[Sheet]:
    query = (
        sa.select(Indicator, IndicatorVersion, col(Account.display_name))
        .join(IndicatorVersion, col(IndicatorVersion.indicator) == col(Indicator.code))
        .outerjoin(Account, col(Account.id) == col(IndicatorVersion.made_by))
        .where(which)
        .order_by(col(Indicator.sort), col(IndicatorVersion.number).desc())
    )
    rows = session.execute(query).all()
    texts: dict[int, Words] = {}
    wanted = [version.id for _, version, _ in rows]
    for text in session.exec(
        select(IndicatorText).where(col(IndicatorText.version_id).in_(wanted))
    ):
        said = {name: getattr(text, name) for name in LONGEST}
        texts.setdefault(text.version_id, {})[text.language] = said
    return [
        Sheet(
            is_key=row.is_key,
            explain_over=row.explain_over,
            version_id=version.id,
            breakdowns=tuple(Breakdown(each) for each in version.breakdowns.split(",") if each),
            texts=texts[version.id],
            author=author or "",
            code=row.code,
            **version.model_dump(include=_OF_VERSION),
        )
        for row, version, author in rows
    ]


def stated(session: Session, code: str, *, viewer: Viewer) -> Rows:
    """The baselines and targets of an indicator, by place (0: the programme as a whole)."""
    require(session, viewer.account_id, Permission.INDICATORS_MANAGE)
    found: Rows = {}
    for base in session.exec(select(IndicatorBaseline).where(IndicatorBaseline.indicator == code)):
        row = found.setdefault(base.agency_id or 0, Stated())
        row.value, row.day, row.source = base.value, base.on_day, base.source
    for target in session.exec(select(IndicatorTarget).where(IndicatorTarget.indicator == code)):
        row = found.setdefault(target.agency_id or 0, Stated())
        row.targets[target.due_on] = target.value
    return found


def changes(session: Session, code: str, *, viewer: Viewer) -> list[Change]:
    """The newest changes of baselines and targets, the newest first."""
    require(session, viewer.account_id, Permission.INDICATORS_MANAGE)
    query = (
        sa.select(IndicatorChange, col(Account.display_name))
        .join(Account, col(Account.id) == col(IndicatorChange.changed_by))
        .where(col(IndicatorChange.indicator) == code)
        .order_by(col(IndicatorChange.id).desc())
        .limit(MOST_CHANGES)
    )
    return [
        Change(author=author, **row.model_dump(exclude={"id", "indicator", "changed_by"}))
        for row, author in session.execute(query)
    ]


def notes(session: Session, code: str, agency_id: int | None, *, viewer: Viewer) -> list[Note]:
    """The sentences on one place's deviations, the newest first."""
    place_in_scope(session, viewer, Permission.RESULTS_READ, agency_id)
    return [note for _, note in _notes(session, agency_id, col(IndicatorNote.indicator) == code)]


def notes_at(session: Session, agency_id: int, *, viewer: Viewer) -> list[tuple[str, Note]]:
    """The sentences on an agency's deviations, each with its indicator, the newest first."""
    place_in_scope(session, viewer, Permission.RESULTS_READ, agency_id)
    return _notes(session, agency_id)


def _notes(
    session: Session, agency_id: int | None, *conditions: sa.ColumnElement[bool]
) -> list[tuple[str, Note]]:
    query = (
        sa.select(IndicatorNote, col(Account.display_name), col(IndicatorVersion.number))
        .join(Account, col(Account.id) == col(IndicatorNote.written_by))
        .join(IndicatorVersion, col(IndicatorVersion.id) == col(IndicatorNote.version_id))
        .where(col(IndicatorNote.agency_id).is_not_distinct_from(agency_id), *conditions)
        .order_by(col(IndicatorNote.id).desc())
    )
    told = {"due_on", "as_of", "value", "expected", "sentence", "written_at"}
    return [
        (row.indicator, Note(author=author, number=number, **row.model_dump(include=told)))
        for row, author, number in session.execute(query)
    ]
