"""What one person can have only once, when two cases that both have it are put together: a place in
a course, a presence at a group session. One stays, the other is void until the cases are apart."""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.access.viewer import Viewer
from db.actions.group_sessions import SHARED
from db.actions.rows import mark_void
from db.codes import FINISHED_TRAINING, HOLDS_PLACE, TWICE
from db.inputs.training import LEFT_OUT
from db.models import CaseMerge, Course, Intervention, MergedRow, TrainingEnrolment

#: What a row that was set aside is called among those that a merge touched.
TRAINING, PRESENCE = "training_enrolments.void", "interventions.void"
SET_ASIDE = (TRAINING, PRESENCE)


def hold_courses(session: Session, *case_ids: int) -> None:
    """Lock the courses that the cases are in, so that their places are counted by one at a time;
    before any row of the cases."""
    known = select(TrainingEnrolment.course_id).where(
        col(TrainingEnrolment.case_id).in_(case_ids), col(TrainingEnrolment.course_id).is_not(None)
    )
    query = select(Course.id).where(col(Course.id).in_(known)).order_by(col(Course.id))
    session.exec(query.with_for_update()).all()


def set_aside(session: Session, row: CaseMerge, viewer: Viewer) -> None:
    """Void what both cases have and one person can have once; of two places in one course the one
    that went further stays."""
    for each in _second_places(session, row):
        mark_void(each, viewer.account_id, TWICE)
        session.add(_note(row, TRAINING, each.id))
    for presence in _second_presences(session, row):
        mark_void(presence, viewer.account_id, TWICE)
        session.add(_note(row, PRESENCE, presence.id))
    session.flush()


def restore(session: Session, moved: MergedRow) -> None:
    """One row that was set aside stands again, also in a course that is full by now; nobody was at
    a session that is void, and who was there follows what was corrected of it."""
    (row_id,) = json.loads(moved.row_key)
    table = TrainingEnrolment if moved.of_table == TRAINING else Intervention
    row = session.get_one(table, row_id, populate_existing=True)
    if isinstance(row, Intervention):
        group = session.get_one(Intervention, row.group_id)
        if group.voided_at is not None:
            row.void_reason = group.void_reason
            return
        for name in SHARED:
            setattr(row, name, getattr(group, name))
    row.voided_at = row.voided_by = row.void_reason = None


def _second_places(session: Session, row: CaseMerge) -> list[TrainingEnrolment]:
    table = TrainingEnrolment
    query = select(table).where(
        col(table.case_id).in_((row.kept_id, row.merged_id)),
        col(table.course_id).is_not(None),
        col(table.voided_at).is_(None),
        col(table.status).not_in(LEFT_OUT),
    )
    best: dict[int | None, TrainingEnrolment] = {}
    second = []
    for each in sorted(session.exec(query), key=lambda each: _rank(each, row.kept_id)):
        if each.course_id in best:
            second.append(each)
        best.setdefault(each.course_id, each)
    return second


def _rank(each: TrainingEnrolment, kept: int) -> tuple[bool, bool, bool, int]:
    """The one that stays comes first: it went further, or it is of the case that is kept."""
    return (
        each.status not in FINISHED_TRAINING,
        each.status not in HOLDS_PLACE,
        each.case_id != kept,
        each.id,
    )


def _second_presences(session: Session, row: CaseMerge) -> list[Intervention]:
    table = Intervention
    stands = col(table.group_id).is_not(None), col(table.voided_at).is_(None)
    here = sa.select(col(table.group_id)).where(col(table.case_id) == row.kept_id, *stands)
    query = select(table).where(
        table.case_id == row.merged_id, *stands, col(table.group_id).in_(here)
    )
    return list(session.exec(query.order_by(col(table.id))))


def _note(merge: CaseMerge, of_table: str, row_id: int) -> MergedRow:
    return MergedRow(merge_id=merge.id, of_table=of_table, row_key=json.dumps([row_id]))
