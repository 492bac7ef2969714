"""The intervals that linear programming finds."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest

from db.privacy import (
    Constraint,
    System,
    feasible_interval,
    join,
)
from db.privacy.system import NoWorldError
from db.privacy.tables import publish
from tests.db.privacy.tables import (
    EXACT,
    knowledge,
    one_way,
)


def system(*bounds: tuple[float, float], constraints: tuple[Constraint, ...] = ()) -> System:
    lower, upper = np.array(bounds, dtype=np.float64).T
    return System(lower, upper, constraints)


def test_the_ends_of_an_interval_are_rounded_inwards() -> None:
    halves = system((0, inf), constraints=(Constraint({0: 2.0}, 1, 5),))
    assert feasible_interval(halves, 0) == (1, 2)


def test_nothing_known_means_no_upper_end() -> None:
    assert feasible_interval(system((0, inf)), 0) == (0, inf)


def test_facts_that_contradict_each_other_are_an_error() -> None:
    with pytest.raises(NoWorldError, match="no possible world"):
        feasible_interval(system((0, 3), constraints=(Constraint({0: 1.0}, 4, 4),)), 0)


def test_two_groupings_of_the_same_persons_are_audited_together() -> None:
    """15-24 | 25 and over beside 15-29 | 30 and over: the difference is the 25 to 29."""
    none = np.zeros(3, dtype=np.bool_)
    young = knowledge(one_way(40, 60), publish(one_way(40, 60), none, EXACT))
    older = knowledge(one_way(43, 57), publish(one_way(43, 57), none, EXACT))
    between = system((0, inf))
    linked = join([young, older, between], [Constraint({3: 1.0, 0: -1.0, 6: -1.0}, 0, 0)])
    assert feasible_interval(between, 0) == (0, inf)
    assert feasible_interval(linked, 6) == (3, 3)
