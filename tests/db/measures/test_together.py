"""What classes and group sessions add to the variance of a count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.viewer import Viewer
from db.codes import Sex
from db.measures import overview, tallied, together
from db.statistics import trend
from tests.cast import CAST
from tests.db.measures.events import Stage, period

APRIL = period(date(2026, 4, 1), date(2026, 4, 30))
DAY = date(2026, 4, 9)


def a_class(stage: Stage, day: date, people: int, agency: int = CAST.rabat, **more: object) -> None:
    for _ in range(people):
        stage.course(stage.case(agency), day, agency, **more)


def a_session(stage: Stage, day: date, people: list[int], agency: int = CAST.rabat) -> None:
    held = stage.met(None, day, "INFO_SESSION", agency, heads=(12, 0, 0))
    for case in people:
        stage.met(case, day, "INFO_SESSION", agency, group_id=held.id)


@pytest.fixture(params=["counts", "rows"])
def _told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By kept counts, and by rows."""
    if request.param == "rows":
        monkeypatch.setattr(tallied, "answers", lambda _wanted: False)


pytestmark = pytest.mark.usefixtures("_told")


def test_a_class_is_who_begins_at_one_centre_on_one_day(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    a_class(stage, DAY, 3, centre_id=1)
    a_class(stage, DAY, 2, CAST.casablanca, centre_id=1)
    a_class(stage, DAY, 1, centre_id=2)
    a_class(stage, DAY + timedelta(days=1), 2, centre_id=1)
    assert together.classes(session, APRIL, viewer=manager) == 5 * 4 + 0 + 2 * 1
    apart = together.classes_by_agency(session, APRIL, viewer=manager)
    assert apart == {CAST.rabat: 3 * 2 + 2 * 1, CAST.casablanca: 2 * 1}


def test_without_a_centre_a_class_is_of_its_agency(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    a_class(stage, DAY, 3, centre_id=None)
    a_class(stage, DAY, 2, CAST.casablanca, centre_id=None)
    assert together.classes(session, APRIL, viewer=manager) == 3 * 2 + 2 * 1


def test_a_group_is_who_is_first_seen_at_a_session(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    people = [stage.case() for _ in range(5)]
    stage.met(people[0], DAY - timedelta(days=1))
    stage.met(people[1], DAY - timedelta(days=60))
    stage.met(people[2], DAY)
    a_session(stage, DAY, people)
    a_session(stage, DAY + timedelta(days=3), people)
    stage.met(stage.case(), DAY)
    seen = together.groups(session, APRIL, viewer=manager)
    assert seen == 4 * 3, "one came the day before"
    first = together.first_groups_by_agency(session, APRIL, viewer=manager)
    assert first == {CAST.rabat: 3 * 2}, "one came in February"


def test_a_period_may_begin_within_a_month(stage: Stage, session: Session, manager: Viewer) -> None:
    people = [stage.case() for _ in range(3)]
    a_session(stage, date(2026, 4, 3), people)
    a_session(stage, date(2026, 4, 20), people)
    late = period(date(2026, 4, 10), date(2026, 4, 30))
    assert together.groups(session, late, viewer=manager) == 3 * 2
    assert together.first_groups_by_agency(session, late, viewer=manager) == {}


def test_a_filter_by_sex_leaves_the_smaller_class(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    a_class(stage, DAY, 3, centre_id=1)
    a_session(stage, DAY, [stage.case() for _ in range(3)])
    man = stage.case(sex=Sex.MAN)
    stage.course(man, DAY, centre_id=1)
    a_session(stage, DAY, [man])
    for sex, added in (("F", 3 * 2), ("M", 0)):
        wanted = period(APRIL.start, APRIL.end, sexes=[sex])
        assert together.classes(session, wanted, viewer=manager) == added
        assert together.groups(session, wanted, viewer=manager) == added
    assert together.classes(session, APRIL, viewer=manager) == 4 * 3
    assert together.groups(session, APRIL, viewer=manager) == 4 * 3


def test_three_courses_against_one_are_no_rise(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    for day in (2, 9, 16):
        a_class(stage, date(2026, 4, day), 12, centre_id=1)
        a_session(stage, date(2026, 4, day), [stage.case() for _ in range(12)])
    a_class(stage, date(2026, 3, 2), 12, centre_id=1)
    a_session(stage, date(2026, 3, 2), [stage.case() for _ in range(12)])
    found = overview.figures(session, APRIL, viewer=manager)
    for name in ("enrolled", "people_seen"):
        told = found[name]
        assert (told.now.n, told.before.n if told.before else 0) == (36, 12)
        assert told.together == 4 * 12 * 11
        assert trend(36, 12, spread=48 + told.together) == "steady"


def test_where_no_change_would_be_called_it_is_not_asked_who_came_together(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    for month in (3, 4):
        a_class(stage, date(2026, month, 2), 12, centre_id=1)
        a_session(stage, date(2026, month, 2), [stage.case() for _ in range(12)])
    found = overview.figures(session, APRIL, viewer=manager)
    assert [found[name].together for name in ("enrolled", "people_seen")] == [0, 0]
