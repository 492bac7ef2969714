"""All that happened with a person, the newest first; never a trust answer, which names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import local
from db.access.viewer import Viewer
from db.codes import Role
from db.models import (
    Account,
    Case,
    CaseChange,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.models.base import Query
from db.queries.person import FOR_AGENTS, theirs

#: On one day the later entry stands above; the case was opened before all of them.
_ORDER = (
    "opened", "intervention", "referral", "training", "placement", "retention", "changed"
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line: ``code`` says what (a type, an answer, a fact's column), ``detail`` more of it (a
    mode, a status, a contract); ``before`` and ``after`` are a corrected fact's."""

    kind: str
    id: int
    day: date
    code: str
    detail: str = ""
    agency_id: int | None = None
    minutes: int | None = None
    month: int | None = None
    before: str = ""
    after: str = ""
    reason: str = ""
    author: str


def timeline(session: Session, case_id: int, *, viewer: Viewer) -> tuple[Happening, ...]:
    """Everything that stands of a person of the viewer's agencies."""
    viewer, case = theirs(session, case_id, viewer)
    lines = [
        *_rows(session, _interventions(case_id)),
        *_rows(session, _referrals(case_id)),
        *_rows(session, _courses(case_id)),
        *_rows(session, _placements(case_id)),
        *_rows(session, _checks(case_id)),
        *_changes(session, case_id, viewer),
        _opened(session, case),
    ]
    return tuple(sorted(lines, key=_place, reverse=True))


def _place(line: Happening) -> tuple[date, int, int]:
    return line.day, _ORDER.index(line.kind), line.id


def _rows(session: Session, query: Query) -> Iterator[Happening]:
    for row in session.execute(query):
        values = {name: value for name, value in row._mapping.items() if value is not None}
        yield Happening(**{**values, "code": str(row.code)})


def _line(kind: str, table: Any, day: Any, **columns: Any) -> Query:
    columns = {"id": col(table.id), "day": day, **columns}
    return sa.select(
        sa.literal(kind).label("kind"),
        *(column.label(name) for name, column in columns.items()),
        col(Account.display_name).label("author"),
    ).join(Account, col(Account.id) == table.entered_by)


def _interventions(case_id: int) -> Query:
    table = Intervention
    return _line(
        "intervention",
        table,
        col(table.happened_on),
        code=col(table.type),
        detail=col(table.mode),
        minutes=col(table.minutes),
        agency_id=col(table.agency_id),
    ).where(col(table.case_id) == case_id, col(table.voided_at).is_(None))


def _referrals(case_id: int) -> Query:
    table = Referral
    return _line(
        "referral",
        table,
        col(table.sent_on),
        code=col(table.type),
        detail=sa.cast(col(table.status), sa.String),
        agency_id=col(table.agency_id),
    ).where(col(table.case_id) == case_id, col(table.voided_at).is_(None))


def _courses(case_id: int) -> Query:
    table = TrainingEnrolment
    return _line(
        "training",
        table,
        col(table.starts_on),
        code=col(table.type),
        detail=sa.cast(col(table.status), sa.String),
        agency_id=col(table.agency_id),
    ).where(col(table.case_id) == case_id, col(table.voided_at).is_(None))


def _placements(case_id: int) -> Query:
    table = Placement
    return _line(
        "placement",
        table,
        col(table.starts_on),
        code=sa.cast(col(table.type), sa.String),
        detail=col(table.contract),
        agency_id=col(table.agency_id),
    ).where(col(table.case_id) == case_id, col(table.voided_at).is_(None))


def _checks(case_id: int) -> Query:
    table = RetentionCheck
    jobs = sa.select(col(Placement.id)).where(
        col(Placement.case_id) == case_id, col(Placement.voided_at).is_(None)
    )
    return _line(
        "retention",
        table,
        col(table.done_on),
        code=sa.cast(col(table.status), sa.String),
        month=col(table.month),
    ).where(
        col(table.placement_id).in_(jobs),
        col(table.done_on).is_not(None),
    )


def _changes(session: Session, case_id: int, viewer: Viewer) -> Iterator[Happening]:
    query = (
        sa.select(CaseChange, col(Account.display_name))
        .join(Account, col(Account.id) == col(CaseChange.changed_by))
        .where(col(CaseChange.case_id) == case_id)
    )
    hidden = frozenset[str]() if viewer.role is Role.AGENT else FOR_AGENTS
    for change, author in session.execute(query):
        if change.field not in hidden:
            yield Happening(
                kind="changed",
                id=change.id,
                day=_day(session, change.changed_at),
                code=change.field,
                before=change.before,
                after=change.after,
                reason=change.reason,
                author=author,
            )


def _opened(session: Session, case: Case) -> Happening:
    author = session.get_one(Account, case.opened_by).display_name
    return Happening(
        kind="opened", id=0, day=case.opened_on, code="", agency_id=case.agency_id, author=author
    )


def _day(session: Session, moment: datetime) -> date:
    return local(session, moment).date()
