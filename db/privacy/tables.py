"""One shape for one-way and two-way tables, with totals, so that every rule is written once.

The *grid* of a table is its counts with one more entry on each axis: the totals. A *line* is a
run of the grid along one axis whose last entry is the sum of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from db.privacy.rules import Mark, Reason, Rules

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Index = tuple[int, ...]

TOTAL = "TOTAL"
NO_VALUE = -1
LARGEST_TOTAL = 100_000


@dataclass(frozen=True, eq=False)
class Table:
    """True counts of persons; manager side.

    ``labels`` has one tuple per axis (one or two axes), ``counts`` the same shape. ``impossible``
    marks cells that cannot exist. Raises ``ValueError`` for shapes that do not fit, negative or
    fractional counts, a person in an impossible cell, repeated labels, the label ``TOTAL``, or
    more than 100,000 persons.
    """

    labels: tuple[tuple[str, ...], ...]
    counts: IntArray
    impossible: BoolArray

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)
        self.counts.setflags(write=False)
        self.impossible.setflags(write=False)

    @classmethod
    def one_way(
        cls, rows: Sequence[str], counts: ArrayLike, impossible: ArrayLike | None = None
    ) -> Table:
        """Categories and their grand total."""
        return _made((tuple(rows),), counts, impossible)

    @classmethod
    def two_way(
        cls,
        rows: Sequence[str],
        columns: Sequence[str],
        counts: ArrayLike,
        impossible: ArrayLike | None = None,
    ) -> Table:
        """Rows by columns with both kinds of totals; ``counts[row, column]``."""
        return _made((tuple(rows), tuple(columns)), counts, impossible)

    @property
    def grid(self) -> IntArray:
        """Counts and totals; one longer than ``counts`` on each axis, totals last."""
        grid = self.counts
        for axis in range(grid.ndim):
            grid = np.concatenate([grid, grid.sum(axis=axis, keepdims=True)], axis=axis)
        return grid

    @property
    def absent(self) -> BoolArray:
        """Entries of the grid that cannot exist; so is the total of a line without any cell."""
        absent = self.impossible
        for axis in range(absent.ndim):
            absent = np.concatenate([absent, absent.all(axis=axis, keepdims=True)], axis=axis)
        return absent


@dataclass(frozen=True, eq=False)
class Published:
    """What anyone may see of a table; holds no true count and no reason.

    The arrays have the shape of the grid; ``values`` is -1 wherever nothing is published.
    """

    labels: tuple[tuple[str, ...], ...]
    rules: Rules
    values: IntArray
    hidden: BoolArray
    absent: BoolArray

    @property
    def shown(self) -> BoolArray:
        """Where a rounded value stands."""
        return ~(self.hidden | self.absent)

    def at(self, index: Index) -> int | Mark:
        """A rounded count of persons, ``HIDDEN`` or ``NOT_APPLICABLE``; -1 indexes a total."""
        if self.absent[index]:
            return Mark.NOT_APPLICABLE
        return Mark.HIDDEN if self.hidden[index] else int(self.values[index])

    def cells(self) -> Iterator[tuple[tuple[str, ...], int | Mark]]:
        """Every entry of the grid under its labels, totals under ``TOTAL``."""
        names = product(*((*labels, TOTAL) for labels in self.labels))
        for name, index in zip(names, np.ndindex(self.values.shape), strict=True):
            yield name, self.at(index)


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """The manager's view: the truth, what is published of it, and why each cell is hidden.

    ``reasons`` is keyed by the index in the grid.
    """

    table: Table
    published: Published
    reasons: Mapping[Index, Reason]


class HiddenShare(NamedTuple):
    """Fractions from 0 to 1 of a table's possible inner cells, and of its persons."""

    cells: float
    persons: float


def hidden_share(protected: ProtectedTable) -> HiddenShare:
    """What the manager's preview says is hidden; totals do not count. Manager side."""
    table = protected.table
    inner = tuple(slice(size) for size in table.counts.shape)
    hidden = protected.published.hidden[inner]
    cells, persons = int((~table.impossible).sum()), int(table.counts.sum())
    return HiddenShare(
        float(hidden.sum() / cells) if cells else 0.0,
        float(table.counts[hidden].sum() / persons) if persons else 0.0,
    )


def publish(table: Table, hidden: BoolArray, rules: Rules) -> Published:
    """Round what is not hidden, totals on their own (rule 4 of ``docs/privacy.md#the-rules``)."""
    absent = table.absent
    rounded = rules.base * ((table.grid + rules.base // 2) // rules.base)
    values = np.where(hidden | absent, NO_VALUE, rounded)
    return Published(table.labels, rules, values, hidden, absent)


def lines(shape: tuple[int, ...]) -> list[IntArray]:
    """Flat indexes of each line of a grid, first axis last; a line's total is its last entry."""
    flat = np.arange(np.prod(shape)).reshape(shape)
    found: list[IntArray] = []
    for axis in reversed(range(flat.ndim)):
        found.extend(np.moveaxis(flat, axis, -1).reshape(-1, shape[axis]))
    return found


def merge(counts_by_code: Mapping[str, int], group_of: Mapping[str, str]) -> dict[str, int]:
    """Add up to groups (rule 1 of ``docs/privacy.md#the-rules``), in the order they first appear.

    A group without persons is there with 0: a missing row would tell that it is empty. Raises
    ``ValueError`` for a code without a group.
    """
    unknown = sorted(set(counts_by_code) - set(group_of))
    if unknown:
        raise ValueError(f"codes without a group: {unknown}")
    merged = dict.fromkeys(group_of.values(), 0)
    for code, count in counts_by_code.items():
        merged[group_of[code]] += count
    return merged


def _made(
    labels: tuple[tuple[str, ...], ...], counts: ArrayLike, impossible: ArrayLike | None
) -> Table:
    given = np.array(counts)
    if given.dtype.kind not in "iu":
        raise ValueError("counts are not integers")
    none = np.zeros(given.shape, dtype=np.bool_)
    mask = none if impossible is None else np.array(impossible, dtype=np.bool_)
    return Table(labels, given.astype(np.int64), mask)


def _problem(table: Table) -> str:
    shape = tuple(len(axis) for axis in table.labels)
    if len(shape) not in (1, 2) or 0 in shape:
        return "a table has one or two axes, each with a label"
    if table.counts.shape != shape or table.impossible.shape != shape:
        return "labels, counts and impossible cells differ in shape"
    if any(len(set(axis)) < len(axis) or TOTAL in axis for axis in table.labels):
        return "labels repeat, or one is the word for totals"
    if (table.counts < 0).any() or table.counts[table.impossible].any():
        return "a count is negative, or stands in an impossible cell"
    return "" if table.counts.sum() <= LARGEST_TOTAL else "more persons than the audit can weigh"
