"""A figure beside its path, on rows counted by hand; days are told from today, which is any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from db.access.clock import today
from db.access.viewer import Viewer, viewer_of
from db.errors import NotAllowed
from db.inputs.indicators import PlaceFilter
from db.inputs.results import ResultFilter
from db.measures.indicator import NO_WAVE
from db.measures.paths import State
from db.measures.targets import followed, periods, series, with_target
from db.models import IndicatorBaseline, IndicatorTarget, Programme
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

pytestmark = POSTGRESQL_AT_LENGTH


class Promise:
    """What is promised of one indicator: a baseline 100 days ago, and targets."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self.session, self.stage = session, stage

    def ago(self, days: int) -> date:
        return today(self.session) - timedelta(days=days)

    def base(self, code: str, value: float, agency: int | None = CAST.rabat) -> None:
        self.session.add(
            IndicatorBaseline(indicator=code, agency_id=agency, value=value,
                              on_day=self.ago(100), source="Registre")
        )  # fmt: skip
        self.session.flush()

    def target(self, code: str, ago: int, value: float, agency: int | None = CAST.rabat) -> None:
        self.session.add(
            IndicatorTarget(indicator=code, agency_id=agency, due_on=self.ago(ago), value=value,
                            version_id=1)
        )  # fmt: skip
        self.session.flush()

    def asked(self, code: str, agency: int | None = CAST.rabat) -> PlaceFilter:
        return PlaceFilter(code, agency, today(self.session))

    def registered(self, *days: int, agency: int = CAST.rabat) -> None:
        for each in days:
            self.stage.met(self.stage.case(agency), self.ago(each), "REGISTRATION", agency=agency)


@pytest.fixture
def promise(session: Session, stage: Stage) -> Promise:
    return Promise(session, stage)


