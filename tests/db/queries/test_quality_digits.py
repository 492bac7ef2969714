"""Round numbers: what the form's buttons explain, and what chance does."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from db.inputs.results import ResultFilter
from db.queries.quality_digits import FEWEST, Digits, Number, digits
from tests.cast import CAST
from tests.conftest import POSTGRESQL_AT_LENGTH
from tests.db.measures.events import Stage

DAY = date(2026, 5, 12)
WANTED = ResultFilter(date(2026, 5, 1), date(2026, 5, 31))


@pytest.fixture
def stage(session: Session) -> Stage:
    return Stage(session)


def found(session: Session) -> dict[Number, Digits]:
    every = digits(session, WANTED, viewer=CAST.viewer(session, CAST.manager))
    return {each.number: each for each in every}


@POSTGRESQL_AT_LENGTH
def test_buttons_are_no_round_numbers(session: Session, stage: Stage) -> None:
    case = stage.case(born=1990)
    for minutes in (10, 20, 30, 45, 60, 60, None):
        stage.met(case, DAY, minutes=minutes)
    for minutes in (25, 50, 33):
        stage.met(case, DAY, minutes=minutes)
    minutes_found = found(session)[Number.MINUTES]
    assert (minutes_found.n, minutes_found.round, minutes_found.buttons) == (3, 2, 6)


@POSTGRESQL_AT_LENGTH
def test_ages_and_years_are_looked_at_apart(session: Session, stage: Stage) -> None:
    """36 in 2026 was born in 1990; 35, in 1991; of 63 and of 22 nothing is asked."""
    for age in (36, 35, 33, 63, 22):
        stage.met(stage.case(born=DAY.year - age), DAY)
    every = found(session)
    assert (every[Number.AGE].n, every[Number.AGE].round) == (3, 1)
    assert (every[Number.BIRTH_YEAR].n, every[Number.BIRTH_YEAR].round) == (3, 1)


def test_of_few_nothing_is_said() -> None:
    few = Digits(number=Number.AGE, n=FEWEST - 1, round=FEWEST - 1)
    assert (few.share, few.is_heaped) == (None, False)


def test_the_test_against_a_worked_value() -> None:
    """Of 100 with p = 0.2: P(X >= 27) = 0.0558, P(X >= 28) = 0.0342 (R: ``1 - pbinom(26, 100, .2)``
    and ``1 - pbinom(27, 100, .2)``)."""
    assert not Digits(number=Number.AGE, n=100, round=27).is_heaped
    assert Digits(number=Number.AGE, n=100, round=28).is_heaped
    assert not Digits(number=Number.AGE, n=100, round=1).is_heaped
