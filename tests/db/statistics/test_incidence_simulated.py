"""Many made cohorts: how often the band holds the true probability."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from db.statistics import incidence
from db.statistics.incidence import DAYS_A_MONTH, Followed, Point

RUNS = 200
#: A day, of those still waiting: how many begin work, and how many go before.
BEGIN, GO = 0.0012, 0.0006


def made(persons: int, dice: np.random.Generator) -> list[Followed]:
    """Each waits until work, leaving, or the day of the report, one to three years on."""
    waits = dice.exponential(1 / (BEGIN + GO), persons)
    ends = dice.uniform(365, 3 * 365, persons)
    causes = np.where(dice.random(persons) < BEGIN / (BEGIN + GO), 1, 2)
    return [
        Followed(int(min(wait, end)), int(cause) if wait <= end else 0)
        for wait, end, cause in zip(waits, ends, causes, strict=True)
    ]


@pytest.mark.long
@pytest.mark.parametrize("persons", [60, 300])
@pytest.mark.parametrize("month", [6, 12])
def test_the_truth_lies_in_the_band(persons: int, month: int) -> None:
    """In 90 to 99 % of the cohorts."""
    days = month * DAYS_A_MONTH
    truth = BEGIN / (BEGIN + GO) * (1 - np.exp(-(BEGIN + GO) * days))
    dice = np.random.default_rng(1)

    def at() -> Point:
        return incidence.by_month(incidence.alike(Counter(made(persons, dice))), range(13))[month]

    points = [at() for _ in range(RUNS)]
    held = sum(each.lower <= truth <= each.upper for each in points)
    assert 0.90 * RUNS <= held <= 0.99 * RUNS
    assert np.mean([each.probability for each in points]) == pytest.approx(truth, abs=0.01)
