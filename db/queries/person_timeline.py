"""All that happened with a person, the newest first; never a trust answer, which names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import day_of
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
    "opened", "intervention", "referral", "training", "placement", "retention", "ended",
    "changed",
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
    group_id: int | None = None
    employer_id: int | None = None
    sector: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    author: str


#: What a kind of line may say of itself, and nothing where it does not.
_MORE: dict[str, sa.types.TypeEngine[Any]] = {
    "detail": sa.String(),
    "agency_id": sa.Integer(),
    "minutes": sa.Integer(),
    "month": sa.Integer(),
    "group_id": sa.Integer(),
    "employer_id": sa.Integer(),
    "sector": sa.String(),
}
_CASE = sa.bindparam("case_id", type_=sa.BigInteger)


def timeline(session: Session, case_id: int, *, viewer: Viewer) -> tuple[Happening, ...]:
    """Everything that stands of a person of the viewer's agencies."""
    viewer, _ = theirs(session, case_id, viewer)
    lines = [*_entries(session, case_id), *_changes(session, case_id, viewer)]
    return tuple(sorted(lines, key=_place, reverse=True))


def _place(line: Happening) -> tuple[date, int, int]:
    return line.day, _ORDER.index(line.kind), line.id


def _entries(session: Session, case_id: int) -> Iterator[Happening]:
    for row in session.execute(_all(), {"case_id": case_id}):
        yield Happening(
            **{name: value for name, value in row._mapping.items() if value is not None}
        )


@cache
def _all() -> sa.CompoundSelect[Any]:
    """One statement, made once: to make it takes longer than to run it."""
    return sa.union_all(
        _interventions(), _referrals(), _courses(), _placements(), _ends(), _checks(), _opened()
    )


def _line(kind: str, table: Any, day: Any, author: Any, **columns: Any) -> Query:
    """One kind of line, with the columns that all have in common."""
    more = {name: columns.get(name, sa.cast(sa.null(), type_)) for name, type_ in _MORE.items()}
    code = sa.cast(columns.get("code", sa.literal("")), sa.String)
    return sa.select(
        sa.literal(kind, sa.String).label("kind"),
        columns.get("id", col(table.id)).label("id"),
        day.label("day"),
        code.label("code"),
        *(column.label(name) for name, column in more.items()),
        col(Account.display_name).label("author"),
    ).join(Account, col(Account.id) == author)


def _entry(kind: str, table: Any, day: Any, **columns: Any) -> Query:
    """One kind of record of the person, as far as it stands."""
    line = _line(kind, table, day, table.entered_by, **columns)
    return line.where(col(table.case_id) == _CASE, col(table.voided_at).is_(None))


def _interventions() -> Query:
    table = Intervention
    return _entry(
        "intervention",
        table,
        col(table.happened_on),
        code=col(table.type),
        detail=col(table.mode),
        minutes=col(table.minutes),
        group_id=col(table.group_id),
        agency_id=col(table.agency_id),
    )


def _referrals() -> Query:
    table = Referral
    return _entry(
        "referral",
        table,
        col(table.sent_on),
        code=col(table.type),
        detail=sa.cast(col(table.status), sa.String),
        agency_id=col(table.agency_id),
    )


def _courses() -> Query:
    table = TrainingEnrolment
    return _entry(
        "training",
        table,
        col(table.starts_on),
        code=col(table.type),
        detail=sa.cast(col(table.status), sa.String),
        agency_id=col(table.agency_id),
    )


def _placements() -> Query:
    table = Placement
    return _entry(
        "placement",
        table,
        col(table.starts_on),
        code=col(table.type),
        detail=col(table.contract),
        employer_id=col(table.employer_id),
        sector=col(table.sector),
        agency_id=col(table.agency_id),
    )


def _ends() -> Query:
    table = Placement
    line = _entry(
        "ended", table, col(table.ended_on), code=col(table.type), detail=col(table.end_reason)
    )
    return line.where(col(table.ended_on).is_not(None))


def _checks() -> Query:
    table = RetentionCheck
    jobs = sa.select(col(Placement.id)).where(
        col(Placement.case_id) == _CASE, col(Placement.voided_at).is_(None)
    )
    return _line(
        "retention",
        table,
        col(table.done_on),
        table.entered_by,
        code=col(table.status),
        month=col(table.month),
    ).where(col(table.placement_id).in_(jobs), col(table.done_on).is_not(None))


def _opened() -> Query:
    table = Case
    return _line(
        "opened",
        table,
        col(table.opened_on),
        table.opened_by,
        id=sa.literal(0, sa.Integer),
        agency_id=col(table.agency_id),
    ).where(col(table.id) == _CASE)


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
                day=day_of(session, change.changed_at),
                code=change.field,
                before=change.before,
                after=change.after,
                reason=change.reason,
                author=author,
            )