def test_a_count_is_counted_since_its_baseline_which_is_added(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    """20 stood there; 30 are wanted 100 days later, 40 in 100 more: 30 is the path today. Four
    people since; one on the baseline's own day and one elsewhere are none of them.
    """
    promise.base("IR2.1", 20)
    promise.target("IR2.1", -100, 40)
    promise.registered(100, 99, 40, 10, 0)
    promise.registered(10, agency=CAST.casablanca)
    found = followed(session, promise.asked("IR2.1"), viewer=manager)
    told = found.standing
    assert found.value.value == 4
    assert [told.current, told.expected] == pytest.approx([24, 30])
    assert [told.progress, told.expected_progress] == pytest.approx([0.2, 0.5])
    assert told.state is State.BEHIND


def test_a_count_without_a_stated_baseline_begins_at_nought_with_the_programme(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.target("IR2.1", -1, 3)
    promise.registered(300, 200, 5)
    found = followed(session, promise.asked("IR2.1"), viewer=manager)
    starts_on = session.get_one(Programme, 1).starts_on
    assert found.since == starts_on
    assert found.path is not None
    assert found.path.baseline == (starts_on - timedelta(days=1), 0)
    assert found.standing.state is State.ON_PATH


def test_before_its_baseline_nothing_was_promised(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.base("IR2.1", 20)
    promise.target("IR2.1", -100, 40)

    def at(ago: int) -> bool:
        wanted = PlaceFilter("IR2.1", CAST.rabat, promise.ago(ago))
        return followed(session, wanted, viewer=manager).begins_later

    assert [at(101), at(100), at(0)] == [True, False, False]
    assert not followed(session, promise.asked("IR2.3"), viewer=manager).begins_later


def test_a_share_without_a_baseline_has_no_path(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.target("IR2.2", -100, 0.8)
    found = followed(session, promise.asked("IR2.2"), viewer=manager)
    assert (found.path, found.has_targets, found.standing.state) == (None, True, State.NO_BASELINE)


def test_a_share_is_that_of_its_period(
    session: Session, manager: Viewer, promise: Promise, stage: Stage
) -> None:
    """Nobody of five registered before the target of 50 days ago; all 40 did after it."""
    promise.base("IR2.2", 0.5)
    promise.target("IR2.2", 50, 0.6)
    promise.target("IR2.2", -100, 0.7)
    for _ in range(5):
        stage.met(stage.case(), promise.ago(80))
    for _ in range(40):
        case = stage.case()
        stage.met(case, promise.ago(45))
        stage.met(case, promise.ago(40), "REGISTRATION")
    found = followed(session, promise.asked("IR2.2"), viewer=manager)
    assert (found.value.numerator, found.value.denominator) == (40, 40)
    assert found.since == promise.ago(49)
    # A third of the way from 0.6 to 0.7 is expected.
    assert found.standing.expected == pytest.approx(0.6 + 0.1 / 3)
    assert found.standing.state is State.AHEAD
    first, second = periods(session, promise.asked("IR2.2"), viewer=manager)
    assert first.value is not None
    assert second.value is not None
    assert (first.value.numerator, first.value.denominator) == (0, 5)
    assert (first.start, second.start) == (promise.ago(99), promise.ago(49))
    assert (second.value.value, second.alone) == (1.0, None)


def test_periods_say_what_each_adds_and_those_ahead_say_nothing(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.base("IR2.1", 0)
    for ago, value in ((60, 2), (-30, 5), (-200, 9)):
        promise.target("IR2.1", ago, value)
    promise.registered(90, 70, 10)
    past, running, ahead = periods(session, promise.asked("IR2.1"), viewer=manager)
    assert past.standing is not None
    assert (past.standing.current, past.standing.state) == (2, State.ON_PATH)
    assert (past.alone, running.alone) == (2, 1)
    assert running.standing is not None
    assert running.standing.current == 3
    assert (ahead.standing, ahead.value) == (None, None)
    assert {each.version for each in (past, running, ahead)} == {1}


def test_a_wave_before_a_period_says_nothing_of_it(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.base("TR.1", 0.5)
    promise.target("TR.1", -30, 0.6)
    (only,) = periods(session, promise.asked("TR.1"), viewer=manager)
    assert only.value is not None
    assert (only.value.missing, only.standing and only.standing.state) == (NO_WAVE, State.NO_DATA)


def test_the_line_ends_today_with_the_baseline_in_it(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.base("IR2.1", 20)
    promise.target("IR2.1", -100, 40)
    promise.registered(99, 0)
    line = series(session, promise.asked("IR2.1"), viewer=manager)
    assert [day for day, _ in line] == sorted({day for day, _ in line})
    assert (line[-1][0], line[-1][1].value) == (today(session), 22)
    assert all(day > promise.ago(100) for day, _ in line)
    assert {each.value for _, each in line[:-1]} == {21}


def test_the_programme_has_targets_of_its_own(
    session: Session, manager: Viewer, promise: Promise
) -> None:
    promise.base("IR2.1", 0, None)
    promise.target("IR2.1", 0, 4, None)
    promise.target("IR2.1", 0, 100)
    promise.registered(9, 8)
    promise.registered(9, 8, agency=CAST.casablanca)
    found = followed(session, promise.asked("IR2.1", None), viewer=manager)
    assert (found.standing.current, found.standing.state) == (4, State.ON_PATH)


def test_an_agent_follows_their_own_agency_and_no_other_and_no_whole(session: Session) -> None:
    agent, day = viewer_of(session, CAST.agent_rabat), today(session)
    followed(session, PlaceFilter("IR2.1", CAST.rabat, day), viewer=agent)
    for elsewhere in (CAST.casablanca, None):
        for read in (followed, periods, series):
            with pytest.raises(NotAllowed):
                read(session, PlaceFilter("IR2.1", elsewhere, day), viewer=agent)


def test_where_targets_are_set_is_told_of_ones_own_agencies(
    session: Session, promise: Promise
) -> None:
    promise.target("IR2.1", 0, 50)
    promise.target("IR2.1", 10, 40)
    promise.target("SO.1", 0, 5, agency=CAST.casablanca)
    promise.target("SO.1", 0, 5, agency=None)
    wanted = ResultFilter(promise.ago(9), promise.ago(0))
    every = with_target(session, wanted, viewer=viewer_of(session, CAST.manager))
    assert every == {("IR2.1", CAST.rabat), ("SO.1", CAST.casablanca)}
    own = with_target(session, wanted, viewer=viewer_of(session, CAST.agent_rabat))
    assert own == {("IR2.1", CAST.rabat)}
