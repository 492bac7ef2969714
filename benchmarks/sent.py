"""What ``python -m seed_data --demo --cases`` leaves out: a referral of each person, courses that
people attend together or are to begin, and who was at group sessions. For measuring only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from benchmarks.crowd import REASONS, everybody
from db.codes import ReferralStatus
from db.derived import tallies
from db.models import (
    Account,
    Agency,
    Case,
    Course,
    CourseAgency,
    Intervention,
    Referral,
    TrainingEnrolment,
)
from seed_data.plan import present_day
from seed_data.store import Row, insert, restart_sequences

SEED = 2019
#: Organisations that answer, by the ids of the demo, and how many people there are for one course.
PLACES, PEOPLE_A_COURSE = 5, 11
ANSWERS = (
    *(ReferralStatus.SERVED,) * 4,
    *(ReferralStatus.NO_SHOW, ReferralStatus.REFUSED, ReferralStatus.NO_REPLY),
)
#: One act in so many was at a group session, and one course in so many begins in a few days.
NAMED, PLANNED, AHEAD = 10, 400, 9
#: The last days on which no answer has come yet, and the latest answer.
RECENT, LATEST = 20, 45


def fill(session: Session) -> None:
    """All of it, the same for the same cases, with what follows from it."""
    dice = Random(SEED)
    cases = everybody(session)
    agencies = sorted(session.exec(select(Agency.id)))
    insert(session, Referral, _sent(dice, cases, agencies))
    courses = len(cases) // PEOPLE_A_COURSE + 1
    insert(session, Course, _courses(session, dice, courses))
    insert(session, CourseAgency, _senders(courses, agencies))
    session.execute(
        sa.update(TrainingEnrolment).values(course_id=col(TrainingEnrolment.id) % courses + 1)
    )
    _together(session)
    restart_sequences(session)
    tallies.rebuild(session)


def _together(session: Session) -> None:
    """One session for all, since no measure asks which it was: the first act becomes it, for a
    session has a lower id than whoever was there."""
    held = session.exec(select(Intervention).order_by(col(Intervention.id)).limit(1)).one()
    held.case_id, held.type = None, "INFO_SESSION"
    held.women, held.men, held.other = 12, 0, 0
    session.flush()
    acts, courses = sa.update(Intervention), sa.update(TrainingEnrolment)
    was_there = col(Intervention.id) % NAMED == 0, col(Intervention.case_id).is_not(None)
    session.execute(acts.where(*was_there).values(group_id=held.id))
    begins = {"starts_on": present_day() + timedelta(days=AHEAD), "planned_end_on": None}
    session.execute(courses.where(col(TrainingEnrolment.id) % PLANNED == 0).values(begins))


def _sent(dice: Random, cases: Sequence[sa.Row[Any]], agencies: list[int]) -> Iterator[Row]:
    """To another agency, those for work; to an organisation, all others."""
    today = present_day()
    for case in cases:
        day = min(case.opened_on + timedelta(days=dice.randint(0, 90)), today)
        reason, status = dice.choice(REASONS), dice.choice(ANSWERS)
        if (today - day).days < RECENT:
            status = ReferralStatus.SENT
        is_silent = status in (ReferralStatus.SENT, ReferralStatus.NO_REPLY)
        after = None if is_silent else dice.randint(1, min(LATEST, (today - day).days))
        other = dice.choice([each for each in agencies if each != case.agency_id])
        yield {
            "agency_id": case.agency_id,
            "entered_at": datetime.combine(day, time(10), UTC),
            "entered_by": case.opened_by,
            "submission_id": f"sent-{case.id}",
            "position": 0,
            "case_id": case.id,
            "type": reason,
            "organisation_id": None if reason == "WORK" else dice.randint(1, PLACES),
            "to_agency_id": other if reason == "WORK" else None,
            "may_share": dice.random() < 0.9,
            "sent_on": day,
            "status": status,
            "status_on": day + timedelta(days=after or 0),
            "refusal_reason": "FULL" if status is ReferralStatus.REFUSED else None,
            "answered_after": after,
        }


def _courses(session: Session, dice: Random, number: int) -> Iterator[Row]:
    maker = session.exec(select(Account.id).order_by(col(Account.id)).limit(1)).one()
    first = session.exec(select(sa.func.min(col(Case.opened_on)))).one()
    days = (present_day() - first).days
    for course in range(1, number + 1):
        begun = first + timedelta(days=dice.randint(0, days))
        yield {
            "id": course,
            "submission_id": f"course-{course}",
            "type": "EN_CEF",
            "title": f"Groupe {course}",
            "centre_id": dice.randint(1, PLACES),
            "starts_on": begun,
            "ends_on": begun + timedelta(days=dice.randint(5, 120)),
            "places": dice.randint(8, 25),
            "made_by": maker,
            "made_at": datetime.combine(begun, time(9), UTC),
        }


def _senders(courses: int, agencies: list[int]) -> Iterator[Row]:
    """Each is open to three agencies."""
    for course in range(1, courses + 1):
        for step in range(3):
            agency = agencies[(course + 7 * step) % len(agencies)]
            yield {"course_id": course, "agency_id": agency}
