"""Enrolments are places in a course; completion is asked once its planned end has passed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import TrainingStatus
from db.measures import training
from tests.db.measures.events import Stage, period

MAY = period(date(2026, 5, 1), date(2026, 5, 31))


@pytest.mark.parametrize(
    ("status", "counted"),
    [(each, each.value not in {"APPLIED", "REJECTED"}) for each in TrainingStatus],
)
def test_an_application_is_no_enrolment(
    stage: Stage, session: Session, manager: Viewer, status: TrainingStatus, counted: bool
) -> None:
    more: dict[str, Any] = {"drop_reason": "WORK"} if status is TrainingStatus.DROPPED else {}
    stage.course(stage.case(), date(2026, 5, 4), status=status, **more)
    assert training.enrolled(session, MAY, viewer=manager).value == counted
    rows = training.by_kind(session, MAY, viewer=manager)
    assert list(rows["status"]) == [status.value]


def test_persons_count_once_and_courses_each(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    case = stage.case()
    stage.course(case, date(2026, 5, 4))
    stage.course(case, date(2026, 5, 20))
    assert training.enrolled(session, MAY, viewer=manager).value == 1
    rows = training.enrolments_by_month(session, MAY, viewer=manager)
    assert (rows["events"].sum(), rows["persons"].sum()) == (2, 1)


def test_completion_leaves_out_courses_that_still_run(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    day = today(session)
    wanted = period(day - timedelta(days=90), day)
    begun = day - timedelta(days=60)
    over, running = day - timedelta(days=1), day
    stage.course(stage.case(), begun, status=TrainingStatus.CERTIFIED, planned_end_on=over)
    stage.course(stage.case(), begun, status=TrainingStatus.ONGOING, planned_end_on=over)
    stage.course(stage.case(), begun, status=TrainingStatus.COMPLETED, planned_end_on=running)
    found = training.completion(session, wanted, viewer=manager)
    assert (found.numerator, found.denominator) == (1, 2)


def test_without_a_course_there_is_no_share(session: Session, manager: Viewer) -> None:
    assert training.completion(session, MAY, viewer=manager).value is None


@pytest.mark.fault("T15")
def test_a_course_counts_by_its_first_day_and_never_without_a_planned_end(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    done: dict[str, Any] = {"status": TrainingStatus.COMPLETED}
    stage.course(stage.case(), date(2026, 6, 10), planned_end_on=date(2026, 9, 10), **done)
    stage.course(stage.case(), date(2026, 6, 10), planned_end_on=None, **done)
    quarters = [
        period(date(2026, 4, 1), date(2026, 6, 30)),
        period(date(2026, 7, 1), date(2026, 9, 30)),
    ]
    told = [training.completion(session, each, viewer=manager) for each in quarters]
    assert [(each.numerator, each.denominator) for each in told] == [(1, 1), (0, 0)]
