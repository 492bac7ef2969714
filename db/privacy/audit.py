"""The last word on a table: what can an attacker work out from everything that is published?"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

import numpy as np

from db.privacy.system import Constraint, FloatArray, System, extreme, whole_above, whole_below
from db.privacy.tables import BoolArray, IntArray, Published, lines


def system_of(published: Published, *, rules_known: bool = True) -> System:
    """What a published table tells: marks, totals, rounding intervals, threshold.

    Variables are the entries of the grid, in flat order. With ``rules_known`` the attacker also
    uses what rules 2 and 3 leave behind in every table that ``protect`` makes: the hidden entries
    of a line with something shown sum to the threshold at least, and a hidden entry is no larger
    than the smallest one shown in some line of its own (it was small, or the next smallest).
    """
    lower, upper = _bounds(published)
    grid_lines = lines(published.values.shape)
    constraints = [
        Constraint({**dict.fromkeys(line[:-1].tolist(), 1.0), int(line[-1]): -1.0}, 0, 0)
        for line in grid_lines
    ]
    if rules_known:
        upper = np.minimum(upper, _no_larger_than_shown(published, upper))
        constraints += _enough_hidden(published)
    return System(lower, upper, tuple(constraints))


def exposed(system: System, promises: Mapping[int, bool], threshold: int) -> list[int]:
    """The variables whose promise is broken, in order.

    ``promises`` names the hidden variables, and says of each whether 0 must stay possible (its
    true count is under the threshold). The promise (privacy.md): a feasible interval at least
    ``threshold`` wide, down to 0 where that must stay possible. Each solution is a possible world
    and so counts for every variable at once; most promises are proven without a program of their
    own.
    """
    seen = _Seen(system.size, threshold)
    broken: list[int] = []
    for variable, to_zero in promises.items():
        for sign in (1.0, -1.0):
            if not seen.keeps(variable, to_zero):
                seen.add(extreme(system, variable, sign))
        if not seen.keeps(variable, to_zero):
            broken.append(variable)
    return broken


def promises_of(hidden: BoolArray, counts: IntArray, threshold: int) -> dict[int, bool]:
    """For each hidden entry of a grid: must 0 stay possible? Manager side."""
    flat = counts.ravel()
    return {int(i): bool(flat[i] < threshold) for i in np.flatnonzero(hidden)}


class _Seen:
    """The lowest and highest whole count met so far for each variable."""

    def __init__(self, size: int, threshold: int) -> None:
        self.threshold = threshold
        self.low = np.full(size, inf)
        self.high = np.full(size, -inf)

    def add(self, world: FloatArray) -> None:
        self.low = np.minimum(self.low, [whole_above(count) for count in world])
        self.high = np.maximum(self.high, [whole_below(count) for count in world])

    def keeps(self, variable: int, to_zero: bool) -> bool:
        low, high = self.low[variable], self.high[variable]
        return bool(high - low >= self.threshold and (low <= 0 or not to_zero))


def _bounds(published: Published) -> tuple[FloatArray, FloatArray]:
    size = published.values.size
    lower, upper = np.zeros(size), np.full(size, inf)
    upper[published.absent.ravel()] = 0
    for i in np.flatnonzero(published.shown):
        lower[i], upper[i] = published.rules.meaning(int(published.values.flat[i]))
    return lower, upper


def _no_larger_than_shown(published: Published, upper: FloatArray) -> FloatArray:
    hidden, shown = published.hidden.ravel(), published.shown.ravel()
    limit = np.where(hidden, -inf, inf)
    for line in lines(published.values.shape):
        inside = line[hidden[line]]
        smallest = min(upper[line[shown[line]]], default=inf)
        limit[inside] = np.maximum(limit[inside], smallest)
    return limit


def _enough_hidden(published: Published) -> list[Constraint]:
    hidden, shown = published.hidden.ravel(), published.shown.ravel()
    threshold = published.rules.threshold
    found = (
        line[hidden[line]].tolist()
        for line in lines(published.values.shape)
        if hidden[line].any() and shown[line[-1]]
    )
    return [Constraint(dict.fromkeys(entries, 1.0), lower=threshold) for entries in found]
