"""Made jobs that are asked about late: how often the band at a check holds the true share."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from db.codes import RETENTION_MONTHS, RetentionStatus
from db.inputs.dates import months_after
from db.models.at_work import Check, follow_ups
from db.statistics import incidence
from db.statistics.incidence import Followed, Point

RUNS, JOBS = 200, 60
#: Three quarters of those at work are still so three months on.
STAYS = 0.75
TRUE = [1 - STAYS ** (month / 3) for month in RETENTION_MONTHS]
FIRST = date(2025, 3, 1)
DUE = {month: months_after(FIRST, month) for month in RETENTION_MONTHS}


def made(dice: np.random.Generator, typed: float) -> Followed:
    """A job that ends some day; each check is answered up to 24 days late, until it finds that."""
    months = dice.exponential(-3 / np.log(STAYS))
    end = FIRST + timedelta(days=int(months * incidence.DAYS_A_MONTH))
    checks, is_found, ended_on = [], False, None
    for month, due in DUE.items():
        done = due + timedelta(days=int(dice.integers(0, 25)))
        if is_found:
            checks.append(Check(month, due.toordinal(), None, None))
            continue
        is_found = end <= done
        status = RetentionStatus.NOT_WORK if is_found else RetentionStatus.SAME
        checks.append(Check(month, due.toordinal(), status, done.toordinal()))
        if is_found and dice.random() < typed:
            ended_on = end.toordinal()
    return Followed(*follow_ups(ended_on, checks)[12])


def told(dice: np.random.Generator, typed: float) -> list[Point]:
    jobs = Counter(made(dice, typed) for _ in range(JOBS))
    return incidence.by_month(incidence.alike(jobs), RETENTION_MONTHS, a_month=1)


@pytest.mark.long
@pytest.mark.parametrize("typed", [0, 0.5, 1])
def test_the_truth_lies_in_the_band(typed: float) -> None:
    """In 90 % of the crowds at least, whether the last day is known or not."""
    dice = np.random.default_rng(3)
    points = [told(dice, typed) for _ in range(RUNS)]
    for place, truth in enumerate(TRUE):
        held = sum(each[place].lower <= truth <= each[place].upper for each in points)
        assert held >= 0.90 * RUNS, (RETENTION_MONTHS[place], held)
