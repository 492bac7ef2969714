"""An attacker who enumerates; written anew, it uses nothing of the module's own audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray

from db.privacy import (
    Mark,
    Printed,
    Published,
    Table,
)
from tests.db.privacy.tables import (
    HIDDEN,
    Worlds,
)


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


def told_by_editions(
    before: Published, after: Published, most: int
) -> tuple[tuple[Worlds, Worlds], tuple[Worlds, Worlds]]:
    """Least and largest count of every entry, then and later, of one-way tables under ``most``.

    What looks the same was repeated and moved by less than the threshold, or was printed anew;
    what looks different moved by the threshold at least.
    """
    then, size = worlds(before, most=most), after.values.size
    cells = np.array(list(product(range(most), repeat=size - 1)), dtype=np.int64)
    later = np.column_stack([cells, cells.sum(axis=1)])
    fits = np.array([within(later[:, i], reading(after, (i,))) for i in range(size)]).T
    looks = [before.at((i,)) == after.at((i,)) for i in range(size)]
    printed = [i for i in range(size) if not looks[i] and after.at((i,)) is not HIDDEN]
    most_hidden = min((reading(after, (i,))[1] for i in printed), default=inf)
    possible = np.ones((len(later), len(then)), dtype=np.bool_)
    for i, same in enumerate(looks):
        near = np.abs(later[:, None, i] - then[None, :, i]) < after.rules.threshold
        if same:
            possible &= near | fits[:, None, i]
        else:
            cover = (later[:, i] <= most_hidden) | (after.at((i,)) is not HIDDEN)
            possible &= ~near & (fits[:, i] & cover)[:, None]
    then, later = then[possible.any(axis=0)], later[possible.any(axis=1)]
    return (then.min(axis=0), then.max(axis=0)), (later.min(axis=0), later.max(axis=0))


def within(counts: Worlds, ends: tuple[float, float]) -> NDArray[np.bool_]:
    return (counts >= ends[0]) & (counts <= ends[1])


def broken_by_editions(then: Printed, later: Printed, most: int) -> list[tuple[str, int]]:
    """Hidden entries of either edition an enumerating attacker learns too much about."""
    broken = []
    told = told_by_editions(then.published, later.published, most)
    for name, printed, (low, high) in zip(("then", "later"), (then, later), told, strict=True):
        threshold = printed.published.rules.threshold
        for i, truth in enumerate(printed.grid):
            tells = high[i] - low[i] < threshold or (truth < threshold and low[i] > 0)
            if tells and printed.published.at((i,)) is HIDDEN:
                broken.append((name, i))
    return broken


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
