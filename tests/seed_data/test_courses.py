"""Courses of the demo: their days and those of the people in them do not contradict each other."""

from __future__ import annotations

from sqlmodel import Session, col, select

from db.codes import FINISHED_TRAINING, TrainingStatus
from db.models import Course, TrainingEnrolment, TrainingStep
from tests.demo import LAST_DAY


def _attending(demo: Session) -> list[tuple[TrainingEnrolment, Course]]:
    query = select(TrainingEnrolment, Course).join(
        Course, col(Course.id) == col(TrainingEnrolment.course_id)
    )
    return list(demo.exec(query))


def test_nobody_finishes_a_course_before_its_end(demo: Session) -> None:
    finished = [each for each in _attending(demo) if each[0].status in FINISHED_TRAINING]
    assert len(finished) > 30
    for row, course in finished:
        assert row.status_on == row.planned_end_on == course.ends_on <= LAST_DAY, course.title


def test_whoever_left_or_is_there_was_in_the_course_while_it_ran(demo: Session) -> None:
    attending = _attending(demo)
    assert {row.status for row, _ in attending} >= {TrainingStatus.DROPPED, TrainingStatus.ONGOING}
    for row, course in attending:
        assert course.starts_on <= row.starts_on <= row.status_on <= course.ends_on
        assert row.planned_end_on == course.ends_on


def test_the_last_step_is_what_the_enrolment_says(demo: Session) -> None:
    steps = {
        step.enrolment_id: (step.status, step.status_on)
        for step in demo.exec(select(TrainingStep).order_by(col(TrainingStep.id)))
    }
    for row, _ in _attending(demo):
        assert steps[row.id] == (row.status, row.status_on)
