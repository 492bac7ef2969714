"""What an attacker knows, as linear constraints on unknown counts: one table or many linked ones.

A variable is a count; a constraint bounds a weighted sum of counts. Anything linear fits: totals,
rounding intervals, the same cell in another table, an earlier edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

FloatArray = NDArray[np.float64]

UNBOUNDED = 1_000_000.0
"""Stands for no upper bound: far above any count, and small enough for exact arithmetic."""

SOLVER_ERROR = 1e-4


@dataclass(frozen=True)
class Constraint:
    """``lower <= sum(weight * count) <= upper``; the keys are variables of a system."""

    weights: Mapping[int, float]
    lower: float = -inf
    upper: float = inf

    def shifted(self, offset: int) -> Constraint:
        """The same constraint on variables that stand ``offset`` further on."""
        weights = {variable + offset: weight for variable, weight in self.weights.items()}
        return Constraint(weights, self.lower, self.upper)


@dataclass(frozen=True, eq=False)
class System:
    """Bounds of each variable, shape (variables,), and the constraints between them."""

    lower: FloatArray
    upper: FloatArray
    constraints: tuple[Constraint, ...]

    @property
    def size(self) -> int:
        """How many variables there are."""
        return int(self.lower.size)

    @cached_property
    def bounds(self) -> FloatArray:
        """Shape (variables, 2), the form ``linprog`` takes."""
        return np.column_stack([self.lower, np.minimum(self.upper, UNBOUNDED)])

    @cached_property
    def equalities(self) -> tuple[FloatArray, FloatArray] | tuple[None, None]:
        """Matrix and right-hand side of the constraints whose two ends are one."""
        same = [c for c in self.constraints if c.lower == c.upper]
        return _matrix([(c.weights, 1.0, c.upper) for c in same], self.size)

    @cached_property
    def inequalities(self) -> tuple[FloatArray, FloatArray] | tuple[None, None]:
        """Matrix and upper right-hand side of all other constraints."""
        loose = [c for c in self.constraints if c.lower < c.upper]
        below = [(c.weights, 1.0, c.upper) for c in loose if c.upper < inf]
        above = [(c.weights, -1.0, -c.lower) for c in loose if c.lower > -inf]
        return _matrix(below + above, self.size)


def join(systems: Iterable[System], links: Iterable[Constraint] = ()) -> System:
    """One system out of several; the variables of each follow those of the one before.

    ``links`` are constraints already written on the joint numbering.
    """
    parts, constraints, offset = list(systems), list[Constraint](), 0
    for part in parts:
        constraints.extend(c.shifted(offset) for c in part.constraints)
        offset += part.size
    lower = np.concatenate([part.lower for part in parts])
    upper = np.concatenate([part.upper for part in parts])
    return System(lower, upper, (*constraints, *links))


def solve(system: System, objective: FloatArray) -> FloatArray:
    """A possible world with the least ``objective``; ``ValueError`` where no world is possible."""
    (equal, equal_to), (below, below_to) = system.equalities, system.inequalities
    found = linprog(
        objective,
        A_eq=equal,
        b_eq=equal_to,
        A_ub=below,
        b_ub=below_to,
        bounds=system.bounds,
        method="highs",
        options={"presolve": False},
    )
    if found.x is None:
        raise ValueError(f"no possible world: {found.message}")
    return np.asarray(found.x, dtype=np.float64)


def is_possible(system: System) -> bool:
    """Whether there is a possible world at all."""
    try:
        solve(system, np.zeros(system.size))
    except ValueError:
        return False
    return True


def extreme(system: System, variable: int, sign: float) -> FloatArray:
    """A possible world where a count is smallest (``sign`` 1) or largest (-1)."""
    objective = np.zeros(system.size)
    objective[variable] = sign
    return solve(system, objective)


def feasible_interval(system: System, variable: int) -> tuple[int, float]:
    """The least and the largest whole count a variable can have; ``inf`` where nothing bounds it.

    The relaxation may reach further than whole counts do, so its ends are rounded inwards. (In a
    single one-way or two-way table they are whole already: its constraints are those of a network.)
    Raises ``ValueError`` where the constraints contradict each other.
    """
    low = whole_above(extreme(system, variable, 1.0)[variable])
    high = whole_below(extreme(system, variable, -1.0)[variable])
    return low, inf if high >= UNBOUNDED else high


def whole_above(value: float) -> int:
    """The least whole number not under a solver's answer."""
    return ceil(value - SOLVER_ERROR)


def whole_below(value: float) -> int:
    """The largest whole number not over a solver's answer."""
    return floor(value + SOLVER_ERROR)


def _matrix(
    rows: list[tuple[Mapping[int, float], float, float]], size: int
) -> tuple[FloatArray, FloatArray] | tuple[None, None]:
    if not rows:
        return None, None
    matrix = np.zeros((len(rows), size))
    for number, (weights, sign, _) in enumerate(rows):
        matrix[number, list(weights)] = [sign * weight for weight in weights.values()]
    return matrix, np.array([right for _, _, right in rows])
