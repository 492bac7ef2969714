"""Keeps ``first_contacts`` equal to what the interventions say, in the same transaction.

First contact is a case's first individual intervention; its agency is the one frozen on that event
(of several on one day, the first entered). One definition serves upkeep, filling and checking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, SQLModel, col

from db.codes import POSITIONING, REGISTRATION
from db.derived import tallies
from db.models import Case, FirstContact, Intervention, upserts
from db.models.base import Query

COLUMNS = (
    "case_id",
    "agency_id",
    "contacted_on",
    "registered_after",
    "returned_after",
    "positioned",
)


_TABLE = SQLModel.metadata.tables[str(FirstContact.__tablename__)]
_STANDS = col(Intervention.voided_at).is_(None)


def refresh(session: Session, case_ids: Iterable[int | None]) -> None:
    """Make the rows of these cases anew, after an intervention of theirs was added or changed."""
    if wanted := _queued_up(session, case_ids):
        made, gone = _upkeep(_dialect(session))
        _do(session, wanted, gone, made)


def added(session: Session, case_ids: Iterable[int | None]) -> None:
    """The same after interventions were added alone: then each case has one."""
    if wanted := _queued_up(session, case_ids):
        made, _ = _upkeep(_dialect(session))
        _do(session, wanted, made)


def _queued_up(session: Session, case_ids: Iterable[int | None]) -> list[int]:
    wanted = [case_id for case_id in case_ids if case_id is not None]
    if wanted:
        session.flush()
        queue_up(session, wanted)
        tallies.touch(session, wanted)
    return wanted


def queue_up(session: Session, case_ids: Iterable[int]) -> None:
    """Let two acts on one person follow each other, so that the later one counts both, and finds
    them at the agency where the earlier one has brought them.

    New rows of an earlier step may refer to the case already: with a stronger lock each would wait
    for the other.
    """
    if _dialect(session) == "sqlite":  # which has one writer anyway
        return
    queue = sa.select(col(Case.id)).where(col(Case.id).in_(case_ids)).order_by(col(Case.id))
    session.execute(queue.with_for_update(key_share=True))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


@cache
def _upkeep(dialect: str) -> tuple[sa.Executable, sa.Executable]:
    """What writes the rows of cases with interventions (``ids``) that differ, and what deletes
    those of cases without: put together once, for each save asks it."""
    ids: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
    insert = upserts.insert(dialect, _TABLE).from_select(
        list(COLUMNS), _derived(dialect, col(Intervention.case_id).in_(ids))
    )
    kept = {name: insert.excluded[name] for name in COLUMNS if name != "case_id"}
    made = insert.on_conflict_do_update(
        index_elements=[_TABLE.c.case_id],
        set_=kept,
        where=sa.or_(*(_TABLE.c[name].is_distinct_from(new) for name, new in kept.items())),
    )
    stands = sa.exists().where(col(Intervention.case_id) == _TABLE.c.case_id, _STANDS)
    return made, sa.delete(_TABLE).where(_TABLE.c.case_id.in_(ids), ~stands)


def _do(session: Session, case_ids: Collection[int], *statements: sa.Executable) -> None:
    """Past the objects of the session, which then read their row anew."""
    for statement in statements:
        session.connection().execute(statement, {"ids": case_ids})
    for case_id in case_ids:
        if known := session.identity_map.get(identity_key(FirstContact, case_id)):
            session.expire(known)


def rebuild(session: Session) -> None:
    """Make all rows anew."""
    session.execute(sa.delete(FirstContact))
    session.execute(
        sa.insert(FirstContact).from_select(list(COLUMNS), _of_all(session)),
        execution_options={"synchronize_session": False},
    )


def differing(session: Session) -> int:
    """How many cases have a row that differs from their interventions; 0 when all is well."""
    true = _of_all(session)
    kept = sa.select(*(getattr(FirstContact, name) for name in COLUMNS))
    expected, found = (
        {row.case_id: {**row._mapping, "positioned": bool(row.positioned)} for row in rows}
        for rows in (session.execute(true), session.execute(kept))
    )
    return sum(
        expected.get(case_id) != found.get(case_id) for case_id in expected.keys() | found.keys()
    )


def _of_all(session: Session) -> Query:
    return _derived(_dialect(session), col(Intervention.case_id).is_not(None))


def _derived(dialect: str, condition: sa.ColumnElement[bool]) -> Query:
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
    ).where(condition, _STANDS)
    each = in_order.subquery().c
    later = _days(dialect, each.day, each.first)
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
    dialect: str, day: sa.ColumnElement[date], since: sa.ColumnElement[date]
) -> sa.ColumnElement[int]:
    """Whole days between two dates, on both databases."""
    if dialect == "sqlite":
        return sa.cast(sa.func.julianday(day) - sa.func.julianday(since), sa.Integer)
    return sa.type_coerce(day - since, sa.Integer)
