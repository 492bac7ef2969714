"""Courses of the list, and the people of the demo who attended them together.

Nobody is added: enrolments that are there are tied to courses, with a first day of their own and
the course's last one. It has dice of its own, so that all other rows stay as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import (
    BEFORE_THE_START,
    FINISHED_TRAINING,
    HOLDS_PLACE,
    AttendanceMark,
    TrainingStatus,
)
from db.models import (
    Attendance,
    Course,
    CourseAgency,
    Organisation,
    TrainingEnrolment,
    TrainingStep,
)
from seed_data.plan import Plan, at
from seed_data.store import Row, insert

#: Who begins within so many days of the first, in the same centre, attends the same course.
WINDOW_DAYS, LONGEST_DAYS, LEAST_PEOPLE = 120, 300, 3
#: On how many past weeks of a course that runs attendance was marked.
MARKED_WEEKS = 6
MANAGER = 5
TITLES = {
    "EN_CEF": ("Couture", "Pâtisserie", "Coiffure"),
    "EN_CFA": ("Cuisine", "Menuiserie aluminium"),
    "OFPPT": ("Électricité de bâtiment", "Service en restauration"),
    "CSO": ("Vente et caisse", "Aide à domicile"),
    "LANGUAGE": ("Darija, niveau 1", "Français, niveau A2"),
}
_MARKS = {AttendanceMark.PRESENT: 84, AttendanceMark.ABSENT: 9, AttendanceMark.EXCUSED: 7}
#: Centre, days until the first one, weeks, places, agencies, reason why cancelled.
Ahead = tuple[int, int, int, int, tuple[int, ...], str | None]
_TO_COME: tuple[Ahead, ...] = (
    (5, 16, 12, 12, (1, 2), None),
    (11, 24, 10, 10, (3, 4), None),
    (7, 30, 8, 8, (1, 2, 3, 4), "FEW"),
)


def fill(session: Session, plan: Plan) -> None:
    """The courses and who attends them, then steps of all enrolments, and who was there."""
    dice = random.Random(2023)
    groups = list(_groups(session, plan))
    for number, people in enumerate(groups, start=1):
        course = _course(dice, number, people)
        _add(session, course, {each.agency_id for each in people})
        for each in people:
            _attend(each, course)
    for number, ahead in enumerate(_TO_COME, start=len(groups) + 1):
        _add(session, _coming(session, plan, number, ahead), set(ahead[4]))
    session.flush()
    insert(session, TrainingStep, _steps(session))
    insert(session, Attendance, _marks(dice, plan, groups))


def first_steps(session: Session) -> None:
    """One step for each enrolment that has none: of a volume, whose history nobody reads."""
    table, step = TrainingEnrolment, TrainingStep
    columns = ("status", "status_on", "entered_by", "entered_at")
    rows = sa.select(col(table.id), *(col(getattr(table, name)) for name in columns))
    session.execute(sa.insert(step).from_select(["enrolment_id", *columns], rows))


def _steps(session: Session) -> Iterator[Row]:
    """Enrolled on the first day, and what came of it; an application is the only step so far."""
    order = (col(TrainingEnrolment.entered_at), col(TrainingEnrolment.id))
    for row in session.exec(select(TrainingEnrolment).order_by(*order)):
        is_first = row.status in (*BEFORE_THE_START, TrainingStatus.REJECTED)
        first = row.status if is_first else TrainingStatus.ENROLLED
        yield _step(row, first, row.status_on if is_first else row.starts_on, row.entered_at)
        if not is_first:
            later = max(row.entered_at, at(row.status_on, time(8)))
            yield _step(row, row.status, row.status_on, later)


def _step(row: TrainingEnrolment, status: TrainingStatus, on: date, moment: datetime) -> Row:
    return {
        "enrolment_id": row.id,
        "status": status,
        "status_on": on,
        "entered_by": row.entered_by,
        "entered_at": moment,
        "corrected_at": None,
    }


def _groups(session: Session, plan: Plan) -> Iterator[list[TrainingEnrolment]]:
    """Those who began in the same centre about the same time, where they are several: courses that
    are over, and others, so that nobody has finished one that goes on."""
    table = TrainingEnrolment
    query = select(table).where(
        col(table.centre_id).is_not(None), col(table.planned_end_on).is_not(None)
    )
    is_over = col(table.planned_end_on) <= plan.today
    order = (col(table.centre_id), is_over, col(table.starts_on), col(table.id))
    people: list[TrainingEnrolment] = []
    for row in session.exec(query.order_by(*order)):
        if people and not _fits(people[0], row, plan.today):
            yield from _several(people)
            people = []
        if _fits(people[0] if people else row, row, plan.today):
            people.append(row)
    yield from _several(people)


def _fits(first: TrainingEnrolment, row: TrainingEnrolment, today: date) -> bool:
    last = _last_day(row)
    return (
        row.centre_id == first.centre_id
        and (last <= today) == (_last_day(first) <= today)
        and row.starts_on <= first.starts_on + timedelta(days=WINDOW_DAYS)
        and last <= first.starts_on + timedelta(days=LONGEST_DAYS)
    )


def _last_day(row: TrainingEnrolment) -> date:
    return row.planned_end_on or row.starts_on


def _attend(row: TrainingEnrolment, course: Course) -> None:
    """The course's last day is that of everybody in it; whoever finished did so on that day."""
    row.course_id, row.planned_end_on = course.id, course.ends_on
    if row.status in FINISHED_TRAINING:
        row.status_on = course.ends_on


