"""The checks whether work lasted, by what was answered or by how late they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import today
from db.codes import OUTCOME_GROUP_OF, WORKING, RetentionStatus
from db.inputs.results import ResultFilter
from db.measures import tallied, tallied_outcomes
from db.measures.base import of_people
from db.models import Placement, RetentionCheck
from db.models.base import Column, Query

OVERDUE_AFTER = timedelta(days=30)
_ANSWERS = {
    "working": WORKING,
    "training": {RetentionStatus.TRAIN},
    "not_working": {RetentionStatus.NOT_WORK},
    "left": {RetentionStatus.LEFT},
    "unreachable": {RetentionStatus.UNREACH},
    "refused": {RetentionStatus.REFUSED},
}
#: The states of a check: done, with the answer; then not done, by its day.
DONE = tuple(_ANSWERS)
STATES = (*DONE, "overdue", "pending", "coming")


def answered(
    session: Session, wanted: ResultFilter, agencies: frozenset[int]
) -> Counter[tuple[str, int, str]]:
    """Checks by group, month and one of ``STATES``."""
    day, found = today(session), Counter[tuple[str, int, str]]()
    if tallied.answers(wanted):
        state_of = {status.value: state for state, said in _ANSWERS.items() for status in said}
        told = tallied_outcomes.checks(session, wanted, agencies, day - OVERDUE_AFTER)
        for (group, after, said), n in told.items():
            found[group, after, state_of.get(said, said)] += n
        return found
    month, state = col(RetentionCheck.month), state_on(day)
    columns = [col(Placement.type), month, state.label("state"), sa.func.count().label("checks")]
    query = _checks(columns, wanted, agencies)
    for row in session.execute(query.group_by(col(Placement.type), month, state)):
        found[OUTCOME_GROUP_OF[row.type], row.month, row.state] += row.checks
    return found


def state_on(day: date) -> sa.ColumnElement[str]:
    """One of ``STATES`` for each check."""
    due_on = col(RetentionCheck.due_on)
    return sa.case(
        *((col(RetentionCheck.status).in_(said), state) for state, said in _ANSWERS.items()),
        (due_on < day - OVERDUE_AFTER, "overdue"),
        (due_on <= day, "pending"),
        else_="coming",
    )


#: The checks of what stands, and that stand themselves.
STANDING = (col(Placement.voided_at).is_(None), col(RetentionCheck.cancelled_at).is_(None))


def joined() -> sa.FromClause:
    """Checks, each with its placement."""
    return sa.join(Placement, RetentionCheck, col(RetentionCheck.placement_id) == col(Placement.id))


def _checks(columns: Sequence[Column], wanted: ResultFilter, agencies: frozenset[int]) -> Query:
    """A query for the checks due in the period."""
    query = (
        sa.select(*columns)
        .select_from(joined())
        .where(
            col(Placement.agency_id).in_(agencies),
            col(RetentionCheck.due_on).between(wanted.start, wanted.end),
            *STANDING,
        )
    )
    return of_people(query, col(Placement.case_id), wanted)
