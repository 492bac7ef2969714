"""What has changed in an agency's month since it was approved: which kinds of entries, how many.

Compared are the moments of entry, correction and voiding with that of the approval. An entry whose
day was corrected into another month has left this one, an answer to a check or a step that was
undone is gone, and nothing of its row says so: how many stood there is noted with the approval
(``counts``).
Trust answers are no part of a month.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.models import (
    CaseChange,
    CaseMerge,
    MergedRow,
    PeriodApproval,
    Placement,
    RetentionCheck,
    TrainingEnrolment,
    TrainingStep,
)
from db.models.base import Query
from db.models.cases import CUT_BY
from db.records import KINDS, RecordKind

#: The kinds whose entries make up a month.
COUNTED = tuple(kind for kind in KINDS if kind.is_of_a_person)
#: Answers to checks and steps of courses, in what is counted.
CHECK, STEP = "check", "step"
#: Rows of merges that are looked up at once.
AT_ONCE = 500


class How(StrEnum):
    """What became of entries; ``LEFT``: corrected to a day of another month."""

    ENTERED = "entered"
    CORRECTED = "corrected"
    VOIDED = "voided"
    LEFT = "left"
    MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class Changed:
    """So many of one kind: a name of ``db.records``, ``check``, ``step`` or ``person``."""

    kind: str
    how: How
    number: int


Found = dict[int, Counter[tuple[str, How]]]


def counts(session: Session, agency_id: int, start: date, end: date) -> dict[str, int]:
    """How many entries of each kind stand in a period; the caller has asked who looks."""
    found = {}
    for kind in COUNTED:
        table: Any = kind.table
        query = sa.select(sa.func.count()).where(
            table.agency_id == agency_id,
            getattr(table, kind.day).between(start, end),
            col(table.voided_at).is_(None),
        )
        found[kind.name] = session.execute(query).scalar_one()
    answers = sa.select(sa.func.count()).select_from(RetentionCheck).join(Placement)
    within = col(Placement.agency_id) == agency_id, col(RetentionCheck.done_on).between(start, end)
    found[CHECK] = session.execute(answers.where(*within)).scalar_one()
    steps = sa.select(sa.func.count()).select_from(TrainingStep).join(TrainingEnrolment)
    within = (
        col(TrainingEnrolment.agency_id) == agency_id,
        col(TrainingStep.status_on).between(start, end),
    )
    return found | {STEP: session.execute(steps.where(*within)).scalar_one()}


def since(session: Session, approvals: Sequence[PeriodApproval]) -> dict[int, tuple[Changed, ...]]:
    """The changes of each approved month, by the approval's id, from its rows; the caller has asked
    who looks. Pages ask ``approval_revisions``, which spares them most of it."""
    if not approvals:
        return {}
    found: Found = defaultdict(Counter)
    ids = [each.id for each in approvals]
    for kind in COUNTED:
        _entries(session, kind, approvals, found)
    _answers(session, approvals, found)
    _steps(session, approvals, found)
    _facts(session, ids, found)
    _merges(session, approvals, found)
    return {
        approval: tuple(
            Changed(kind=kind, how=how, number=number)
            for (kind, how), number in counted.items()
            if number > 0
        )
        for approval, counted in found.items()
    }


def _within(table: Any, day: Any) -> tuple[Any, ...]:
    approval = PeriodApproval
    return (
        table.agency_id == col(approval.agency_id),
        day.between(col(approval.starts_on), col(approval.ends_on)),
    )


def _entries(
    session: Session, kind: RecordKind, approvals: Sequence[PeriodApproval], found: Found
) -> None:
    table: Any = kind.table
    at = col(PeriodApproval.said_at)
    was_there, stands = table.entered_at <= at, col(table.voided_at).is_(None)
    conditions = {
        How.ENTERED: sa.and_(table.entered_at > at, stands),
        How.CORRECTED: sa.and_(was_there, stands, table.corrected_at > at),
        How.VOIDED: sa.and_(was_there, table.voided_at > at),
        How.LEFT: sa.and_(was_there, stands),
    }
    query = (
        sa.select(
            col(PeriodApproval.id),
            *map(_number, conditions.values()),
        )
        .join(table, sa.and_(*_within(table, getattr(table, kind.day))))
        .where(col(PeriodApproval.id).in_([each.id for each in approvals]))
        .group_by(col(PeriodApproval.id))
    )
    now = {row[0]: row[1:] for row in session.execute(query)}
    for approval in approvals:
        entered, corrected, voided, standing = now.get(approval.id, (0, 0, 0, 0))
        then: Mapping[str, int] = json.loads(approval.counted or "{}")
        left = then.get(kind.name, 0) - voided - standing
        # Entered a moment before the approval and stored after it: nobody saw it.
        unseen = max(-left - corrected, 0) if kind.name in then else 0
        found[approval.id] += Counter(
            {
                (kind.name, How.ENTERED): entered + unseen,
                (kind.name, How.CORRECTED): corrected,
                (kind.name, How.VOIDED): voided,
                (kind.name, How.LEFT): max(left, 0),
            }
        )


def _answers(session: Session, approvals: Sequence[PeriodApproval], found: Found) -> None:
    """Answers to checks of a day of the month: stored since, or undone. Voiding a placement is told
    of itself, and undoes none."""
    check, at = RetentionCheck, col(PeriodApproval.said_at)
    conditions = (
        sa.and_(col(check.entered_at) > at, col(Placement.voided_at).is_(None)),
        sa.false(),
        col(check.entered_at) <= at,
    )
    query: Query = (
        sa.select(col(PeriodApproval.id), *map(_number, conditions))
        .select_from(check)
        .join(Placement, col(Placement.id) == col(check.placement_id))
        .join(PeriodApproval, _in_month(col(Placement.agency_id), col(check.done_on)))
        .where(col(check.done_on).is_not(None))
    )
    _come_and_gone(session, CHECK, query, approvals, found)


def _come_and_gone(
    session: Session, kind: str, query: Query, approvals: Sequence[PeriodApproval], found: Found
) -> None:
    """What leaves no trace in its row when it is undone. ``query``: by approval, how many were
    entered since, how many corrected, and how many still stand of those that stood then."""
    query = query.where(col(PeriodApproval.id).in_([each.id for each in approvals]))
    rows = session.execute(query.group_by(col(PeriodApproval.id)))
    now = {row[0]: row[1:] for row in rows}
    for approval in approvals:
        entered, corrected, left = now.get(approval.id, (0, 0, 0))
        then: Mapping[str, int] = json.loads(approval.counted or "{}")
        undone = max(then.get(kind, 0) - left, 0)
        # One that is said anew has gone and come.
        again = min(undone, entered)
        found[approval.id] += Counter(
            {
                (kind, How.ENTERED): entered - again,
                (kind, How.CORRECTED): corrected + again,
                (kind, How.VOIDED): undone - again,
            }
        )


def _in_month(agency_id: Any, day: Any) -> Any:
    """That a row is of an approved month. The sum keeps SQLite from looking through all rows of an
    agency once for each of its months."""
    approval = PeriodApproval
    within = day.between(col(approval.starts_on), col(approval.ends_on))
    return sa.and_(agency_id + 0 == col(approval.agency_id), within)


def _number(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _steps(session: Session, approvals: Sequence[PeriodApproval], found: Found) -> None:
    """Steps of a day of the month: noted since, of enrolments that were there already; put right
    since, unless the correction of the enrolment is told in the same month; or undone."""
    step, course = TrainingStep, TrainingEnrolment
    approval = PeriodApproval
    at, stands = col(approval.said_at), col(course.voided_at).is_(None)
    was_there = col(step.entered_at) <= at
    first = col(course.starts_on).between(col(approval.starts_on), col(approval.ends_on))
    conditions = (
        sa.and_(stands, col(course.entered_at) <= at, col(step.entered_at) > at),
        sa.and_(stands, was_there, col(step.corrected_at) > at, ~first),
        was_there,
    )
    query: Query = (
        sa.select(col(PeriodApproval.id), *map(_number, conditions))
        .select_from(step)
        .join(course, col(course.id) == col(step.enrolment_id))
        .join(PeriodApproval, _in_month(col(course.agency_id), col(step.status_on)))
    )
    _come_and_gone(session, STEP, query, approvals, found)


def _facts(session: Session, ids: Collection[int], found: Found) -> None:
    """People with an entry in the month whose sex or year of birth was corrected since."""
    people: dict[int, set[int]] = defaultdict(set)
    for kind in COUNTED:
        table: Any = kind.table
        query = (
            sa.select(col(PeriodApproval.id), col(CaseChange.case_id))
            .select_from(CaseChange)
            .join(table, table.case_id == col(CaseChange.case_id))
            .join(PeriodApproval, sa.and_(*_within(table, getattr(table, kind.day))))
            .where(
                col(PeriodApproval.id).in_(ids),
                col(CaseChange.field).in_(CUT_BY),
                col(CaseChange.changed_at) > col(PeriodApproval.said_at),
                col(table.voided_at).is_(None),
            )
            .distinct()
        )
        for approval, case_id in session.execute(query):
            people[approval].add(case_id)
    for approval, cases in people.items():
        found[approval]["person", How.CORRECTED] = len(cases)


def _merges(session: Session, approvals: Sequence[PeriodApproval], found: Found) -> None:
    """Cases put together since, or taken apart, with an entry of the month among what moved."""
    first = min(each.said_at for each in approvals)
    query = select(CaseMerge).where(
        sa.or_(col(CaseMerge.merged_at) > first, col(CaseMerge.undone_at) > first)
    )
    merges = {each.id: each for each in session.exec(query)}
    touched: dict[int, set[int]] = defaultdict(set)
    for merge_id, agency_id, day in _moved(session, merges):
        merge = merges[merge_id]
        for approval in approvals:
            at = approval.said_at
            is_undone = merge.undone_at is not None and merge.undone_at > at
            is_day = approval.starts_on <= day <= approval.ends_on
            # Put together and taken apart since: all is as it was.
            is_new = (merge.merged_at > at) is not is_undone
            if approval.agency_id == agency_id and is_day and is_new:
                touched[approval.id].add(merge_id)
    for approval_id, several in touched.items():
        found[approval_id]["person", How.MERGED] = len(several)


def _moved(session: Session, merges: Collection[int]) -> Iterator[tuple[int, int, date]]:
    """Merge, agency and day of each entry that moved."""
    for kind in COUNTED:
        table: Any = kind.table
        query = select(MergedRow.merge_id, MergedRow.row_key).where(
            col(MergedRow.merge_id).in_(merges), MergedRow.of_table == table.__tablename__
        )
        # One row may have moved several times.
        by_row: dict[int, list[int]] = defaultdict(list)
        for merge, key in session.exec(query):
            by_row[json.loads(key)[0]].append(merge)
        ids = sorted(by_row)
        for begin in range(0, len(ids), AT_ONCE):
            rows = sa.select(table.id, table.agency_id, getattr(table, kind.day)).where(
                table.id.in_(ids[begin : begin + AT_ONCE])
            )
            for row_id, agency_id, day in session.execute(rows):
                for merge in by_row[row_id]:
                    yield merge, agency_id, day