def _several(people: list[TrainingEnrolment]) -> Iterator[list[TrainingEnrolment]]:
    """Nobody is in a course twice."""
    once = list({each.case_id: each for each in people}.values())
    if len(once) >= LEAST_PEOPLE:
        yield once


def _course(dice: random.Random, number: int, people: Sequence[TrainingEnrolment]) -> Course:
    first = people[0]
    held = sum(each.status in HOLDS_PLACE for each in people)
    starts_on = min(each.starts_on for each in people)
    return Course(
        id=number,
        submission_id=f"demo-course-{number}",
        type=first.type,
        centre_id=first.centre_id,
        title=dice.choice(TITLES[first.type]),
        starts_on=starts_on,
        ends_on=max(map(_last_day, people)),
        places=max(held + dice.randint(0, 3), LEAST_PEOPLE),
        hours=dice.choice([None, 60, 120, 200]),
        measure="SCHOLAR" if first.type in ("EN_CEF", "EN_CFA") else None,
        made_by=MANAGER,
        made_at=at(starts_on - timedelta(days=20), time(10)),
    )


def _coming(session: Session, plan: Plan, number: int, ahead: Ahead) -> Course:
    centre, days, weeks, places, _, reason = ahead
    kind = session.get_one(Organisation, centre).training_type or ""
    starts_on = plan.today + timedelta(days=days)
    return Course(
        id=number,
        submission_id=f"demo-course-{number}",
        type=kind,
        centre_id=centre,
        title=TITLES[kind][-1],
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=weeks),
        places=places,
        cancelled_on=plan.today - timedelta(days=2) if reason else None,
        cancel_reason=reason,
        made_by=MANAGER,
        made_at=at(plan.today - timedelta(days=12), time(10)),
    )


def _add(session: Session, course: Course, agencies: set[int]) -> None:
    session.add(course)
    session.flush()
    session.add_all(CourseAgency(course_id=course.id, agency_id=each) for each in sorted(agencies))


def _marks(
    dice: random.Random, plan: Plan, groups: Sequence[Sequence[TrainingEnrolment]]
) -> Iterator[Row]:
    """Two days a week, of the courses in which somebody still is."""
    for people in groups:
        if not any(each.status is TrainingStatus.ONGOING for each in people):
            continue
        for back in range(MARKED_WEEKS * 7, 0, -1):
            day = plan.today - timedelta(days=back)
            if day.weekday() not in (1, 3):
                continue
            for each in people:
                if _is_there(each, day):
                    yield {
                        "enrolment_id": each.id,
                        "day": day,
                        "mark": dice.choices(list(_MARKS), list(_MARKS.values()))[0],
                        "entered_by": each.entered_by,
                        "entered_at": at(day, time(17)),
                    }


def _is_there(each: TrainingEnrolment, day: date) -> bool:
    """Whether somebody had a seat on a day, and their entry was made by then."""
    if each.status not in (TrainingStatus.ONGOING, TrainingStatus.DROPPED):
        return False
    last = each.status_on if each.status is TrainingStatus.DROPPED else each.planned_end_on
    return each.starts_on <= day <= (last or day)
