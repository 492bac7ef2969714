"""A group is marked as a whole or not at all, and each line that is refused is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import today
from db.actions import course_groups, courses, training
from db.codes import AttendanceMark, TrainingStatus
from db.errors import InvalidInput, NotAllowed, NotFound
from db.inputs.courses import CourseInput, GroupStep, Marks
from db.inputs.parse import validated
from db.inputs.training import TrainingInput
from db.models import Attendance, Case, TrainingEnrolment
from db.queries.course_groups import group, marks
from tests.acts import mark_group, move_group
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH
S = TrainingStatus
Known = Mapping[int, str | None]
ALL = (CAST.agent_rabat, CAST.agent_casablanca)


def a_shared_course(session: Session, **more: Any) -> int:
    day = today(session)
    raw = {
        "type": "EN_CEF", "centre_id": 2, "starts_on": day - timedelta(days=30), "places": "20",
        "ends_on": day + timedelta(days=60), "agency_ids": [CAST.rabat, CAST.casablanca],
        "submission_id": "course", **more,
    }  # fmt: skip
    return courses.add(session, validated(CourseInput, raw), by=CAST.manager)


def join(session: Session, course: int, case: int, status: S = S.ONGOING) -> TrainingEnrolment:
    raw = {
        "course_id": course, "type": "EN_CEF", "starts_on": today(session), "case_id": case,
        "status": status, "submission_id": str(case),
    }  # fmt: skip
    by = CAST.agent_casablanca if case == CAST.case_casablanca else CAST.agent_rabat
    return training.record(session, validated(TrainingInput, raw), by=by).row


def the_group(session: Session, status: S = S.ONGOING) -> tuple[int, list[TrainingEnrolment]]:
    """Two people of Rabat, the third of Casablanca."""
    course = a_shared_course(session)
    cases = (CAST.case_rabat, CAST.case_rabat_2, CAST.case_casablanca)
    return course, [join(session, course, each, status) for each in cases]


def a_step(
    session: Session, course: int, rows: list[TrainingEnrolment], status: S, **more: Any
) -> GroupStep:
    raw = {
        "course_id": course, "status": status, "status_on": today(session),
        "lines": {each.id: each.status for each in rows}, **more,
    }  # fmt: skip
    return validated(GroupStep, raw)


def some_marks(course: int, day: date, wanted: Known, seen: Known | None = None) -> Marks:
    seen = dict.fromkeys(wanted) if seen is None else seen
    return validated(Marks, {"course_id": course, "day": day, "marks": wanted, "seen": seen})


def named(told: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {field: problem.key for field, problem in told.value.problems.items()}


def test_a_group_moves_in_one_act_and_back(session: Session, cast: Cast) -> None:
    course, (one, two, _) = the_group(session)
    wanted = a_step(session, course, [one, two], S.CERTIFIED, certificate="CENTRE")
    moved = course_groups.set_status(session, wanted, by=cast.agent_rabat)
    assert moved == (one.id, two.id)
    assert {(each.status, each.certificate) for each in (one, two)} == {(S.CERTIFIED, "CENTRE")}
    # A second tap.
    assert course_groups.set_status(session, wanted, by=cast.agent_rabat) == ()
    course_groups.undo_status(session, moved, by=cast.agent_rabat)
    assert [each.status for each in (one, two)] == [S.ONGOING, S.ONGOING]


def test_one_refused_line_keeps_all_as_they_are(session: Session, cast: Cast) -> None:
    course, (one, two, far) = the_group(session)
    wanted = a_step(session, course, [one, two, far], S.COMPLETED)
    two.status_on = today(session) + timedelta(days=1)
    session.flush()
    with pytest.raises(InvalidInput) as told:
        course_groups.set_status(session, wanted, by=cast.agent_rabat)
    assert named(told) == {
        f"line_{two.id}": "error.before_day",
        f"line_{far.id}": "error.not_found",
    }
    assert one.status is S.ONGOING


def test_a_line_that_somebody_moved_meanwhile_is_named(session: Session, cast: Cast) -> None:
    course, (one, two, _) = the_group(session)
    wanted = a_step(session, course, [one, two], S.COMPLETED)
    left = a_step(session, course, [two], S.DROPPED, drop_reason="WORK")
    course_groups.set_status(session, left, by=cast.agent_rabat)
    with pytest.raises(InvalidInput) as told:
        course_groups.set_status(session, wanted, by=cast.agent_rabat)
    assert named(told) == {f"line_{two.id}": "error.stands_now"}


def test_a_line_that_has_taken_the_step_with_another_certificate_is_named(
    session: Session, cast: Cast
) -> None:
    course, (one, two, _) = the_group(session)
    wanted = a_step(session, course, [one, two], S.CERTIFIED, certificate="CENTRE")
    other = a_step(session, course, [two], S.CERTIFIED)
    course_groups.set_status(session, other, by=cast.agent_rabat)
    with pytest.raises(InvalidInput) as told:
        course_groups.set_status(session, wanted, by=cast.agent_rabat)
    assert named(told) == {f"line_{two.id}": "error.stands_now"}
    assert (one.status, two.certificate) == (S.ONGOING, None)


@pytest.mark.parametrize(
    ("status", "more", "field"),
    [
        (S.DROPPED, {}, "drop_reason"),
        (S.COMPLETED, {"certificate": "CENTRE"}, "certificate"),
        (S.COMPLETED, {"status_on": date(2090, 1, 1)}, "status_on"),
    ],
)
def test_what_is_asked_once_is_wrong_once(
    session: Session, cast: Cast, status: S, more: dict[str, Any], field: str
) -> None:
    course, rows = the_group(session)
    with pytest.raises(InvalidInput) as told:
        wanted = a_step(session, course, rows[:2], status, **more)
        course_groups.set_status(session, wanted, by=cast.agent_rabat)
    assert set(told.value.problems) == {field}


def test_no_more_get_a_place_than_there_are(session: Session, cast: Cast) -> None:
    course = a_shared_course(session, places="1")
    cases = (cast.case_rabat, cast.case_rabat_2)
    rows = [join(session, course, each, S.APPLIED) for each in cases]
    with pytest.raises(InvalidInput) as told:
        both = a_step(session, course, rows, S.ENROLLED)
        course_groups.set_status(session, both, by=cast.agent_rabat)
    assert named(told) == {f"line_{rows[1].id}": "error.course_full"}
    course_groups.set_status(
        session, a_step(session, course, rows[:1], S.ENROLLED), by=cast.agent_rabat
    )


def test_everybody_of_a_day_is_marked_and_put_right(session: Session, cast: Cast) -> None:
    course, (one, two, _) = the_group(session)
    day = today(session)
    first = {one.id: "PRESENT", two.id: "ABSENT"}
    course_groups.mark(session, some_marks(course, day, first), by=cast.agent_rabat)
    # A second tap asks for what is there.
    course_groups.mark(session, some_marks(course, day, first), by=cast.agent_rabat)
    course_groups.mark(
        session, some_marks(course, day, {two.id: "EXCUSED"}, first), by=cast.agent_rabat
    )
    agent = cast.viewer(session, cast.agent_rabat)
    assert marks(session, course, day, viewer=agent) == {
        one.id: AttendanceMark.PRESENT,
        two.id: AttendanceMark.EXCUSED,
    }
    back = {one.id: None, two.id: None}
    stands = {one.id: "PRESENT", two.id: "EXCUSED"}
    course_groups.mark(session, some_marks(course, day, back, stands), by=cast.agent_rabat)
    assert session.exec(select(Attendance)).all() == []


def test_of_two_who_mark_at_once_the_second_is_told_of_each_line(
    session: Session, cast: Cast
) -> None:
    course, (one, two, _) = the_group(session)
    day = today(session)
    course_groups.mark(session, some_marks(course, day, {one.id: "ABSENT"}), by=cast.agent_rabat)
    both = {one.id: "PRESENT", two.id: "PRESENT"}
    with pytest.raises(InvalidInput) as told:
        course_groups.mark(session, some_marks(course, day, both), by=cast.agent_rabat)
    assert named(told) == {f"line_{one.id}": "error.stands_now"}
    assert told.value.problems[f"line_{one.id}"].values == {"value": AttendanceMark.ABSENT}
    assert len(session.exec(select(Attendance)).all()) == 1
    stands = {one.id: "ABSENT", two.id: None}
    course_groups.mark(session, some_marks(course, day, both, stands), by=cast.agent_rabat)


def test_who_had_no_seat_on_a_day_is_not_marked(session: Session, cast: Cast) -> None:
    course, (one, two, far) = the_group(session)
    day = today(session)
    early = day - timedelta(days=3)
    step = a_step(session, course, [one], S.DROPPED, drop_reason="WORK", status_on=early)
    course_groups.set_status(session, step, by=cast.agent_rabat)
    wanted = some_marks(course, day, dict.fromkeys((one.id, two.id, far.id), "PRESENT"))
    with pytest.raises(InvalidInput) as told:
        course_groups.mark(session, wanted, by=cast.agent_rabat)
    assert named(told) == {f"line_{one.id}": "error.no_seat", f"line_{far.id}": "error.not_found"}
    before = some_marks(course, early, {one.id: "PRESENT"})
    course_groups.mark(session, before, by=cast.agent_rabat)
    for wrong, key in ((1, "error.in_the_future"), (-31, "error.before_day")):
        with pytest.raises(InvalidInput) as told:
            other = some_marks(course, day + timedelta(days=wrong), {two.id: "PRESENT"})
            course_groups.mark(session, other, by=cast.agent_rabat)
        assert named(told) == {"day": key}


def test_another_agencys_people_are_a_number(session: Session, cast: Cast) -> None:
    course, (_, _, far) = the_group(session)
    mine = group(session, course, viewer=cast.viewer(session, cast.agent_rabat))
    assert ([each.case_code for each in mine.members], mine.others) == (["2345678", "2345679"], 1)
    all_of_them = group(session, course, viewer=cast.viewer(session, cast.manager))
    assert (len(all_of_them.members), all_of_them.others) == (3, 0)
    # Whoever moves away is of the other agency's people from then on.
    session.get_one(Case, far.case_id).agency_id = cast.tanger
    session.flush()
    theirs = group(session, course, viewer=cast.viewer(session, cast.agent_casablanca))
    assert (theirs.members, theirs.others) == ((), 3)


def test_the_days_of_a_group_are_counted(session: Session, cast: Cast) -> None:
    course, (one, two, _) = the_group(session)
    for ago, wanted in enumerate(("PRESENT", "PRESENT", "ABSENT")):
        day = today(session) - timedelta(days=ago)
        course_groups.mark(session, some_marks(course, day, {one.id: wanted}), by=cast.agent_rabat)
    found = group(session, course, viewer=cast.viewer(session, cast.agent_rabat))
    assert {each.id: (each.present, each.marked) for each in found.members} == {
        one.id: (2, 3),
        two.id: (0, 0),
    }
    assert (found.present, found.marked) == (2, 3)


def test_only_an_agent_of_the_courses_agencies_marks(session: Session, cast: Cast) -> None:
    course = a_shared_course(session, agency_ids=[cast.rabat])
    row = join(session, course, cast.case_rabat)
    wanted = some_marks(course, today(session), {row.id: "PRESENT"})
    step = a_step(session, course, [row], S.COMPLETED)
    for who, error in ((cast.manager, NotAllowed), (cast.agent_casablanca, NotFound)):
        with pytest.raises(error):
            course_groups.mark(session, wanted, by=who)
        with pytest.raises(error):
            course_groups.set_status(session, step, by=who)


def test_only_a_step_moves_figures(session: Session, cast: Cast) -> None:
    from db.audit import version

    before = version(session)
    mark_group(session)
    session.flush()
    marked = version(session)
    session.rollback()
    move_group(session)
    session.flush()
    assert version(session) - before >= marked - before
