"""The way of one person through each of their courses: its steps, and the days on which they were
there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.viewer import Viewer
from db.codes import AttendanceMark, TrainingStatus
from db.models import Attendance, Course, TrainingEnrolment, TrainingStep
from db.queries.person import theirs


@dataclass(frozen=True, kw_only=True)
class CoursePath:
    """One enrolment: each status with its day, and what else is known of it."""

    title: str
    steps: tuple[tuple[TrainingStatus, date], ...]
    planned_end_on: date | None
    certificate: str | None
    drop_reason: str | None
    measure: str | None
    present: int
    marked: int


def paths(session: Session, case_id: int, *, viewer: Viewer) -> Mapping[int, CoursePath]:
    """By enrolment, those of a person of the viewer's agencies that stand."""
    theirs(session, case_id, viewer)
    table = TrainingEnrolment
    rows = session.execute(
        sa.select(table, col(Course.title))
        .outerjoin(Course, col(Course.id) == col(table.course_id))
        .where(col(table.case_id) == case_id, col(table.voided_at).is_(None))
    ).all()
    ids = [row[0].id for row in rows]
    steps, days = (_steps(session, ids), _days(session, ids)) if ids else ({}, {})
    return {
        row.id: CoursePath(
            title=title or "",
            steps=tuple(steps.get(row.id, [])),
            planned_end_on=row.planned_end_on,
            certificate=row.certificate,
            drop_reason=row.drop_reason,
            measure=row.measure,
            present=days.get(row.id, []).count(AttendanceMark.PRESENT),
            marked=len(days.get(row.id, [])),
        )
        for row, title in rows
    }


def _steps(session: Session, ids: list[int]) -> dict[int, list[tuple[TrainingStatus, date]]]:
    found: dict[int, list[tuple[TrainingStatus, date]]] = {}
    query = (
        sa.select(TrainingStep)
        .where(col(TrainingStep.enrolment_id).in_(ids))
        .order_by(col(TrainingStep.id))
    )
    for step in session.scalars(query):
        found.setdefault(step.enrolment_id, []).append((step.status, step.status_on))
    return found


def _days(session: Session, ids: list[int]) -> dict[int, list[AttendanceMark]]:
    found: dict[int, list[AttendanceMark]] = {}
    query = sa.select(Attendance).where(col(Attendance.enrolment_id).in_(ids))
    for each in session.scalars(query):
        found.setdefault(each.enrolment_id, []).append(each.mark)
    return found
