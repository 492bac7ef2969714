"""Two who enrol and mark at the same moment: no place is given twice, no mark is lost unsaid."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from db.actions import course_groups, courses, training, transfers
from db.errors import InvalidInput
from db.inputs.courses import CourseInput, Marks
from db.inputs.parse import validated
from db.inputs.tasks import TransferAsked
from db.inputs.training import TrainingInput
from db.models import Attendance, TrainingEnrolment
from db.store.engine import reading, writing
from tests.at_once import Act, while_first_is_under_way, with_many_writers
from tests.cast import CAST, ago, today


def a_course(places: int) -> int:
    raw = {
        "type": "EN_CEF", "centre_id": 2, "starts_on": ago(9), "places": places,
        "ends_on": today() + timedelta(days=9), "agency_ids": [CAST.rabat], "submission_id": "one",
    }  # fmt: skip
    with writing() as session:
        return courses.add(session, validated(CourseInput, raw), by=CAST.agent_rabat)


def joining(course: int, case: int) -> Act:
    raw = {
        "course_id": course, "type": "EN_CEF", "starts_on": today(), "case_id": case,
        "status": "ONGOING", "submission_id": str(case),
    }  # fmt: skip

    def act(session: Session) -> int:
        return training.record(session, validated(TrainingInput, raw), by=CAST.agent_rabat).row.id

    return act


def marking(course: int, enrolment: int, mark: str) -> Act:
    raw: dict[str, Any] = {
        "course_id": course, "day": today(), "marks": {enrolment: mark}, "seen": {enrolment: None},
    }  # fmt: skip

    def act(session: Session) -> None:
        course_groups.mark(session, validated(Marks, raw), by=CAST.agent_rabat)

    return act


@with_many_writers
@pytest.mark.long
def test_the_last_place_is_given_once(database: sa.Engine) -> None:
    course = a_course(places=1)
    acts = [joining(course, case) for case in (CAST.case_rabat, CAST.case_rabat_2)]
    _, second = while_first_is_under_way(*acts)
    assert second == InvalidInput({}).key
    with reading() as session:
        assert len(session.exec(select(TrainingEnrolment)).all()) == 1


@with_many_writers
@pytest.mark.long
def test_the_second_mark_of_a_day_is_refused_not_written_over(database: sa.Engine) -> None:
    course = a_course(places=2)
    with writing() as session:
        enrolment = joining(course, CAST.case_rabat)(session)
    first, second = (marking(course, enrolment, each) for each in ("ABSENT", "PRESENT"))
    assert while_first_is_under_way(first, second) == (None, InvalidInput({}).key)
    with reading() as session:
        assert [each.mark.value for each in session.exec(select(Attendance))] == ["ABSENT"]


@with_many_writers
@pytest.mark.long
def test_whoever_goes_to_another_agency_meanwhile_is_not_marked_here(database: sa.Engine) -> None:
    course = a_course(places=2)
    with writing() as session:
        enrolment = joining(course, CAST.case_rabat)(session)
        asked = TransferAsked(
            case_id=CAST.case_rabat, to_agency_id=CAST.casablanca, reason="LIVES", agrees=True
        )
        transfer = transfers.ask(session, asked, by=CAST.agent_rabat)

    def accept(session: Session) -> None:
        transfers.accept(session, transfer, by=CAST.agent_casablanca)

    _, second = while_first_is_under_way(accept, marking(course, enrolment, "PRESENT"))
    assert second == InvalidInput({}).key
    with reading() as session:
        assert session.exec(select(Attendance)).all() == []
