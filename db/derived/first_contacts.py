"""Keeps ``first_contacts`` equal to what the interventions say, in the same transaction.

First contact is a case's first individual intervention; its agency is the one frozen on that event
(of several on one day, the first entered). One definition serves upkeep, filling and checking.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from db.codes import POSITIONING, REGISTRATION
from db.derived import tallies
from db.models import Case, FirstContact, Intervention
from db.models.base import Query

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
    queue_up(session, wanted)
    tallies.touch(session, wanted)
    session.execute(
        sa.delete(FirstContact).where(col(FirstContact.case_id).in_(wanted)),
        execution_options=tallies.NAMED,
    )
    _insert(session, col(Intervention.case_id).in_(wanted), **tallies.NAMED)


def queue_up(session: Session, case_ids: Iterable[int]) -> None:
    """Let two acts on one person follow each other, so that the later one counts both, and finds
    them at the agency where the earlier one has brought them.

    New rows of an earlier step may refer to the case already: with a stronger lock each would wait
    for the other.
    """
    queue = sa.select(col(Case.id)).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))
    session.execute(queue.with_for_update(key_share=True))


def rebuild(session: Session) -> None:
    """Make all rows anew."""
    session.execute(sa.delete(FirstContact))
    _insert(session, col(Intervention.case_id).is_not(None))


def differing(session: Session) -> int:
    """How many cases have a row that differs from their interventions; 0 when all is well."""
    true = _derived(session, col(Intervention.case_id).is_not(None))
    kept = sa.select(*(getattr(FirstContact, name) for name in COLUMNS))
    expected, found = (
        {row.case_id: {**row._mapping, "positioned": bool(row.positioned)} for row in rows}
        for rows in (session.execute(true), session.execute(kept))
    )
    return sum(
        expected.get(case_id) != found.get(case_id) for case_id in expected.keys() | found.keys()
    )


def _insert(session: Session, condition: sa.ColumnElement[bool], **options: bool) -> None:
    session.execute(
        sa.insert(FirstContact).from_select(list(COLUMNS), _derived(session, condition)),
        execution_options={"synchronize_session": False, **options},
    )


def _derived(session: Session, condition: sa.ColumnElement[bool]) -> Query:
    """One row a case, under the names of ``COLUMNS``."""
    case_id, day = col(Intervention.case_id), col(Intervention.happened_on)
    in_order = sa.select(
        case_id,
        col(Intervention.agency_id),
        day.label("day"),
        col(Intervention.type),
        sa.func.row_number()
        .over(partition_by=case_id, order_by=(day, col(Intervention.id)))
        .label("place"),
        sa.func.min(day).over(partition_by=case_id).label("first"),
    ).where(condition, col(Intervention.voided_at).is_(None))
    each = in_order.subquery().c
    later = _days(session, each.day, each.first)
    positioned = sa.func.max(sa.case((each.type == POSITIONING, 1), else_=0)) == 1
    columns = {
        "case_id": each.case_id,
        "agency_id": sa.func.max(sa.case((each.place == 1, each.agency_id))),
        "contacted_on": sa.func.min(each.first),
        "registered_after": sa.func.min(sa.case((each.type == REGISTRATION, later))),
        "returned_after": sa.func.min(sa.case((each.day > each.first, later))),
        "positioned": sa.cast(positioned, sa.Boolean),
    }
    labelled = [columns[name].label(name) for name in COLUMNS]
    return sa.select(*labelled).group_by(each.case_id)


def _days(
    session: Session, day: sa.ColumnElement[date], since: sa.ColumnElement[date]
) -> sa.ColumnElement[int]:
    """Whole days between two dates, on both databases."""
    if session.get_bind().dialect.name == "sqlite":
        return sa.cast(sa.func.julianday(day) - sa.func.julianday(since), sa.Integer)
    return sa.type_coerce(day - since, sa.Integer)
