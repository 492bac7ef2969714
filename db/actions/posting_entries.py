"""What an agent has recorded under a posting: entries, steps, attendance, answers and counts, by
the day that each was entered on and by the day that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import day_of, start_of, today
from db.models import (
    Attendance,
    AuditEntry,
    Case,
    NonUserCount,
    Placement,
    Posting,
    RetentionCheck,
    TrainingEnrolment,
    TrainingStep,
)
from db.models.base import Query
from db.records import KINDS

ONE_DAY = timedelta(days=1)
#: The act in the log of one more person who never came: the number itself names no author.
COUNTED = "non_user.count"


def last_day(session: Session, row: Posting, first: date) -> date | None:
    """The last day, up to today, of anything that its agent recorded there from ``first`` to its
    end: the agent may have entered what began long before, or is still to come."""
    until = min(row.ends_on or date.max, today(session))
    if until < first:
        return None
    days = set(_counted(session, row, first, until))
    for query, day, at in _recorded(row):
        within = at >= start_of(session, first), at < start_of(session, until + ONE_DAY)
        newest = (
            sa.func.max(sa.case((day.between(first, until), day))),
            sa.func.max(sa.case((sa.and_(*within), at))),
        )
        about, entered = session.execute(query.with_only_columns(*newest)).one()
        days |= {about, entered and day_of(session, entered)}
    return max(filter(None, days), default=None)


def _recorded(row: Posting) -> Iterator[tuple[Query, Any, Any]]:
    """Rows of this agent and agency that stand, and the columns of their day and moment. What is
    added to a row belongs to its agency, or to that of the person, who may have moved."""
    for kind in KINDS:
        table: Any = kind.table
        query = sa.select(table.id).where(
            table.agency_id == row.agency_id,
            table.entered_by == row.account_id,
            table.voided_at.is_(None),
        )
        yield query, getattr(table, kind.day), table.entered_at
    added: tuple[tuple[Any, Any, Any, Any], ...] = (
        (RetentionCheck, RetentionCheck.done_on, Placement, RetentionCheck.placement_id),
        (TrainingStep, TrainingStep.status_on, TrainingEnrolment, TrainingStep.enrolment_id),
        (Attendance, Attendance.day, TrainingEnrolment, Attendance.enrolment_id),
    )
    for table, day, of, key in added:
        query = (
            sa.select(table.id)
            .join(of, of.id == key)
            .outerjoin(Case, col(Case.id) == of.case_id)
            .where(
                sa.or_(of.agency_id == row.agency_id, col(Case.agency_id) == row.agency_id),
                table.entered_by == row.account_id,
                of.voided_at.is_(None),
            )
        )
        yield query, day, table.entered_at


def _counted(session: Session, row: Posting, first: date, until: date) -> set[date]:
    """Days on which the agent counted somebody who never came, and such a number stands there."""
    acts = sa.select(col(AuditEntry.at)).where(
        col(AuditEntry.account_id) == row.account_id,
        col(AuditEntry.action) == COUNTED,
        col(AuditEntry.at) >= start_of(session, first),
    )
    numbers = sa.select(col(NonUserCount.day)).where(
        col(NonUserCount.agency_id) == row.agency_id,
        col(NonUserCount.day).between(first, until),
        col(NonUserCount.people) > 0,
    )
    days = {day_of(session, at) for at in session.execute(acts).scalars()}
    return days & set(session.execute(numbers).scalars())
