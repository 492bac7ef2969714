"""The page of courses: a group marked in few taps, and only one's own people on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from components.language import i18n
from db.actions import courses, training
from db.codes import AttendanceMark, TrainingStatus
from db.inputs.courses import CourseInput
from db.inputs.parse import validated
from db.inputs.training import TrainingInput
from db.models import Attendance, Course, CourseAgency, Draft, TrainingEnrolment
from db.store.engine import writing
from tests.cast import CAST, ago, today
from tests.languages import LANGUAGES
from tests.pages.entered import PERSON, stored
from tests.pages.phone import Phone, SignedIn

PAGE = "work/courses.py"
FORM = "course_new"


def a_course(**more: Any) -> int:
    raw = {
        "type": "EN_CEF", "centre_id": 2, "title": "Couture", "starts_on": ago(30),
        "ends_on": today() + timedelta(days=60), "places": "3", "submission_id": "course",
        "agency_ids": [CAST.rabat, CAST.casablanca], **more,
    }  # fmt: skip
    with writing() as session:
        return courses.add(session, validated(CourseInput, raw), by=CAST.manager)


def join(course: int, case: int, status: str = "ONGOING") -> int:
    raw = {
        "course_id": course, "type": "EN_CEF", "starts_on": today(), "case_id": case,
        "status": status, "submission_id": str(case),
    }  # fmt: skip
    by = CAST.agent_casablanca if case == CAST.case_casablanca else CAST.agent_rabat
    with writing() as session:
        return training.record(session, validated(TrainingInput, raw), by=by).row.id


@pytest.fixture
def group(signed_in: SignedIn) -> tuple[int, list[int]]:
    """A course with two people of Rabat and one of Casablanca; the agent of Rabat looks."""
    course = a_course()
    cases = (CAST.case_rabat, CAST.case_rabat_2, CAST.case_casablanca)
    people = [join(course, each) for each in cases]
    signed_in(CAST.agent_rabat)
    return course, people


def at(course: int | str, part: str = "", language: str = "fr") -> Phone:
    phone = Phone(PAGE, language, course=str(course))
    if part:
        phone.choose(f"courses_part_{course}", part)
    return phone


def marks() -> dict[int, str]:
    return {each.enrolment_id: each.mark.value for each in stored(Attendance)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_is_marked_present_in_two_taps_and_an_exception_is_one_more(
    group: tuple[int, list[int]], language: str
) -> None:
    course, (one, two, _) = group
    phone = at(course, "attendance", language)
    held = f"course_marks_{course}_{today().isoformat()}"
    phone.choose(f"{held}_{two}", "ABSENT")
    phone.press(f"course_marks_{course}_save")
    assert phone.taps == 3
    assert marks() == {one: "PRESENT", two: "ABSENT"}
    assert phone.app.success
    phone.press("courses_undo")
    assert marks() == {}


def test_a_line_that_somebody_marked_meanwhile_is_named_and_nothing_is_half_saved(
    group: tuple[int, list[int]],
) -> None:
    course, (one, two, _) = group
    phone = at(course, "attendance")
    with writing() as session:
        session.add(
            Attendance(
                enrolment_id=two, day=today(), mark=AttendanceMark.ABSENT, entered_by=CAST.closed
            )
        )
    phone.press(f"course_marks_{course}_save")
    assert marks() == {two: "ABSENT"}
    assert "234-5679" in phone.told_at_the_button(f"course_marks_{course}")
    told = phone.app.container(key=f"course_marks_{course}_problems_line_{two}").error
    assert i18n.t("courses.mark.ABSENT") in told[0].value
    # Told, the agent saves all the same.
    phone.press(f"course_marks_{course}_save")
    assert marks() == {one: "PRESENT", two: "PRESENT"}


def test_all_complete_but_one_in_four_taps(group: tuple[int, list[int]]) -> None:
    course, (one, two, far) = group
    phone = at(course, "steps")
    form = f"course_steps_{course}"
    phone.choose(f"{form}_status", "COMPLETED")
    phone.app.checkbox(key=f"{form}_COMPLETED_{two}").uncheck()
    phone.press(f"{form}_save")
    assert phone.taps == 3
    found = {each.id: each.status for each in stored(TrainingEnrolment)}
    done, going = TrainingStatus.COMPLETED, TrainingStatus.ONGOING
    assert found == {one: done, two: going, far: going}
    phone.press("courses_undo")
    assert {each.status for each in stored(TrainingEnrolment)} == {going}


def test_nobody_has_left_until_a_tap_says_so_and_a_reason_is_asked(
    group: tuple[int, list[int]],
) -> None:
    course, (one, *_) = group
    phone, form = at(course, "steps"), f"course_steps_{course}"
    phone.choose(f"{form}_status", "DROPPED")
    assert phone.app.button(key=f"{form}_save").disabled
    phone.app.checkbox(key=f"{form}_DROPPED_{one}").check()
    phone.run()
    phone.press(f"{form}_save")
    assert i18n.t("training_form.reason") in phone.told_at_the_button(form)
    phone.choose(f"{form}_DROPPED_reason", "CARE")
    phone.press(f"{form}_save")
    assert [each.drop_reason for each in stored(TrainingEnrolment)] == ["CARE", None, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_agencys_people_are_a_number(
    group: tuple[int, list[int]], signed_in: SignedIn, language: str
) -> None:
    course, people = group
    phone = at(course, language=language)
    assert i18n.tn("courses.others", 1) in phone.said
    assert [phone.shows(f"courses_person_{each}") for each in people] == [True, True, False]
    signed_in(CAST.manager)
    seen = at(course, language=language)
    assert [seen.shows(f"courses_person_{each}") for each in people] == [True, True, True]
    # A manager marks nobody.
    assert not seen.shows(f"courses_part_{course}")
    far = a_course(agency_ids=[CAST.casablanca], submission_id="far")
    signed_in(CAST.agent_rabat)
    assert "Couture" not in at(far, language=language).said


@pytest.mark.long
def test_a_course_is_made_changed_and_cancelled(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    phone = at("new")
    phone.choose(f"{FORM}_type", "EN_CEF")
    phone.choose(f"{FORM}_centre", 2)
    phone.write(f"{FORM}_starts_on", f"{ago(3):%d/%m/%Y}")
    phone.press(f"{FORM}_submit")
    assert i18n.t("courses.places") in phone.told_at_the_button(FORM)
    phone.write(f"{FORM}_ends_on", f"{today() + timedelta(days=30):%d/%m/%Y}")
    phone.write(f"{FORM}_places", "12")
    phone.press(f"{FORM}_submit")
    (made,) = stored(Course)
    assert (made.places, made.starts_on) == (12, ago(3))
    phone = at(made.id)
    phone.app.toggle(key=f"courses_change_{made.id}").set_value(True)
    phone.run()
    phone.write(f"course_change_{made.id}_places", "15")
    phone.press(f"course_change_{made.id}_submit")
    phone.choose(f"course_cancel_{made.id}_reason", "FEW")
    phone.press(f"course_cancel_{made.id}_submit")
    (found,) = stored(Course)
    assert (found.places, found.cancel_reason) == (15, "FEW")
    listed = Phone(PAGE)
    assert not listed.shows(f"courses_line_{made.id}")
    listed.choose("courses_view", "over")
    listed.press(f"courses_open_{made.id}")
    said = "".join(each.value for each in listed.app.warning)
    assert i18n.t("courses.cancelled_on", day=today(), reason="Trop peu de personnes") == said


@pytest.mark.parametrize("by", [CAST.agent_rabat, CAST.manager])
def test_what_is_typed_of_a_new_course_is_there_again_and_goes_with_the_save(
    signed_in: SignedIn, by: int
) -> None:
    signed_in(by)
    phone = at("new")
    phone.choose(f"{FORM}_type", "EN_CEF")
    phone.write(f"{FORM}_title", "Couture")
    phone.write(f"{FORM}_starts_on", f"{ago(3):%d/%m/%Y}")
    phone.write(f"{FORM}_ends_on", f"{today() + timedelta(days=30):%d/%m/%Y}")
    phone.write(f"{FORM}_places", "12")
    if by == CAST.manager:
        phone.choose(f"{FORM}_agency_ids", CAST.rabat)
    phone.press(f"{FORM}_leave")
    assert phone.shows("courses_add")
    again = at("new")
    again.press(f"{FORM}_submit")
    (made,) = stored(Course)
    assert (made.title, made.places, made.starts_on) == ("Couture", 12, ago(3))
    assert stored(Draft) == []
    assert not at("new").app.text_input(key=f"{FORM}_places").value


def test_a_new_course_that_was_begun_waits_on_the_agents_day(signed_in: SignedIn) -> None:
    signed_in(CAST.agent_rabat)
    at("new").write(f"{FORM}_title", "Couture")
    day = Phone("work/my_day.py")
    day.press(f"day_draft_{FORM}")
    assert day.app.text_input(key=f"{FORM}_title").value == "Couture"


def test_marks_that_were_begun_are_there_again_and_what_others_marked_is_told(
    group: tuple[int, list[int]],
) -> None:
    course, (one, two, _) = group
    held = f"course_marks_{course}_{today().isoformat()}"
    at(course, "attendance").choose(f"{held}_{two}", "ABSENT")
    with writing() as session:
        session.add(
            Attendance(
                enrolment_id=two, day=today(), mark=AttendanceMark.EXCUSED, entered_by=CAST.closed
            )
        )
    day = Phone("work/my_day.py")
    assert (
        i18n.t("courses.part.attendance")
        in day.app.button(key=f"day_draft_course_marks_{course}").label
    )
    day.press(f"day_draft_course_marks_{course}")
    assert day.shows(f"{held}_{two}")
    # The course opens with what was begun.
    again = at(course)
    assert again.app.button_group(key=f"{held}_{two}").value == "ABSENT"
    throw = again.app.button(key=f"course_marks_{course}_throw_away")
    assert throw.label == i18n.t("draft.throw_away")
    again.press(f"course_marks_{course}_save")
    assert marks() == {two: "EXCUSED"}
    assert i18n.t("courses.mark.EXCUSED") in "".join(each.value for each in again.app.error)
    again.press(f"course_marks_{course}_save")
    assert marks() == {one: "PRESENT", two: "ABSENT"}
    assert stored(Draft) == []


def test_a_change_that_was_begun_is_there_again_and_takes_nothing_back_of_others(
    group: tuple[int, list[int]],
) -> None:
    course, _ = group
    form = f"course_change_{course}"
    with writing() as session:
        session.execute(
            sa.delete(CourseAgency).where(col(CourseAgency.agency_id) == CAST.casablanca)
        )
    phone = at(course)
    phone.app.toggle(key=f"courses_change_{course}").set_value(True)
    phone.run()
    assert stored(Draft) == []
    phone.write(f"{form}_places", "15")
    with writing() as session:
        session.get_one(Course, course).title = "Broderie"
    again = at(course)
    assert again.app.text_input(key=f"{form}_places").value == "15"
    again.press(f"{form}_submit")
    (found,) = stored(Course)
    assert (found.title, found.places) == ("Broderie", 3)
    assert "Broderie" in again.said
    again.press(f"{form}_submit")
    (found,) = stored(Course)
    assert (found.title, found.places) == ("Broderie", 15)
    assert stored(Draft) == []


def test_an_agency_that_was_added_meanwhile_is_named_and_stays(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    course = a_course(agency_ids=[CAST.rabat])
    form = f"course_change_{course}"
    phone = at(course)
    phone.app.toggle(key=f"courses_change_{course}").set_value(True)
    phone.run()
    phone.write(f"{form}_places", "15")
    with writing() as session:
        session.add(CourseAgency(course_id=course, agency_id=CAST.casablanca))
    again = at(course)
    again.press(f"{form}_submit")
    assert i18n.joined("Rabat", "Casablanca") in again.said
    again.press(f"{form}_submit")
    (found,) = stored(Course)
    assert found.places == 15
    assert {each.agency_id for each in stored(CourseAgency)} == {CAST.rabat, CAST.casablanca}


@pytest.mark.parametrize("account", [CAST.partner, CAST.closed, CAST.administrator])
def test_nobody_else_finds_the_list(signed_in: SignedIn, account: int) -> None:
    course = a_course()
    signed_in(account)
    assert "Couture" not in at(course).said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_enrolled_in_a_course_in_three_taps(seen: None, language: str) -> None:
    course = a_course()
    phone = Phone("work/record_training.py", language)
    phone.choose("training_case", PERSON)
    phone.choose("training_course", course)
    phone.press("training_save")
    assert phone.taps == 3
    (row,) = stored(TrainingEnrolment)
    # The course runs since a month; the person was first met three days ago.
    assert (row.course_id, row.type, row.starts_on) == (course, "EN_CEF", ago(3))
    said = phone.app.success[0].value
    assert "Couture" in said
    assert i18n.t("entry.saved_day", day=ago(3)) in said


def test_in_a_full_course_a_person_waits(seen: None) -> None:
    course = a_course(places="1")
    join(course, CAST.case_rabat_2)
    phone = Phone("work/record_training.py", course=str(course))
    phone.choose("training_case", PERSON)
    assert phone.app.button_group(key="training_status").value == "APPLIED"
    phone.choose("training_status", "ENROLLED")
    phone.press("training_save")
    with writing() as session:
        assert len(session.exec(select(TrainingEnrolment)).all()) == 1
    assert i18n.t("training_form.status") in phone.told_at_the_button("training")
    phone.choose("training_status", "APPLIED")
    phone.press("training_save")
    assert [each.status.value for each in stored(TrainingEnrolment)] == ["ONGOING", "APPLIED"]
