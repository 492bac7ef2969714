"""Who leaves, by centre, why, and how full courses are; each figure counted by hand."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import Sex, TrainingStatus
from db.inputs.results import ResultFilter
from db.measures import courses
from db.models import Course, CourseAgency
from tests.cast import CAST
from tests.db.measures.events import Stage, period

S = TrainingStatus
_numbers = itertools.count()
CEF = 2


@pytest.fixture
def wanted(session: Session) -> ResultFilter:
    day = today(session)
    return period(day - timedelta(days=90), day)


@pytest.fixture
def begun(session: Session) -> date:
    return today(session) - timedelta(days=60)


def a_course(session: Session, begun: date, *agencies: int, **more: Any) -> int:
    values: dict[str, Any] = {"type": "EN_CEF", "centre_id": CEF, "places": 6} | more
    end = begun + timedelta(days=30)
    row = Course(submission_id=str(next(_numbers)), starts_on=begun, ends_on=end,
                 made_by=CAST.manager, **values)  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(CourseAgency(course_id=row.id, agency_id=each) for each in agencies)
    session.flush()
    return row.id


def test_who_leaves_is_of_those_whose_planned_end_has_passed(
    stage: Stage, session: Session, manager: Viewer, wanted: ResultFilter, begun: date
) -> None:
    over: dict[str, Any] = {"planned_end_on": begun + timedelta(days=30)}
    left: dict[str, Any] = {"status": S.DROPPED, "drop_reason": "CARE"}
    for more in (
        over | left, over | {"status": S.COMPLETED}, over | {"status": S.CERTIFIED},
        over | {"status": S.ONGOING}, {"planned_end_on": today(session)} | left, left,
        over | {"status": S.APPLIED},
    ):  # fmt: skip
        stage.course(stage.case(), begun, **more)
    stage.course(stage.case(), begun, centre_id=None, **over)
    rows = courses.leaving_by_centre(session, wanted, viewer=manager)
    names = ["centre_id", "entered", "completed", "numerator", "denominator"]
    assert rows[names].to_numpy().tolist() == [[CEF, 6, 2, 1, 4], [courses.NO_CENTRE, 1, 0, 0, 1]]
    assert rows["share"].tolist() == [0.25, 0.0]
    why = courses.reasons_for_leaving(session, wanted, viewer=manager)
    assert why.to_numpy().tolist() == [[CEF, "CARE", 1]]


def test_a_course_has_its_places_and_what_became_of_the_people_asked_about(
    stage: Stage, session: Session, manager: Viewer, wanted: ResultFilter, begun: date
) -> None:
    course = a_course(session, begun, CAST.rabat, CAST.casablanca)
    cancelled = {"cancelled_on": begun, "cancel_reason": "FEW"}
    a_course(session, begun, CAST.rabat, **cancelled)
    a_course(session, begun - timedelta(days=60), CAST.rabat)
    left: dict[str, Any] = {"status": S.DROPPED, "drop_reason": "CARE"}
    in_it = {"course_id": course}
    for more in ({"status": S.CERTIFIED}, {"status": S.ENROLLED}, left, {"status": S.APPLIED}):
        stage.course(stage.case(sex=Sex.WOMAN), begun, **in_it, **more)
    stage.course(stage.case(sex=Sex.MAN), begun, **in_it)
    stage.course(stage.case(), begun, CAST.casablanca, **in_it)
    names = ["course_id", "places", "taken", "done", "under_way", "left"]

    def counted(asked: ResultFilter, viewer: Viewer) -> list[list[int]]:
        found = courses.courses_begun(session, asked, viewer=viewer)
        return found[names].to_numpy().tolist()

    assert counted(wanted, manager) == [[course, 6, 4, 1, 3, 1]]
    women = period(wanted.start, wanted.end, sexes=frozenset({Sex.WOMAN}))
    agent = CAST.viewer(session, CAST.agent_rabat)
    assert counted(women, agent) == [[course, 6, 4, 1, 1, 1]]
    other = CAST.viewer(session, CAST.agent_casablanca)
    assert counted(wanted, other) == [[course, 6, 4, 0, 1, 0]]


def test_the_last_courses_are_listed_and_no_more(
    session: Session, manager: Viewer, wanted: ResultFilter, begun: date,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(courses, "LISTED", 2)
    made = [a_course(session, begun + timedelta(days=each), CAST.rabat) for each in range(3)]
    found = courses.courses_begun(session, wanted, viewer=manager)
    assert found["course_id"].tolist() == [made[2], made[1]]


@pytest.mark.parametrize("late", [0, 1, 2, 3])
def test_the_last_courses_are_those_wherever_in_the_period_they_begin(
    session: Session, manager: Viewer, monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    monkeypatch.setattr(courses, "LISTED", 2)
    first = date(2026, 1, 1)
    wanted = period(first, first + timedelta(days=79))
    starts = [first + timedelta(days=each) for each in (0, 10, 20)]
    starts += [first + timedelta(days=77 + each) for each in range(late)]
    made = [a_course(session, start, CAST.rabat) for start in starts]
    found = courses.courses_begun(session, wanted, viewer=manager)
    assert found["course_id"].tolist() == [made[-1], made[-2]]
