"""An attacker for one-way tables: all worlds at once, as arrays of the sums that are possible.

Every table of a measure is one list of unknown counts, each known in all editions together; what a
list can add up to is a convolution. Tables meet in the totals, which are the same in all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from tests.db.privacy.partner import TOTAL, Move, Name, Sheet, Told, rests_on

Possible = NDArray[np.bool_]
"""One axis an edition: ``possible[x, y]`` for a count of x in the first one and y in the second."""

Moves = dict[tuple[str, int, Name], Move]
"""Movements that an attacker has guessed, by table, edition and entry."""


def told(sheets: Sequence[Sheet], most: int, guessed: Moves | None = None) -> list[Told]:
    """All that the tables of one measure and period tell, in all their editions together.

    ``guessed`` gives an attacker more than a partner gets: how entries moved that changed their
    look, or that stayed hidden.
    """
    tables = _tables(sheets)
    totals = [_Table(table, most, guessed or {}) for table in tables]
    shared = np.logical_and.reduce([table.sums() for table in totals])
    return [found for table in totals for found in table.told(shared)]


def move(step: int, far: int) -> Move:
    """What a movement is called."""
    return "near" if abs(step) < far else "up" if step > 0 else "down"


def _tables(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    names = dict.fromkeys(sheet.table for sheet in sheets)
    in_order = sorted(sheets, key=lambda sheet: sheet.edition)
    return [[sheet for sheet in in_order if sheet.table == name] for name in names]


class _Table:
    """One table in all its editions."""

    def __init__(self, editions: list[Sheet], most: int, guessed: Moves) -> None:
        self.editions, self.most, self.guessed = editions, most, guessed
        self.cells = [self._alone(name) for name in editions[0].cells]
        self.total = self._alone((TOTAL,))
        self.in_hiding = [
            editions[0].hidden(name) and not editions[0].hidden((TOTAL,))
            for name in editions[0].cells
        ]

    def sums(self) -> Possible:
        """What the whole table can add up to."""
        return self._sums(range(len(self.cells))) & self.total

    def told(self, shared: Possible) -> list[Told]:
        found = self._read((TOTAL,), shared)
        for number, name in enumerate(self.editions[0].cells):
            if any(sheet.is_promised(name) for sheet in self.editions):
                found += self._read(name, self._with_the_others(number, shared))
        return found

    def _read(self, name: Name, possible: Possible) -> list[Told]:
        found = []
        for axis, sheet in enumerate(self.editions):
            others = tuple(each for each in range(possible.ndim) if each != axis)
            counts = np.flatnonzero(possible.any(axis=others))
            if sheet.is_promised(name):
                found.append(Told(sheet, name, frozenset(counts.tolist())))
        return found

    def _with_the_others(self, number: int, shared: Possible) -> Possible:
        """A cell's counts for which the others can make up one of the shared totals."""
        others = [each for each in range(len(self.cells)) if each != number]
        threshold = self.editions[0].threshold
        if not any(self.in_hiding):
            return self.cells[number] & _differences(shared, self._added(others))
        shown = self._added([each for each in others if not self.in_hiding[each]])
        hidden = self._added([each for each in others if self.in_hiding[each]])
        if not self.in_hiding[number]:
            hidden = _at_least(hidden, threshold)
            return self.cells[number] & _differences(shared, _added(shown, hidden))
        all_hidden = _at_least(_differences(shared, shown), threshold)
        return self.cells[number] & _differences(all_hidden, hidden)

    def _sums(self, numbers: Sequence[int]) -> Possible:
        """Rule 3: what the first edition hides beside a printed total is the threshold together."""
        shown = self._added([each for each in numbers if not self.in_hiding[each]])
        hidden = self._added([each for each in numbers if self.in_hiding[each]])
        if any(self.in_hiding):
            hidden = _at_least(hidden, self.editions[0].threshold)
        return _added(shown, hidden)

    def _added(self, numbers: Sequence[int]) -> Possible:
        made = np.zeros((self.most + 1,) * len(self.editions), dtype=np.bool_)
        made.flat[0] = True
        for number in numbers:
            made = _added(made, self.cells[number])
        return made

    def _alone(self, name: Name) -> Possible:
        """What one entry can be in the editions, the other entries not looked at."""
        axes = np.indices((self.most + 1,) * len(self.editions), sparse=True)
        possible = np.ones((self.most + 1,) * len(self.editions), dtype=np.bool_)
        rests = rests_on(self.editions, name)
        for number, sheet in enumerate(self.editions):
            if rests[number] == number or not isinstance(sheet.entries[name], int):
                fits = sheet.meaning(name, self.most)
                possible &= (axes[number] >= fits.start) & (axes[number] < fits.stop)
            if number == 0:
                possible &= axes[0] <= self._no_larger_than_shown(name)
                continue
            rest = rests[number] if rests[number] < number else rests[number - 1]
            possible &= self._moved(name, number, axes[number] - axes[rest])
        return possible

    def _no_larger_than_shown(self, name: Name) -> int:
        """Rule 3: cover is the smallest that was shown."""
        first = self.editions[0]
        if not first.hidden(name):
            return self.most
        shown = [each for each in first.entries if isinstance(first.entries[each], int)]
        return min((first.largest(each, self.most) for each in shown), default=self.most)

    def _moved(self, name: Name, number: int, step: NDArray[np.int64]) -> Possible:
        before, after = self.editions[number - 1], self.editions[number]
        far = after.threshold
        kinds = {"near": abs(step) < far, "up": step >= far, "down": step <= -far}
        guess = self.guessed.get((after.table, after.edition, name))
        if guess:
            return kinds[guess]
        if isinstance(before.entries[name], int) and isinstance(after.entries[name], int):
            same = before.entries[name] == after.entries[name]
            return kinds["near"] if same else ~kinds["near"]
        return np.ones_like(step, dtype=np.bool_)


def _added(one: Possible, other: Possible) -> Possible:
    """Which sums of a possible count of each there are, up to the end of the arrays."""
    size = tuple(slice(n) for n in one.shape)
    return np.asarray(fftconvolve(one.astype(float), other.astype(float))[size] > 0.5)


def _differences(wholes: Possible, parts: Possible) -> Possible:
    """The counts that, with one of the parts, make one of the wholes."""
    backwards = np.flip(parts)
    size = tuple(slice(n - 1, 2 * n - 1) for n in wholes.shape)
    return np.asarray(fftconvolve(wholes.astype(float), backwards.astype(float))[size] > 0.5)


def _at_least(sums: Possible, threshold: int) -> Possible:
    kept = sums.copy()
    kept[:threshold] = False
    return kept
