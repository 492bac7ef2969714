"""Courses: what is accepted, who may make and change them, and what changes with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.access.clock import today
from db.actions import courses, events, organisations, training
from db.codes import TrainingStatus
from db.errors import AppError, Change, EditConflict, InvalidInput, NotAllowed, NotFound
from db.inputs.courses import Cancelling, CourseChange, CourseInput
from db.inputs.parse import validated
from db.inputs.places import Closing
from db.inputs.training import StatusInput, TrainingCorrection, TrainingInput
from db.models import Account, Course, FirstContact, TrainingEnrolment
from db.queries import courses as queries
from tests.acts import a_course, an_enrolment, in_a_course
from tests.cast import CAST, Cast
from tests.conftest import POSTGRESQL_AT_LENGTH

pytestmark = POSTGRESQL_AT_LENGTH
S = TrainingStatus


def facts(session: Session, **more: Any) -> dict[str, Any]:
    day = today(session)
    return {
        "type": "EN_CEF", "centre_id": 2, "starts_on": day - timedelta(days=30),
        "ends_on": day + timedelta(days=60), "places": "20", "agency_ids": [CAST.rabat],
        "submission_id": "course", **more,
    }  # fmt: skip


def refused(session: Session, by: int = CAST.agent_rabat, **more: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        courses.add(session, validated(CourseInput, facts(session, **more)), by=by)
    return {field: problem.key for field, problem in told.value.problems.items()}


def standing(session: Session, course: int) -> dict[str, Any]:
    """A course as a form that opens now sees it."""
    line = queries.one(session, course, viewer=CAST.viewer(session, CAST.manager))
    assert line is not None
    return session.get_one(Course, course).model_dump() | {"agency_ids": line.agencies}


def changed(session: Session, course: int, by: int = CAST.agent_rabat, **more: Any) -> None:
    row = session.get_one(Course, course)
    stands = standing(session, course)
    seen = more.pop("seen", stands)
    raw = row.model_dump() | stands | more | {"seen": seen}
    courses.change(session, validated(CourseChange, raw), by=by)


def join(
    session: Session, course: int, case: int, status: S = S.ENROLLED, *, submission: str = ""
) -> TrainingEnrolment:
    raw = {
        "course_id": course, "type": "SOFT", "starts_on": today(session), "case_id": case,
        "status": status, "submission_id": submission or f"{course}-{case}",
    }  # fmt: skip
    return training.record(session, validated(TrainingInput, raw), by=CAST.agent_rabat).row


@pytest.mark.parametrize(
    ("more", "field", "key"),
    [
        ({"type": "NONE", "centre_id": None}, "type", "error.unknown_choice"),
        ({"centre_id": 1}, "centre_id", "error.centre_does_not_fit"),
        ({"places": "0"}, "places", "error.number_between"),
        ({"places": "many"}, "places", "error.whole_number_form"),
        ({"places": ""}, "places", "error.needed"),
        ({"hours": "9000"}, "hours", "error.number_between"),
        ({"measure": "X"}, "measure", "error.unknown_choice"),
        ({"title": "x" * 61}, "title", "error.text_long"),
        ({"agency_ids": []}, "agency_ids", "error.needed"),
        ({"agency_ids": [CAST.casablanca]}, "agency_ids", "error.unknown_choice"),
        ({"ends_on": "1/1/2020"}, "ends_on", "error.end_before_start"),
        ({"starts_on": "1/1/2010"}, "starts_on", "error.before_programme"),
        ({"starts_on": "1/1/2090"}, "starts_on", "error.too_far_ahead"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    session: Session, more: dict[str, Any], field: str, key: str
) -> None:
    assert refused(session, **more)[field] == key


def test_two_taps_make_one_course(session: Session) -> None:
    assert a_course(session) == a_course(session)
    assert len(session.exec(select(Course)).all()) == 1


@pytest.mark.long
def test_an_agent_sees_and_changes_the_courses_of_their_agencies_a_manager_all(
    session: Session, cast: Cast
) -> None:
    raw = facts(session, agency_ids=[cast.rabat, cast.casablanca], submission_id="shared")
    shared = courses.add(session, validated(CourseInput, raw), by=cast.manager)
    own = a_course(session)
    agent, other = (
        cast.viewer(session, each) for each in (cast.agent_rabat, cast.agent_casablanca)
    )
    found = {each.id: each.may_change for each in queries.listed(session, viewer=agent)}
    assert found == {shared: False, own: True}
    assert [each.id for each in queries.listed(session, viewer=other)] == [shared]
    assert queries.one(session, own, viewer=other) is None
    changed(session, own, title="Couture")
    with pytest.raises(NotAllowed):
        changed(session, shared, title="Couture")
    with pytest.raises(NotFound):
        changed(session, own, by=cast.agent_casablanca, title="Broderie")
    changed(session, shared, by=cast.manager, title="Broderie")
    assert session.get_one(Course, shared).title == "Broderie"


@pytest.mark.parametrize("who", ["partner", "administrator", "closed"])
def test_nobody_else_reads_or_makes_one(session: Session, cast: Cast, who: str) -> None:
    account = getattr(cast, who)
    with pytest.raises(NotAllowed):
        courses.add(session, validated(CourseInput, facts(session)), by=account)
    if who != "closed":
        with pytest.raises(NotAllowed):
            queries.listed(session, viewer=cast.viewer(session, account))


def test_who_joins_has_kind_centre_days_and_measure_of_the_course(
    session: Session, cast: Cast
) -> None:
    course = a_course(session, measure="SCHOLAR")
    row, its = join(session, course, cast.case_rabat), session.get_one(Course, course)
    assert (row.type, row.centre_id, row.measure) == ("EN_CEF", 2, "SCHOLAR")
    assert (row.starts_on, row.planned_end_on) == (its.starts_on, its.ends_on)


def test_a_full_course_takes_applications_only(session: Session, cast: Cast) -> None:
    course = a_course(session, places="1")
    first = join(session, course, cast.case_rabat)
    with pytest.raises(InvalidInput) as told:
        join(session, course, cast.case_rabat_2)
    assert told.value.problems["status"].key == "error.course_full"
    waits = join(session, course, cast.case_rabat_2, S.APPLIED)
    line = queries.one(session, course, viewer=cast.viewer(session, cast.agent_rabat))
    assert line is not None
    assert (line.taken, line.waiting, line.free) == (1, 1, 0)
    day = today(session)
    enrol = StatusInput(enrolment_id=waits.id, status=S.ENROLLED, status_on=day)
    with pytest.raises(InvalidInput):
        training.set_status(session, enrol, by=cast.agent_rabat)
    leave = StatusInput(enrolment_id=first.id, status=S.DROPPED, status_on=day, drop_reason="WORK")
    training.set_status(session, leave, by=cast.agent_rabat)
    training.set_status(session, enrol, by=cast.agent_rabat)
    # The place has another person by now.
    with pytest.raises(InvalidInput) as told:
        training.undo_status(session, first.id, by=cast.agent_rabat)
    assert told.value.problems["status"].key == "error.course_full"


def test_a_correction_takes_a_place_too(session: Session, cast: Cast) -> None:
    course = a_course(session, places="1")
    join(session, course, cast.case_rabat)
    row = join(session, course, cast.case_rabat_2, S.APPLIED)
    raw = row.model_dump(include=set(TrainingCorrection.model_fields)) | {"seen": row.seen}
    wanted = validated(TrainingCorrection, raw | {"status": S.ENROLLED, "status_on": None})
    with pytest.raises(InvalidInput) as told:
        training.correct(session, wanted, by=cast.agent_rabat)
    assert told.value.problems["status"].key == "error.course_full"


def test_a_void_enrolment_makes_room(session: Session, cast: Cast) -> None:
    course = a_course(session, places="1")
    row = join(session, course, cast.case_rabat)
    events.void(session, "training", row.id, "DUPLICATE", by=cast.agent_rabat)
    join(session, course, cast.case_rabat_2)


def test_nobody_is_in_a_course_twice_nor_in_one_of_another_agency(
    session: Session, cast: Cast
) -> None:
    course = a_course(session)
    join(session, course, cast.case_rabat)
    raw = facts(session, agency_ids=[cast.casablanca], submission_id="far")
    far = courses.add(session, validated(CourseInput, raw), by=cast.manager)
    for wanted, key in ((course, "error.course_twice"), (far, "error.unknown_choice"),
                        (999, "error.unknown_choice")):  # fmt: skip
        with pytest.raises(InvalidInput) as told:
            join(session, wanted, cast.case_rabat, submission="again")
        assert {name: each.key for name, each in told.value.problems.items()} == {"course_id": key}


def test_a_cancelled_course_takes_nobody_until_it_takes_place_after_all(
    session: Session, cast: Cast
) -> None:
    course, enrolment = in_a_course(session)
    courses.cancel(session, Cancelling(id=course, reason="FEW"), by=cast.agent_rabat)
    with pytest.raises(InvalidInput) as told:
        join(session, course, cast.case_rabat_2)
    assert told.value.problems["course_id"].key == "error.course_cancelled"
    agent = cast.viewer(session, cast.agent_rabat)
    assert queries.listed(session, viewer=agent) == ()
    assert [each.id for each in queries.listed(session, over=True, viewer=agent)] == [course]
    day = today(session)
    on = StatusInput(enrolment_id=enrolment, status=S.DROPPED, status_on=day, drop_reason="OTHER")
    training.set_status(session, on, by=cast.agent_rabat)
    courses.reopen(session, course, by=cast.agent_rabat)
    join(session, course, cast.case_rabat_2)
    with pytest.raises(InvalidInput):
        courses.cancel(session, Cancelling(id=course, reason="NONE"), by=cast.agent_rabat)


def test_new_days_move_those_who_go_by_the_courses(session: Session, cast: Cast) -> None:
    course = a_course(session)
    by_it, late = (join(session, course, each) for each in (cast.case_rabat, cast.case_rabat_2))
    late.starts_on += timedelta(days=9)
    session.flush()
    day = today(session)
    changed(session, course, starts_on=day - timedelta(days=28), ends_on=day + timedelta(days=5))
    assert (by_it.starts_on, by_it.planned_end_on) == (
        day - timedelta(days=28),
        day + timedelta(days=5),
    )
    assert (late.starts_on, late.planned_end_on) == (
        day - timedelta(days=21),
        day + timedelta(days=5),
    )


def test_what_people_rest_on_stays(session: Session, cast: Cast) -> None:
    raw = facts(session, agency_ids=[cast.rabat, cast.tanger])
    course = courses.add(session, validated(CourseInput, raw), by=cast.manager)
    for case in (cast.case_rabat, cast.case_rabat_2):
        join(session, course, case, S.ONGOING)
    later = today(session) - timedelta(days=2)
    for more, field in (
        ({"places": "1"}, "places"),
        ({"agency_ids": [cast.tanger]}, "agency_ids"),
        ({"starts_on": later}, "starts_on"),
    ):
        with pytest.raises(InvalidInput) as told:
            changed(session, course, by=cast.manager, **more)
        assert set(told.value.problems) == {field}


def test_the_second_of_two_who_change_it_is_told(session: Session) -> None:
    course = a_course(session)
    seen = standing(session, course)
    changed(session, course, places="12")
    with pytest.raises(InvalidInput) as told:
        changed(session, course, places="15", seen=seen)
    assert told.value.problems["places"].values == {"value": 12}
    changed(session, course, places="12", seen=seen)


def test_an_agency_that_was_added_meanwhile_is_told_and_not_taken_away(session: Session) -> None:
    course = a_course(session)
    seen = standing(session, course)
    both = [CAST.rabat, CAST.casablanca]
    changed(session, course, by=CAST.manager, agency_ids=both)
    late = {"places": "25", "agency_ids": [CAST.rabat]}
    with pytest.raises(EditConflict) as told:
        changed(session, course, by=CAST.manager, seen=seen, **late)
    assert told.value.changes == {"agency_ids": Change("1", "1,2")}
    assert told.value.name == session.get_one(Account, CAST.manager).display_name
    assert set(standing(session, course)["agency_ids"]) == set(both)
    # Whoever has read it may take it away.
    changed(session, course, by=CAST.manager, **late)
    assert standing(session, course)["agency_ids"] == (CAST.rabat,)


def test_a_centre_stays_open_for_the_course_that_is_planned_there(
    session: Session, cast: Cast
) -> None:
    day = today(session)
    course = a_course(session, starts_on=day + timedelta(days=9))
    closing = Closing(id=2, closed_on=day)
    with pytest.raises(AppError):
        organisations.close(session, closing, by=cast.administrator)
    courses.cancel(session, Cancelling(id=course, reason="CENTRE"), by=cast.agent_rabat)
    organisations.close(session, closing, by=cast.administrator)
    with pytest.raises(InvalidInput):
        courses.reopen(session, course, by=cast.agent_rabat)


def test_a_correction_of_somebody_in_a_course_keeps_their_own_days(
    session: Session, cast: Cast
) -> None:
    row = join(session, a_course(session), cast.case_rabat)
    row.starts_on += timedelta(days=9)
    session.flush()
    own = row.starts_on
    raw = row.model_dump(include=set(TrainingCorrection.model_fields)) | {"seen": row.seen}
    wanted = validated(TrainingCorrection, raw | {"measure": "MENTOR", "status_on": None})
    training.correct(session, wanted, by=cast.agent_rabat)
    assert (row.starts_on, row.measure) == (own, "MENTOR")


def test_an_enrolment_is_put_into_a_course_afterwards(session: Session, cast: Cast) -> None:
    row = session.get_one(TrainingEnrolment, an_enrolment(session))
    course = a_course(session, starts_on=today(session) - timedelta(days=20))
    raw = row.model_dump(include=set(TrainingCorrection.model_fields)) | {"seen": row.seen}
    wanted = validated(TrainingCorrection, raw | {"course_id": course, "status_on": None})
    training.correct(session, wanted, by=cast.agent_rabat)
    assert (row.course_id, row.starts_on) == (course, today(session) - timedelta(days=20))
    found = session.exec(
        select(TrainingEnrolment).where(col(TrainingEnrolment.course_id) == course)
    )
    assert [each.id for each in found] == [row.id]


@pytest.mark.parametrize(("met", "start"), [(40, 30), (30, 30), (12, 12), (0, 0)])
def test_nobody_is_on_a_running_course_before_they_were_first_met(
    session: Session, cast: Cast, met: int, start: int
) -> None:
    course = courses.add(session, validated(CourseInput, facts(session)), by=CAST.manager)
    day = today(session)
    session.merge(
        FirstContact(
            case_id=cast.case_rabat,
            agency_id=cast.rabat,
            contacted_on=day - timedelta(days=met),
            positioned=False,
        )
    )
    session.flush()
    row = join(session, course, cast.case_rabat, S.ONGOING)
    assert row.starts_on == row.status_on == day - timedelta(days=start)
    # A course that moves takes along whoever has its days, and nobody else.
    changed(session, course, starts_on=day - timedelta(days=35))
    session.refresh(row)
    assert row.starts_on == day - timedelta(days=35 if start == 30 else start)
