"""Courses that run are asked about once nobody has marked them for a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.codes import AttendanceMark, TrainingStatus
from db.models import Attendance, Course, TrainingEnrolment
from db.queries.unmarked_courses import unmarked
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.actions.test_course_groups import a_shared_course, join

pytestmark = POSTGRESQL_AT_LENGTH


def asked(session: Session, who: int = CAST.agent_rabat) -> list[tuple[int, Any]]:
    found = unmarked(session, viewer=CAST.viewer(session, who))
    return [(each.id, each.marked_on) for each in found]


def mark(session: Session, row: TrainingEnrolment, days: int) -> None:
    session.add(
        Attendance(
            enrolment_id=row.id,
            day=today(session) - timedelta(days=days),
            mark=AttendanceMark.PRESENT,
            entered_by=CAST.agent_rabat,
        )
    )
    session.flush()


def test_a_course_is_asked_about_until_a_day_of_the_last_week_is_marked(session: Session) -> None:
    course = a_shared_course(session)
    row = join(session, course, CAST.case_rabat)
    assert asked(session) == [(course, None)]
    mark(session, row, 7)
    assert asked(session) == [(course, today(session) - timedelta(days=7))]
    mark(session, row, 6)
    assert asked(session) == []


def test_the_marks_of_another_agency_settle_nothing_and_its_people_ask_nothing(
    session: Session,
) -> None:
    course = a_shared_course(session)
    there = join(session, course, CAST.case_casablanca)
    assert asked(session) == []
    join(session, course, CAST.case_rabat)
    mark(session, there, 1)
    assert asked(session) == [(course, None)]
    assert asked(session, CAST.agent_casablanca) == []


@pytest.mark.parametrize(
    "of_course",
    [{"starts_on": -6}, {"ends_on": -1}, {"cancelled_on": -1, "cancel_reason": "OTHER"}],
)
def test_one_that_has_just_begun_is_over_or_cancelled_waits_for_nobody(
    session: Session, of_course: dict[str, Any]
) -> None:
    course = a_shared_course(session)
    join(session, course, CAST.case_rabat)
    row = session.get_one(Course, course)
    for name, value in of_course.items():
        is_day = isinstance(value, int)
        setattr(row, name, today(session) + timedelta(days=value) if is_day else value)
    session.flush()
    assert asked(session) == []


def test_who_has_not_begun_or_is_through_waits_for_no_mark(session: Session) -> None:
    course = a_shared_course(session)
    row = join(session, course, CAST.case_rabat)
    for status in (TrainingStatus.APPLIED, TrainingStatus.COMPLETED):
        row.status = status
        session.flush()
        assert asked(session) == []
