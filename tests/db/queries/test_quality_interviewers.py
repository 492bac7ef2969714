"""The interviewer's effect on trust: a worked example, and what is never told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from db.access.clock import time_zone
from db.codes import TrustMode
from db.inputs.results import ResultFilter
from db.models import TrustResponse, TrustWave
from db.queries.quality_interviewers import FLOOR, between, comparable, effects
from tests.cast import CAST, ago
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

#: Dyestuff (Davies and Goldsmith, Statistical Methods in Research and Production, table 6.1; as
#: ``Dyestuff`` of R's lme4): yield of six batches of five.
DYESTUFF = (
    (1545, 1440, 1440, 1520, 1580),
    (1540, 1555, 1490, 1560, 1495),
    (1595, 1550, 1605, 1510, 1560),
    (1445, 1440, 1595, 1465, 1545),
    (1595, 1630, 1515, 1635, 1625),
    (1520, 1455, 1450, 1480, 1445),
)


def test_the_share_of_a_worked_example() -> None:
    """Between batches 1764.05, within 2451.25 (lme4's documentation, by REML; a balanced design has
    the same by the analysis of variance): 1764.05 / 4215.30."""
    share, is_chance = between({1: dict(enumerate(DYESTUFF))})
    assert share == pytest.approx(1764.05 / 4215.30, abs=1e-6)
    assert not is_chance


def test_differences_between_agencies_are_no_interviewers_effect() -> None:
    low, high = {1: [4, 5, 6] * 4, 2: [4, 5, 6] * 4}, {3: [8, 9, 10] * 4, 4: [8, 9, 10] * 4}
    assert between({1: low, 2: high}) == (0.0, True)


def test_an_interviewer_of_few_and_one_alone_in_an_agency_are_left_out() -> None:
    enough, few = [5] * FLOOR, [5] * (FLOOR - 1)
    assert comparable({1: {1: enough, 2: few}, 2: {1: enough, 2: enough, 3: few}}) == {
        2: {1: enough, 2: enough}
    }


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def asked(stage: Stage, count: int, who: int, answer: int, **more: Any) -> None:
    values: dict[str, Any] = {
        "mode": TrustMode.INT_EXT,
        "interviewer_id": who,
        "t1": answer,
        "stored": ago(10),
    }
    stage.answers(count, **(values | more))


def over(session: Session, ends_on: date | None = None) -> None:
    session.get_one(TrustWave, CAST.wave).ends_on = ends_on or ago(2)
    session.flush()


def wanted() -> ResultFilter:
    return ResultFilter(ago(90), ago(0))


def two_interviewers(stage: Stage) -> None:
    for who, answers in ((CAST.manager, (2, 4)), (CAST.agent_casablanca, (6, 8))):
        for answer in answers:
            asked(stage, FLOOR, who, answer)


@POSTGRESQL_AT_LENGTH
def test_a_wave_that_is_over_is_told_to_a_manager(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    over(session)
    (found,) = effects(session, wanted(), viewer=CAST.viewer(session, CAST.manager))
    assert (found.wave, found.answers, found.interviewers, found.is_chance) == (1, 40, 2, False)
    # By hand: means 3 and 7, 20 each; between 160 / 1, within 40 / 38; (160 - w) / (160 + 19 w).
    within = 40 / 38
    exact = (160 - within) / (160 + 19 * within)
    assert found.share == pytest.approx(round(exact * 20) / 20) != exact


@POSTGRESQL_AT_LENGTH
def test_how_many_answered_is_told_in_tens(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    asked(stage, 9, CAST.manager, 2)
    over(session)
    (found,) = effects(session, wanted(), viewer=CAST.viewer(session, CAST.manager))
    assert found.answers == 40


@POSTGRESQL_AT_LENGTH
def test_nobody_else_and_no_open_wave(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    manager = CAST.viewer(session, CAST.manager)
    assert effects(session, wanted(), viewer=manager) == []
    over(session)
    assert effects(session, wanted(), viewer=CAST.viewer(session, CAST.agent_rabat)) == []


@POSTGRESQL_AT_LENGTH
def test_what_came_or_went_after_the_end_moves_nothing(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    over(session)
    manager = CAST.viewer(session, CAST.manager)
    before = effects(session, wanted(), viewer=manager)
    asked(stage, 30, CAST.manager, 10, stored=ago(1))
    night = datetime.combine(ago(1), datetime.min.time(), time_zone(session))
    asked(stage, 1, CAST.manager, 0)
    _newest(session).voided_at = night - timedelta(seconds=1)
    session.flush()
    assert effects(session, wanted(), viewer=manager) == before


@POSTGRESQL_AT_LENGTH
def test_a_reopened_wave_stays_as_it_was_at_its_first_end(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    wave = session.get_one(TrustWave, CAST.wave)
    wave.first_ended_on, wave.reopened_on, wave.ends_on = ago(5), ago(4), ago(-4)
    manager = CAST.viewer(session, CAST.manager)
    before = effects(session, wanted(), viewer=manager)
    assert before[0].answers == 40
    asked(stage, 30, CAST.manager, 10, stored=ago(3))
    wave.ends_on = ago(1)
    session.flush()
    assert effects(session, wanted(), viewer=manager) == before


@POSTGRESQL_AT_LENGTH
def test_answers_left_out_of_the_figures_are_left_out_here(session: Session, stage: Stage) -> None:
    two_interviewers(stage)
    over(session)
    asked(stage, FLOOR, CAST.agent_rabat, 10, conflict_of_interest=True)
    asked(stage, FLOOR, CAST.agent_rabat, 98)
    stage.answers(FLOOR, t1=9, stored=ago(10))
    (found,) = effects(session, wanted(), viewer=CAST.viewer(session, CAST.manager))
    assert (found.answers, found.interviewers) == (40, 2)


@POSTGRESQL_AT_LENGTH
def test_under_the_floor_there_is_no_share(session: Session, stage: Stage) -> None:
    asked(stage, FLOOR, CAST.manager, 5)
    asked(stage, FLOOR - 1, CAST.agent_casablanca, 5)
    over(session)
    (found,) = effects(session, wanted(), viewer=CAST.viewer(session, CAST.manager))
    assert (found.answers, found.interviewers, found.share) == (0, 0, None)


def _newest(session: Session) -> Any:
    return session.exec(select(TrustResponse).where(TrustResponse.t1 == 0)).one()
