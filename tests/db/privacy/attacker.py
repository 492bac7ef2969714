"""An attacker who enumerates; written anew, it uses nothing of the module's own audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray

from db.privacy import Mark, Published, Table
from tests.db.privacy.tables import HIDDEN, Worlds


def line_indexes(shape: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    for axis, size in enumerate(shape):
        others = [range(n) for i, n in enumerate(shape) if i != axis]
        for rest in product(*others):
            yield [(*rest[:axis], position, *rest[axis:]) for position in range(size)]


def reading(published: Published, index: tuple[int, ...]) -> tuple[float, float]:
    """The counts a mark or value can stand for, nothing else known."""
    rules, entry = published.rules, published.at(index)
    if isinstance(entry, Mark):
        return 0, inf if entry is HIDDEN else 0
    fits = [
        n
        for n in range(entry - rules.base, entry + rules.base + 1)
        if n >= rules.threshold and int(n / rules.base + 0.5) * rules.base == entry
    ]
    return min(fits), max(fits)


def worlds(published: Published, *, rules_known: bool = True, most: int = 0) -> Worlds:
    """All integer grids that fit what is published; one row each, entries in flat order.

    Counts that nothing bounds stop at ``most`` or two thresholds: fewer worlds, so a harder
    promise.
    """
    most = most or 2 * published.rules.threshold
    shape = published.values.shape
    entries = list(np.ndindex(shape))
    ends = [reading(published, entry) for entry in entries]
    found = np.zeros((1, len(entries)), dtype=np.int64)
    for cell in np.ndindex(tuple(size - 1 for size in shape)):
        sums = [i for i, entry in enumerate(entries) if adds_to(cell, entry, shape)]
        low, high = ends[entries.index(cell)]
        high = min(high, *(ends[i][1] for i in sums))
        values = np.arange(low, 1 + (most if high == inf else high))
        found, added = np.repeat(found, len(values), axis=0), np.tile(values, len(found))
        for i in sums:
            found[:, i] += added.astype(np.int64)
            keep = found[:, i] <= ends[i][1]
            found, added = found[keep], added[keep]
    lows, highs = np.array(ends).T
    found = found[np.all((found >= lows) & (found <= highs), axis=1)]
    if rules_known:
        found = found[by_the_rules(published, found)]
    return found


def adds_to(cell: tuple[int, ...], entry: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    """Whether an entry is the cell itself or a total over it."""
    return all(a in (b, size - 1) for a, b, size in zip(entry, cell, shape, strict=True))


def by_the_rules(published: Published, found: Worlds) -> NDArray[np.bool_]:
    """Which worlds rule 3 could have left so: enough hidden in a line; cover the smallest in one.

    What is shown in a line is read as large as it can be.
    """
    entries = list(np.ndindex(published.values.shape))
    lines = list(line_indexes(published.values.shape))
    keep = np.ones(len(found), dtype=np.bool_)
    for line in lines:
        hidden = [entries.index(e) for e in line if published.at(e) is HIDDEN]
        if hidden and published.at(line[-1]) is not HIDDEN:
            keep &= found[:, hidden].sum(axis=1) >= published.rules.threshold
    for i, entry in enumerate(entries):
        if published.at(entry) is HIDDEN:
            shown = [
                [e for e in line if isinstance(published.at(e), int)]
                for line in lines
                if entry in line
            ]
            smallest = [
                min((reading(published, e)[1] for e in line), default=inf) for line in shown
            ]
            keep &= found[:, i] <= max(smallest)
    return keep


def broken_promises(table: Table, published: Published) -> list[tuple[int, ...]]:
    """Hidden entries an enumerating attacker learns too much about."""
    possible, truth = worlds(published), table.grid
    assert (possible == truth.ravel()).all(axis=1).any() or truth.max() > 10
    broken = []
    for i, index in enumerate(np.ndindex(truth.shape)):
        if published.at(index) is HIDDEN:
            low, high = possible[:, i].min(), possible[:, i].max()
            small = truth[index] < published.rules.threshold
            if high - low < published.rules.threshold or (small and low > 0):
                broken.append(index)
    return broken
