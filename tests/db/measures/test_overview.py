"""Headline figures: twelve whole months of history, and like compared with like."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer, viewer_of
from db.measures import overview
from db.store.engine import reading
from tests.cast import CAST
from tests.db.measures.events import Stage, period
from tests.statements import noted, selects

DAY = timedelta(days=1)
#: Who looks, the zone, people, who moves, postings, cohorts, who came after either period, who came
#: together, and whether there are other agencies.
MOST = 10


@pytest.mark.fault("T2")
@pytest.mark.fault("T9")
def test_the_month_that_runs_is_no_point_of_a_line(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    day = today(session)
    last_month = day.replace(day=1) - DAY
    stage.met(stage.case(), last_month)
    for end in (day, day + 200 * DAY):
        wanted = period(day - 20 * DAY, end)
        found = overview.figures(session, wanted, viewer=manager)
        assert {len(each.series) for each in found.values()} == {12}
        assert found["people_seen"].series[-1] == 1


@pytest.mark.fault("T2")
def test_what_has_come_of_a_period_is_compared_with_as_many_days(
    stage: Stage, session: Session, manager: Viewer
) -> None:
    day = today(session)
    start = day - 9 * DAY
    stage.met(stage.case(), day)
    for ago in (10, 19, 20):
        stage.met(stage.case(), day - ago * DAY)
    planned = stage.case()
    stage.course(planned, day + DAY)
    found = overview.figures(session, period(start, day + 90 * DAY), viewer=manager)
    seen, enrolled = found["people_seen"], found["enrolled"]
    assert seen.before is not None and seen.so_far is not None and enrolled.so_far is not None
    assert (seen.now.n, seen.so_far.n, seen.before.n) == (1, 1, 2)
    assert (enrolled.now.n, enrolled.so_far.n) == (0, 0)


@pytest.mark.fault("T2")
def test_a_period_that_has_not_begun_has_nothing_to_compare(
    session: Session, manager: Viewer
) -> None:
    day = today(session)
    found = overview.figures(session, period(day + DAY, day + 9 * DAY), viewer=manager)
    assert all(each.before is None and each.so_far is None for each in found.values())
    assert found["agents_in_post"].now.value is None


def test_all_headlines_and_their_year_are_asked_for_with_few_statements(
    database: sa.Engine,
) -> None:
    with noted(database) as statements, reading() as session:
        wanted = period(today(session) - 365 * DAY, today(session))
        overview.figures(session, wanted, viewer=viewer_of(session, CAST.manager))
    assert selects(statements) <= MOST
