"""The score of a month: four shares counted by hand, and their mean."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import time_zone
from db.codes import RetentionStatus
from db.inputs.dates import months_after
from db.inputs.results import ResultFilter
from db.measures import checks
from db.models.base import now
from db.queries.quality_score import CHECK_DAYS, Part, Share, overdue_checks, quality, score_of
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

RABAT = frozenset({CAST.rabat})


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def the_month() -> date:
    return months_after(ago(0), -3).replace(day=1)


def share(part: Part, good: int, every: int) -> Share:
    return Share(agency_id=1, month=date(2026, 1, 1), part=part, good=good, all=every)


def test_a_score_is_the_mean_of_the_parts_that_say_something() -> None:
    found = score_of(
        [
            share(Part.IN_TIME, 60, 80),
            share(Part.IN_TIME, 15, 20),
            share(Part.WEEKS, 1, 2),
            share(Part.CHECKS, 0, 0),
        ]
    )
    assert found.value == 62.5
    assert found.parts == {Part.IN_TIME: (75, 100), Part.WEEKS: (1, 2)}


def test_of_nothing_there_is_no_score() -> None:
    assert score_of([]).value is None
    assert score_of([share(Part.CHECKS, 0, 0)]).value is None


@POSTGRESQL_AT_LENGTH
def test_a_month_counted_by_hand(session: Session, stage: Stage) -> None:
    month = the_month()
    monday = month + timedelta(days=-month.weekday() % 7)
    case = stage.case()
    noon = datetime.combine(monday, datetime.min.time(), time_zone(session))
    for waited in (0, 3, 8):
        stage.met(case, monday, entered_at=noon + timedelta(days=waited, hours=12))
    # A job that began before the person was ever seen: the one doubt of four entries.
    stage.work(stage.case(), monday)
    for answered in (True, True, False):
        early = stage.work(case, months_after(monday, -4), entered_at=noon)
        done = {"done_on": monday, "status": RetentionStatus.SAME} if answered else {}
        stage.check(early, 3, month, **done)
    wanted = ResultFilter(month, months_after(month, 1) - timedelta(days=1), RABAT)
    found = quality(session, wanted, viewer=CAST.viewer(session, CAST.manager)).shares
    parts = score_of(found).parts
    weeks = sum((month + timedelta(days=each)).weekday() == 0 for each in range(_length(month)))
    assert parts == {
        Part.IN_TIME: (2, 3),
        Part.WEEKS: (1, weeks),
        Part.FREE_OF_DOUBT: (3, 4),
        Part.CHECKS: (2, 3),
    }
    assert {each.month for each in found} == {month}


@pytest.mark.parametrize("weekday", range(7))
def test_the_weeks_told_to_be_empty_are_those_that_the_score_counts(
    session: Session, weekday: int
) -> None:
    start = ago(60) + timedelta(days=weekday)
    wanted = ResultFilter(start, ago(0), RABAT)
    found = quality(session, wanted, viewer=CAST.viewer(session, CAST.manager))
    _, every = score_of(found.shares).parts[Part.WEEKS]
    assert sum(week.is_gap for week in found.weeks) == every > 0


def _length(month: date) -> int:
    return (months_after(month, 1) - month).days


@POSTGRESQL_AT_LENGTH
def test_a_check_counts_once_its_time_is_over_as_everywhere(session: Session, stage: Stage) -> None:
    """The same checks are overdue here and on the page of placements."""
    assert timedelta(days=CHECK_DAYS) == checks.OVERDUE_AFTER
    work = stage.work(stage.case(), ago(400))
    stage.check(work, 3, ago(CHECK_DAYS))
    stage.check(work, 6, ago(CHECK_DAYS + 1))
    other = stage.work(stage.case(), ago(400))
    stage.check(other, 6, ago(200), cancelled_at=now())
    stage.check(stage.work(stage.case(), ago(400), voided_at=now()), 6, ago(200))
    wanted = ResultFilter(ago(500), ago(0))
    viewer = CAST.viewer(session, CAST.manager)
    assert overdue_checks(session, wanted, viewer=viewer) == {CAST.rabat: 1}
    own = CAST.viewer(session, CAST.agent_casablanca)
    assert overdue_checks(session, wanted, viewer=own) == {}


@POSTGRESQL_AT_LENGTH
def test_an_entry_that_two_rules_find_is_one_entry(session: Session, stage: Stage) -> None:
    month = the_month()
    # Begun before any contact, and of more hours than a week has for it.
    stage.work(stage.case(), month, hours_per_week=61)
    case = stage.case()
    stage.met(case, month)
    stage.work(case, month)
    wanted = ResultFilter(month, months_after(month, 1) - timedelta(days=1), RABAT)
    found = quality(session, wanted, viewer=CAST.viewer(session, CAST.manager)).shares
    assert score_of(found).parts[Part.FREE_OF_DOUBT] == (2, 3)
