"""Many made programmes: how often the interval holds what was put in, and calls what was not."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from db.statistics import interrupted_time_series
from db.statistics.interrupted_time_series import Month, Side

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


def made(world: World, effect: float, dice: np.random.Generator) -> list[Month]:
    """A series with a season, a trend of 4 % a year, and a step at the day."""
    size = world.before + world.after
    at = np.arange(size)
    noise = np.zeros(size)
    noise[0] = dice.normal()
    for month in range(1, size):
        noise[month] = world.alike * noise[month - 1] + dice.normal() * np.sqrt(1 - world.alike**2)
    spread = np.sqrt(world.extra)
    season = 0.2 * np.cos(2 * np.pi * at / 12) - 0.25 * (at % 12 == 7)
    mean = world.persons * np.exp(0.04 * at / 12 + season + spread * noise - spread**2 / 2)
    counts = dice.poisson(mean * np.where(at >= world.before, effect, 1))
    return [
        Month(24_000 + int(month), int(count), 21 + int(month) % 2,
              Side.AFTER if month >= world.before else Side.BEFORE)
        for month, count in zip(at, counts, strict=True)
    ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", WORLDS)
def test_a_known_effect_lies_in_the_interval(name: str) -> None:
    """In 90 to 99 % of the runs: an interval that always held it would say nothing."""
    dice = np.random.default_rng(1)
    found = [interrupted_time_series.change(made(WORLDS[name], EFFECT, dice)) for _ in range(RUNS)]
    held = sum(each is not None and each.lower <= EFFECT <= each.upper for each in found)
    assert 0.90 * RUNS <= held <= 0.99 * RUNS


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
