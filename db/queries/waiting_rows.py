"""All that waits in agencies, as rows of one shape: appointments, placement checks, referrals.

The statements over them are made once and told the day, agencies and viewer each time: to make one
takes longer than to run it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from db.access.in_post import can_sign_in
from db.access.viewer import Viewer
from db.codes import REFERRAL_DAYS, RETENTION_EARLY_DAYS
from db.inputs.tasks import TaskKind
from db.models import (
    Account,
    Case,
    FollowUp,
    Intervention,
    Placement,
    Posting,
    Referral,
    RetentionCheck,
    Task,
)
from db.models.base import Query
from db.queries.referrals import LATE_DAYS
from db.queries.retention import waits
from db.queries.unindexed import is_of_agencies

#: How far ahead a day looks; a check is shown as soon as it may be answered.
AHEAD_DAYS = 7
#: What a statement is told.
DAY = sa.bindparam("day", type_=sa.Date)
AGENCIES = sa.bindparam("agencies", type_=sa.Integer, expanding=True)
VIEWER = sa.bindparam("viewer", type_=sa.Integer)
_STATUSES = tuple(REFERRAL_DAYS)


class _DaysAfter(FunctionElement[date]):
    """So many days after a day: each database says it in its own way."""

    type = sa.Date()
    inherit_cache = True


@compiles(_DaysAfter)
def _added(element: _DaysAfter, compiler: Any, **how: Any) -> str:
    day, days = element.clauses
    return f"({compiler.process(day, **how)} + {compiler.process(days, **how)})"


@compiles(_DaysAfter, "sqlite")
def _added_in_text(element: _DaysAfter, compiler: Any, **how: Any) -> str:
    day, days = element.clauses
    return f"date({compiler.process(day, **how)}, {compiler.process(days, **how)} || ' days')"


def told(day: date, agencies: Collection[int], viewer: Viewer) -> dict[str, Any]:
    """The values of ``DAY``, ``AGENCIES`` and ``VIEWER``."""
    return {"day": day, "agencies": sorted(agencies), "viewer": viewer.account_id}


def rows() -> sa.Subquery:
    """What is late, due or coming in ``AGENCIES``, one row a thing.

    ``maker_id`` is whoever entered it, ``owner_id`` whoever it was handed over to or else that one.
    ``shown_on`` is the day it was put off to, or its own. A person's things are of the agency where
    the person is now.
    """
    return sa.union_all(_follow_ups(), _checks(), _referrals()).subquery("waiting")


def posted(row: Any) -> sa.ColumnElement[bool]:
    """Whether the owner of a row is posted at its agency on ``DAY``, and may still sign in."""
    return sa.exists().where(
        col(Account.id) == row.owner_id,
        can_sign_in(DAY),
        col(Posting.account_id) == col(Account.id),
        col(Posting.agency_id) == row.agency_id,
        col(Posting.starts_on) <= DAY,
        sa.or_(col(Posting.ends_on).is_(None), col(Posting.ends_on) >= DAY),
    )


def _shape(kind: TaskKind, row: Any, due_on: Any, made_by: Any, **more: Any) -> list[Any]:
    """The columns of one kind, in the order that all have in common."""
    empty: dict[str, Any] = {
        "agency_id": col(Case.agency_id),
        "due_at": sa.cast(sa.null(), sa.Time),
        "code": sa.literal("", sa.String),
        "month": sa.cast(sa.null(), sa.Integer),
        "organisation_id": sa.cast(sa.null(), sa.Integer),
        "to_agency_id": sa.cast(sa.null(), sa.Integer),
        "is_alone": sa.false(),
    }
    put_off = col(Task.put_off_to)
    shown_on = sa.case((put_off > due_on, put_off), else_=due_on)
    columns: dict[str, Any] = {
        "kind": sa.literal(kind.value, sa.String),
        "id": col(row.id),
        "case_id": col(Case.id),
        "case_code": col(Case.code),
        "due_on": due_on,
        **{name: more.get(name, column) for name, column in empty.items()},
        "maker_id": col(made_by),
        "owner_id": sa.func.coalesce(col(Task.account_id), made_by),
        "shown_on": shown_on,
        "put_off_times": sa.func.coalesce(col(Task.put_off_times), 0),
        "handed_by": col(Task.handed_by),
        "handed_reason": col(Task.handed_reason),
        "is_back": sa.func.coalesce(col(Task.is_back), sa.false()),
    }
    return [column.label(name) for name, column in columns.items()]


def _follow_ups() -> Query:
    table = FollowUp
    shape = _shape(
        TaskKind.FOLLOW_UP,
        table,
        col(table.due_on),
        Intervention.entered_by,
        due_at=col(table.due_at),
        agency_id=col(table.agency_id),
    )
    return (
        sa.select(*shape)
        .join(Intervention, col(Intervention.id) == col(table.intervention_id))
        .outerjoin(Case, col(Case.id) == col(table.case_id))
        .outerjoin(Task, col(Task.follow_up_id) == col(table.id))
        .where(
            col(table.agency_id).in_(AGENCIES),
            col(table.settled_at).is_(None),
            col(table.due_on) <= _DaysAfter(DAY, AHEAD_DAYS),
        )
    )


def _checks() -> Query:
    table = RetentionCheck
    shape = _shape(
        TaskKind.CHECK,
        table,
        col(table.due_on),
        Placement.entered_by,
        code=sa.cast(col(Placement.type), sa.String),
        month=col(table.month),
    )
    return (
        sa.select(*shape)
        .join(Placement, col(Placement.id) == col(table.placement_id))
        .join(Case, col(Case.id) == col(Placement.case_id))
        .outerjoin(Task, col(Task.check_id) == col(table.id))
        .where(
            is_of_agencies(AGENCIES),
            col(Placement.voided_at).is_(None),
            *waits(),
            col(table.due_on) <= _DaysAfter(DAY, RETENTION_EARLY_DAYS),
        )
    )


def _referrals() -> Query:
    table = Referral
    status, since = col(table.status), col(table.status_on)
    due_on = sa.case(
        *((status == each, _DaysAfter(since, days)) for each, days in REFERRAL_DAYS.items())
    )
    shape = _shape(
        TaskKind.REFERRAL,
        table,
        due_on,
        table.entered_by,
        code=col(table.type),
        organisation_id=col(table.organisation_id),
        to_agency_id=col(table.to_agency_id),
        is_alone=~col(table.may_share),
    )
    is_near = (
        sa.and_(status == each, since <= _DaysAfter(DAY, AHEAD_DAYS - days))
        for each, days in REFERRAL_DAYS.items()
    )
    return (
        sa.select(*shape)
        .join(Case, col(Case.id) == col(table.case_id))
        .outerjoin(Task, col(Task.referral_id) == col(table.id))
        .where(
            is_of_agencies(AGENCIES),
            col(table.voided_at).is_(None),
            status.in_(_STATUSES),
            sa.or_(*is_near),
            # Of a case that is closed nobody asks for ever.
            sa.or_(col(Case.closed_on).is_(None), since >= _DaysAfter(DAY, -LATE_DAYS)),
        )
    )
