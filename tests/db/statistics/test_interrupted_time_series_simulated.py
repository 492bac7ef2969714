"""Many made programmes: how often the interval holds what was put in, and calls what was not.

Also of effects that are no step: one that grows, one that takes a year to come, one that fades.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pytest

from db.statistics import interrupted_time_series
from db.statistics.interrupted_time_series import Change, Month, Side
from db.statistics.models import Floats

RUNS = 200
EFFECT = 1.35


class World(NamedTuple):
    """A kind of agency: months before and after, persons a month, variance beyond Poisson's by
    mean squared, and how alike months are that follow each other."""

    before: int
    after: int
    persons: float
    extra: float
    alike: float


WORLDS = {
    "poisson": World(24, 36, 14, 0, 0),
    "short": World(14, 16, 14, 0, 0),
    "spread": World(24, 36, 14, 0.05, 0),
    "alike": World(24, 36, 14, 0.04, 0.4),
    "many": World(36, 36, 80, 0.02, 0.3),
}


def made(
    world: World, effect: float | Floats, dice: np.random.Generator, trend: float = 0.04
) -> list[Month]:
    """A series with a season, a trend of 4 % a year, and a step at the day, or an effect for each
    month since."""
    size = world.before + world.after
    at = np.arange(size)
    noise = np.zeros(size)
    noise[0] = dice.normal()
    for month in range(1, size):
        noise[month] = world.alike * noise[month - 1] + dice.normal() * np.sqrt(1 - world.alike**2)
    spread = np.sqrt(world.extra)
    season = 0.2 * np.cos(2 * np.pi * at / 12) - 0.25 * (at % 12 == 7)
    mean = world.persons * np.exp(trend * at / 12 + season + spread * noise - spread**2 / 2)
    mean[world.before :] *= effect
    counts = dice.poisson(mean)
    return [
        Month(24_000 + int(month), int(count), 21 + int(month) % 2,
              Side.AFTER if month >= world.before else Side.BEFORE)
        for month, count in zip(at, counts, strict=True)
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", WORLDS)
def test_a_known_effect_lies_in_the_interval(name: str) -> None:
    """In 90 to 99 % of the runs: an interval that always held it would say nothing. And it is
    seldom taken for a trend that bends."""
    dice = np.random.default_rng(1)
    found = [interrupted_time_series.change(made(WORLDS[name], EFFECT, dice)) for _ in range(RUNS)]
    held = sum(each is not None and each.lower <= EFFECT <= each.upper for each in found)
    assert 0.90 * RUNS <= held <= 0.99 * RUNS
    assert sum(each is not None and each.bend is not None for each in found) <= 0.10 * RUNS


@pytest.mark.long
@pytest.mark.parametrize("name", WORLDS)
def test_nothing_is_called_a_change_where_there_is_none(name: str) -> None:
    """In at most 10 % of the runs."""
    dice = np.random.default_rng(2)
    found = [interrupted_time_series.change(made(WORLDS[name], 1, dice)) for _ in range(RUNS)]
    called = sum(each is not None and each.verdict != "unclear" for each in found)
    assert None not in found and called <= 0.10 * RUNS


@pytest.mark.long
def test_a_large_effect_is_mostly_found() -> None:
    """Half as many again, 24 months before: a method that never called anything would pass the
    test above."""
    dice = np.random.default_rng(3)
    found = [
        interrupted_time_series.change(made(WORLDS["poisson"], 1.6, dice)) for _ in range(RUNS)
    ]
    called = sum(each is not None and each.verdict == "more" for each in found)
    assert called >= 0.80 * RUNS


#: Agencies of 40 a month for two years, without a trend of their own.
FLAT = World(24, 48, 40, 0, 0)
#: Four agencies with an agent.
FOUR = 16
#: These are far from their bounds.
FEWER_RUNS = 100


def told(world: World, effect: float | Floats, tests: int) -> list[Change]:
    dice = np.random.default_rng(4)
    found = [
        interrupted_time_series.change(made(world, effect, dice, trend=0), tests=tests)
        for _ in range(FEWER_RUNS)
    ]
    return [each for each in found if each is not None]


def verdicts(found: list[Change]) -> Counter[str]:
    return Counter(each.verdict for each in found)


@pytest.mark.long
@pytest.mark.parametrize("tests", [1, FOUR])
def test_an_effect_that_grows_is_never_told_as_fewer(tests: int) -> None:
    """From 40 to 120 in four years: one trend through both sides makes its step a fall."""
    grows = 3 ** (np.arange(1, 49) / 48)
    found = told(FLAT, grows, tests)
    assert sum(each.upper < 1 for each in found) >= 0.05 * FEWER_RUNS
    assert verdicts(found)["fewer"] <= 0.01 * FEWER_RUNS
    assert verdicts(found)["upwards"] >= 0.80 * FEWER_RUNS


@pytest.mark.long
def test_of_few_people_an_effect_that_grows_is_seldom_told_as_fewer() -> None:
    """From 14 to 42: a bend is found in three of five alone."""
    found = told(FLAT._replace(persons=14), 3 ** (np.arange(1, 49) / 48), 1)
    assert sum(each.upper < 1 for each in found) >= 0.1 * FEWER_RUNS
    assert verdicts(found)["fewer"] <= 0.05 * FEWER_RUNS


@pytest.mark.long
def test_an_effect_that_falls_is_never_told_as_more() -> None:
    found = told(FLAT, 3 ** (-np.arange(1, 49) / 48), 1)
    assert sum(each.lower > 1 for each in found) >= 0.1 * FEWER_RUNS
    called = verdicts(found)
    assert called["more"] <= 0.02 * FEWER_RUNS and called["downwards"] >= 0.80 * FEWER_RUNS


@pytest.mark.long
@pytest.mark.parametrize("after", [18, 48])
def test_an_effect_that_takes_a_year_to_come_is_told_as_no_fall(after: int) -> None:
    """Twice as many from the twelfth month on: a trend while it comes, a step once it has long
    been there."""
    comes = 1 + np.minimum(np.arange(1, after + 1) / 12, 1)
    found = verdicts(told(FLAT._replace(after=after), comes, 1))
    assert found["fewer"] + found["downwards"] <= 0.01 * FEWER_RUNS
    assert found["more" if after == 48 else "upwards"] >= 0.80 * FEWER_RUNS


@pytest.mark.long
def test_what_came_with_the_agent_and_wore_off_is_not_told_as_a_fall_alone() -> None:
    """Twice as many at first, as many as before after two years: the rise is told of nearly all,
    with the trend or without."""
    fades = 1 + np.maximum(1 - np.arange(36) / 24, 0)
    found = told(FLAT._replace(after=36), fades, FOUR)
    rises = [each for each in found if each.bend and each.bend.level.at_least > 0]
    assert verdicts(rises)["downwards"] == verdicts(found)["downwards"] >= 0.5 * FEWER_RUNS
    assert verdicts(found)["downwards"] + verdicts(found)["more"] >= 0.9 * FEWER_RUNS
