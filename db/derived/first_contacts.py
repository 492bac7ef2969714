"""Keeps ``first_contacts`` equal to what the interventions say, in the same transaction.

First contact is a case's first individual intervention; its agency is the one frozen on that event
(of several on one day, the first entered). One definition serves upkeep, filling and checking.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import POSITIONING, REGISTRATION
from db.models import Case, FirstContact, Intervention

COLUMNS = (
    "case_id",
    "agency_id",
    "contacted_on",
    "registered_after",
    "returned_after",
    "positioned",
)


def refresh(session: Session, case_ids: Iterable[int | None]) -> None:
    """Make the rows of these cases anew, after an intervention of theirs was added or changed."""
    wanted = [case_id for case_id in case_ids if case_id is not None]
    if not wanted:
        return
    session.flush()
    # Two entries for one person at once queue up here, so that the later one counts both.
    session.execute(sa.select(col(Case.id)).where(col(Case.id).in_(wanted)).with_for_update())
    session.execute(sa.delete(FirstContact).where(col(FirstContact.case_id).in_(wanted)))
    _insert(session, col(Intervention.case_id).in_(wanted))


def rebuild(session: Session) -> None:
    """Make all rows anew."""
    session.execute(sa.delete(FirstContact))
    _insert(session, col(Intervention.case_id).is_not(None))


def differing(session: Session) -> int:
    """How many cases have a row that differs from their interventions; 0 when all is well."""
    true = _derived(session, col(Intervention.case_id).is_not(None))
    kept = sa.select(*(getattr(FirstContact, name) for name in COLUMNS))
    expected = {row[0]: tuple(row) for row in session.execute(true)}
    found = {row[0]: tuple(row) for row in session.execute(kept)}
    cases = expected.keys() | found.keys()
    return sum(_plain(expected.get(each)) != _plain(found.get(each)) for each in cases)


def _plain(row: tuple[object, ...] | None) -> tuple[object, ...] | None:
    return None if row is None else (*row[:-1], bool(row[-1]))


def _insert(session: Session, condition: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.insert(FirstContact).from_select(list(COLUMNS), _derived(session, condition)),
        execution_options={"synchronize_session": False},
    )


def _derived(session: Session, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    case, day = col(Intervention.case_id), col(Intervention.happened_on)
    standing = sa.and_(condition, col(Intervention.voided_at).is_(None))
    in_order = sa.select(
        case,
        col(Intervention.agency_id),
        day,
        col(Intervention.type),
        sa.func.row_number()
        .over(partition_by=case, order_by=(day, col(Intervention.id)))
        .label("place"),
        sa.func.min(day).over(partition_by=case).label("first"),
    ).where(standing)
    each = in_order.subquery()
    later = _days(session, each.c.happened_on, each.c.first)
    return sa.select(
        each.c.case_id,
        sa.func.max(sa.case((each.c.place == 1, each.c.agency_id))),
        sa.func.min(each.c.first),
        sa.func.min(sa.case((each.c.type == REGISTRATION, later))),
        sa.func.min(sa.case((each.c.happened_on > each.c.first, later))),
        sa.cast(sa.func.max(sa.case((each.c.type == POSITIONING, 1), else_=0)) == 1, sa.Boolean),
    ).group_by(each.c.case_id)


def _days(
    session: Session, day: sa.ColumnElement[Any], since: sa.ColumnElement[Any]
) -> sa.ColumnElement[Any]:
    """Whole days between two dates, on both databases."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.cast(sa.func.julianday(day) - sa.func.julianday(since), sa.Integer)
    return day - since
