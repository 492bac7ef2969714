"""The audit: what an attacker knows of published tables, and what they can work out from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

import numpy as np

from db.privacy.system import Constraint, FloatArray, System, extreme, whole_above, whole_below
from db.privacy.tables import BoolArray, IntArray, Published, lines


def knowledge(
    published: Published, *, rules_known: bool = True, repeated: BoolArray | None = None
) -> System:
    """What an attacker knows of a published table: marks, totals, rounding intervals, threshold.

    Variables are the entries of the grid, in flat order. With ``rules_known`` the attacker also
    uses what rules 2 and 3 leave behind in every table that ``protect`` makes: the hidden entries
    of a line with something shown sum to the threshold at least, and a hidden entry is no larger
    than the smallest one shown in some line of its own (it was small, or the next smallest).
    ``repeated`` marks entries that an edition took over from an earlier one: what stands there
    says nothing by itself about this edition's counts.
    """
    size = published.values.size
    says = np.ones(size, dtype=np.bool_) if repeated is None else ~repeated.ravel()
    hidden, shown = published.hidden.ravel() & says, published.shown.ravel() & says
    lower, upper = _bounds(published, shown)
    grid_lines = lines(published.values.shape)
    constraints = [
        Constraint({**dict.fromkeys(line[:-1].tolist(), 1.0), int(line[-1]): -1.0}, 0, 0)
        for line in grid_lines
    ]
    if rules_known:
        upper = np.minimum(upper, _no_larger_than_shown(grid_lines, hidden, shown, upper))
        constraints += _enough_hidden(published, hidden, shown)
    return System(lower, upper, tuple(constraints))


def exposed(systems: Sequence[System], hidden: Iterable[int], threshold: int) -> list[int]:
    """The hidden variables whose promise is broken, in order; any of the systems may hold.

    The promise (``docs/privacy.md#the-promise``): a feasible interval at least ``threshold`` wide,
    down to 0 where the true count is under the threshold. Here every interval that starts under the
    threshold must start at 0, whatever the truth: had the audit looked at true counts, its very
    outcome would tell which hidden cells are not small. Every system must have a possible world;
    without any system no promise is kept.
    """
    worlds = _Worlds(systems, threshold)
    return [variable for variable in hidden if not worlds.keep_promise(variable)]


def rules_tell(published: Published) -> bool:
    """Whether, in a one-way table, knowing the rules says that no hidden cell can be 0.

    Before the audit at most one hidden cell is cover; then the others sum to less than the
    threshold. That is no convex set, so no linear program sees it: 9, 9, 9, 9 beside 12 of 48
    passes the audit, and can be nothing else. Two-way tables have cover from both sides; there
    ``knowledge`` alone speaks.
    """
    rules, hidden, shown = published.rules, published.hidden[:-1], published.shown
    if published.values.ndim != 1 or not shown[-1] or hidden.sum() < 3:
        return False
    meanings = [rules.meaning(int(value))[1] for value in published.values[:-1][shown[:-1]]]
    least = rules.meaning(int(published.values[-1]))[0] - sum(meanings)
    small = rules.threshold - 1
    with_cover = min(meanings, default=inf) + small
    return bool(least > max(with_cover, (hidden.sum() - 1) * small))


class _Worlds:
    """The least and the largest whole count met for each variable in the worlds solved so far.

    Each world counts for all variables, so most promises need no program of their own.
    """

    def __init__(self, systems: Sequence[System], threshold: int) -> None:
        self.systems, self.threshold = systems, threshold
        size = systems[0].size if systems else 0
        self.low, self.high = np.full(size, inf), np.full(size, -inf)

    def keep_promise(self, variable: int) -> bool:
        for system in self.systems:
            if self.low[variable] > 0:
                self._look(system, variable, 1.0)
            if self.high[variable] - self.low[variable] < self.threshold:
                self._look(system, variable, -1.0)
        if not self.systems:
            return False
        low, high = self.low[variable], self.high[variable]
        return bool(high - low >= self.threshold and not 0 < low < self.threshold)

    def _look(self, system: System, variable: int, sign: float) -> None:
        world = extreme(system, variable, sign)
        self.low = np.minimum(self.low, [whole_above(count) for count in world])
        self.high = np.maximum(self.high, [whole_below(count) for count in world])


def _bounds(published: Published, shown: BoolArray) -> tuple[FloatArray, FloatArray]:
    size = published.values.size
    lower, upper = np.zeros(size), np.full(size, inf)
    upper[published.absent.ravel()] = 0
    for i in np.flatnonzero(shown):
        lower[i], upper[i] = published.rules.meaning(int(published.values.flat[i]))
    return lower, upper


def _no_larger_than_shown(
    grid_lines: Sequence[IntArray], hidden: BoolArray, shown: BoolArray, upper: FloatArray
) -> FloatArray:
    limit = np.where(hidden, -inf, inf)
    for line in grid_lines:
        inside = line[hidden[line]]
        smallest = min(upper[line[shown[line]]], default=inf)
        limit[inside] = np.maximum(limit[inside], smallest)
    return limit


def _enough_hidden(published: Published, hidden: BoolArray, shown: BoolArray) -> list[Constraint]:
    threshold = published.rules.threshold
    found = (
        line[~shown[line]].tolist()
        for line in lines(published.values.shape)
        if hidden[line].any() and shown[line[-1]]
    )
    return [Constraint(dict.fromkeys(entries, 1.0), lower=threshold) for entries in found]
