"""What an attacker knows, as linear constraints on unknown whole counts: one table or many.

A variable is a count; a constraint bounds a weighted sum of counts. Anything linear fits: totals,
rounding intervals, the same cell in another table, an earlier edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]
World = NDArray[np.int64]
"""One whole count for each variable."""

UNBOUNDED = 1_000_000.0
"""Stands for no upper bound: far above any count, and small enough for exact arithmetic."""

SOLVED, IMPOSSIBLE = 0, 2
SOLVER_ERROR = 1e-4
#: One program takes milliseconds. At these limits it is given up, and with it what it should show.
LIMITS = {"time_limit": 20.0, "node_limit": 2_000}


class UndecidedError(Exception):
    """The solver gave up, or is wrong: nothing may be concluded."""


class NoWorldError(UndecidedError):
    """The solver finds no world. If counts were asked for, they are impossible. If none were, the
    true world is one, so the solver is wrong and has proved nothing."""


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

    def holds(self, world: World) -> bool:
        """Whether it is true of a world."""
        found = sum(weight * int(world[variable]) for variable, weight in self.weights.items())
        return self.lower <= found <= self.upper


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
    def known(self) -> LinearConstraint:
        """The constraints in the form that the solver takes."""
        rows = [(row, c) for row, each in enumerate(self.constraints) for c in each.weights]
        weights = [weight for each in self.constraints for weight in each.weights.values()]
        where = np.array(rows, dtype=np.int64).reshape(-1, 2).T
        matrix = csr_array((weights, tuple(where)), shape=(len(self.constraints), self.size))
        lower = np.array([each.lower for each in self.constraints])
        return LinearConstraint(matrix, lower, [each.upper for each in self.constraints])

    def allows(self, world: World) -> bool:
        """Whether a world fits all that is known; exact, no solver is asked."""
        inside = (self.lower <= world) & (world <= self.upper)
        sums = self.known.A @ world
        return bool(
            inside.all() and (self.known.lb <= sums).all() and (sums <= self.known.ub).all()
        )


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


def least(
    system: System, weights: Mapping[int, float], at: Mapping[int, int] | None = None
) -> World:
    """A possible world with the least weighted sum; ``at`` says what some counts are there.

    Most programs have whole worlds at their corners, so whole numbers are asked for only where the
    first answer is not whole. The world is checked against the system in exact numbers, so that it
    proves itself. Raises
    ``NoWorldError`` where no world is possible, ``UndecidedError`` where the solver gave up.
    """
    objective, lower = np.zeros(system.size), system.lower.copy()
    upper = np.minimum(system.upper, UNBOUNDED)
    objective[list(weights)] = list(weights.values())
    for variable, count in (at or {}).items():
        if not lower[variable] <= count <= upper[variable]:
            raise NoWorldError("outside of what is known of the count alone")
        lower[variable] = upper[variable] = count
    for whole in (0, 1):
        found = milp(
            objective,
            integrality=np.full(system.size, whole),
            bounds=Bounds(lower, upper),
            constraints=[system.known] if system.constraints else [],
            options=LIMITS,
        )
        if found.status == IMPOSSIBLE:
            raise NoWorldError("no possible world")
        if found.status != SOLVED:
            raise UndecidedError(str(found.message))
        world: World = np.rint(found.x).astype(np.int64)
        if np.abs(found.x - world).max() < SOLVER_ERROR and system.allows(world):
            return world
    raise UndecidedError("the solver's world is none")


def feasible_interval(system: System, variable: int) -> tuple[int, float]:
    """The least and the largest whole count a variable can have; ``inf`` where nothing bounds it.

    Raises ``NoWorldError`` where the constraints contradict each other.
    """
    low = int(least(system, {variable: 1.0})[variable])
    high = int(least(system, {variable: -1.0})[variable])
    return low, inf if high >= UNBOUNDED else high
