"""Who is followed to work, until when, and what came first: by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer
from db.codes import OutcomeType, RetentionStatus, Sex
from db.inputs.results import ResultFilter
from db.measures import time_to_work
from db.measures.time_to_work import Curves
from db.models import Case
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH
MET = date(2025, 1, 10)


def later(days: int) -> date:
    return MET + timedelta(days=days)


def asked(session: Session, viewer: Viewer, **cut: frozenset[str]) -> ResultFilter:
    return ResultFilter(MET - timedelta(days=9), today(session), frozenset({CAST.rabat}), **cut)


def to_work(session: Session, viewer: Viewer, **cut: frozenset[str]) -> Curves:
    return time_to_work.to_work(session, asked(session, viewer, **cut), viewer=viewer)


def told(found: Curves, name: str, month: int) -> float:
    return found.curves[name].points[month].probability


def crowd(stage: Stage, persons: int) -> list[int]:
    cases = [stage.case() for _ in range(persons)]
    for case in cases:
        stage.met(case, MET)
    return cases


def test_leaving_first_is_no_waiting(stage: Stage, session: Session, manager: Viewer) -> None:
    """Of 20, five left after 20 days and five began after 40: a quarter began, and not the third
    that Kaplan and Meier's would make of it."""
    cases = crowd(stage, 20)
    for case in cases[:5]:
        gone = session.get_one(Case, case)
        gone.closed_on, gone.close_reason = later(20), "LEFT"
    for case in cases[5:10]:
        stage.work(case, later(40))
    found = to_work(session, manager)
    assert found.followed == 20 and found.curves["WAGE"].events == 5
    assert [told(found, "WAGE", month) for month in (1, 2, 12)] == pytest.approx([0, 0.25, 0.25])


def test_each_kind_is_told_by_itself_and_none_bars_another(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    """An internship does not end the way to wage work."""
    cases = crowd(stage, 20)
    for case in cases[:4]:
        stage.work(case, later(20), OutcomeType.INTERN)
        stage.work(case, later(200))
    found = to_work(session, manager)
    assert {name: curve.events for name, curve in found.curves.items()} == {
        "WAGE": 4,
        "INTERN": 4,
        "APPRENT": 0,
        "SELF": 0,
    }
    assert told(found, "INTERN", 1) == told(found, "WAGE", 7) == pytest.approx(0.2)
    assert found.curves["APPRENT"].points == ()


def test_only_the_first_day_since_they_were_met_counts(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    cases = crowd(stage, 20)
    stage.work(cases[0], later(-5))
    stage.work(cases[1], later(10))
    stage.work(cases[1], later(50))
    stage.work(cases[2], later(10), voided_at=stage.met(cases[2], MET).entered_at)
    assert to_work(session, manager).curves["WAGE"].events == 1


def test_work_after_a_closing_is_not_seen(stage: Stage, session: Session, manager: Viewer) -> None:
    """And on the same day it comes first: people are closed because they found work."""
    cases = crowd(stage, 20)
    for case, closed_on in ((cases[0], later(10)), (cases[1], later(30))):
        stage.work(case, later(30))
        closed = session.get_one(Case, case)
        closed.closed_on, closed.close_reason = closed_on, "PLACED"
    assert to_work(session, manager).curves["WAGE"].events == 1


def test_leaving_that_a_check_learned_of_ends_the_waiting_for_other_work(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    cases = crowd(stage, 20)
    internship = stage.work(cases[0], later(5), OutcomeType.INTERN)
    gone = {"done_on": later(100), "status": RetentionStatus.LEFT}
    stage.check(internship, 3, later(95), **gone)
    stage.work(cases[0], later(200))
    found = to_work(session, manager)
    assert (found.curves["INTERN"].events, found.curves["WAGE"].events) == (1, 0)


def test_a_filter_by_sex_takes_such_persons(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    crowd(stage, 4)
    man = stage.case(sex=Sex.MAN)
    stage.met(man, MET)
    assert to_work(session, manager, sexes=frozenset({"M"})).followed == 1
