"""An attacker for tables of any shape: one integer program a question, "can it be this count?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.db.privacy.partner import TOTAL, Name, Sheet, Told, rests_on
from tests.db.privacy.sums import Moves

Where = tuple[str, int, Name]
"""Table, edition, entry."""


class Worlds:
    """All counts that fit what is known of the tables of one measure and period.

    The unknowns are inner cells only: every total is written as their sum.
    """

    def __init__(self, sheets: Sequence[Sheet], most: int, guessed: Moves | None = None) -> None:
        self.sheets, self.most, self.guessed = sheets, most, guessed or {}
        cells = [(s.table, s.edition, name) for s in sheets for name in s.cells]
        self.numbers = {cell: number for number, cell in enumerate(cells)}
        self.rows: list[dict[int, int]] = []
        self.ends: list[tuple[float, float]] = []
        self._say_all()
        self.matrix = self._matrix()
        self.met: dict[Where, set[int]] = {}

    def told(self, truths: Mapping[Where, int]) -> list[Told]:
        """Of every hidden entry, the counts next to the truth that it can have, and whether 0."""
        found = []
        for sheet in self.sheets:
            for name in sheet.entries:
                if sheet.is_promised(name):
                    truth = truths[sheet.table, sheet.edition, name]
                    found.append(Told(sheet, name, self._counts(sheet, name, truth)))
        return found

    def _counts(self, sheet: Sheet, name: Name, truth: int) -> frozenset[int]:
        def can_be(count: int) -> bool:
            return 0 <= count <= self.most and self.can_be(sheet, name, count)

        low = high = truth
        if not can_be(truth):
            return frozenset()
        while high - low <= sheet.threshold and can_be(high + 1):
            high += 1
        while high - low <= sheet.threshold and can_be(low - 1):
            low -= 1
        zero = [0] if can_be(0) else []
        return frozenset([*zero, *range(low, high + 1)])

    def can_be(self, sheet: Sheet, name: Name, count: int) -> bool:
        """Whether some world has this count there; each world found answers for all entries."""
        if count in self.met.get((sheet.table, sheet.edition, name), ()):
            return True
        row = np.zeros(len(self.numbers))
        row[list(self._parts(sheet, name))] = 1
        known = LinearConstraint(self.matrix, *np.array(self.ends).T)
        asked = LinearConstraint(row[None, :], count, count)
        size = len(self.numbers)
        answer = milp(
            np.zeros(size),
            integrality=np.ones(size),
            bounds=Bounds(0, self.most),
            constraints=[known, asked],
        )
        assert answer.status in (0, 2), answer.message
        if answer.status == 0:
            self._meet(np.rint(answer.x).astype(int))
        return bool(answer.status == 0)

    def _meet(self, world: NDArray[np.int64]) -> None:
        for sheet in self.sheets:
            for name in sheet.entries:
                count = int(world[list(self._parts(sheet, name))].sum())
                self.met.setdefault((sheet.table, sheet.edition, name), set()).add(count)

    def _say_all(self) -> None:
        tables = dict.fromkeys(sheet.table for sheet in self.sheets)
        for table in tables:
            editions = [sheet for sheet in self.sheets if sheet.table == table]
            editions.sort(key=lambda sheet: sheet.edition)
            self._say_rules(editions[0])
            for name in editions[0].entries:
                self._say_entry(editions, name)
        for one, other in product(self.sheets, self.sheets):
            if one.edition == other.edition and one.table < other.table:
                self._say(self._difference(one, other, one.grand_total, other.grand_total), 0, 0)

    def _say_entry(self, editions: list[Sheet], name: Name) -> None:
        rests = rests_on(editions, name)
        for number, sheet in enumerate(editions):
            if rests[number] == number or not isinstance(sheet.entries[name], int):
                fits = sheet.meaning(name, self.most)
                self._say(self._parts(sheet, name), fits.start, fits.stop - 1)
            if number:
                rest = editions[rests[number] if rests[number] < number else rests[number - 1]]
                step = self._difference(sheet, rest, name, name)
                self._say(step, *self._moved(editions[number - 1], sheet, name))

    def _moved(self, before: Sheet, after: Sheet, name: Name) -> tuple[float, float]:
        far, one, other = after.threshold, before.entries[name], after.entries[name]
        ends = {"near": (1 - far, far - 1), "up": (far, inf), "down": (-inf, -far)}
        guess = self.guessed.get((after.table, after.edition, name))
        if guess:
            return ends[guess]
        if isinstance(one, int) and isinstance(other, int):
            return ends["near" if one == other else "up" if other > one else "down"]
        return -inf, inf

    def _say_rules(self, first: Sheet) -> None:
        """What rule 3 leaves behind in a first edition."""
        for line in _lines(first):
            hidden = [name for name in line if first.hidden(name)]
            if hidden and isinstance(first.entries[line[-1]], int):
                parts: dict[int, int] = {}
                for name in hidden:
                    for number in self._parts(first, name):
                        parts[number] = parts.get(number, 0) + 1
                self._say(parts, first.threshold, inf)
        for name in first.entries:
            if first.hidden(name):
                self._say(self._parts(first, name), 0, self._no_larger_than_shown(first, name))

    def _no_larger_than_shown(self, sheet: Sheet, name: Name) -> float:
        smallest = [
            min(
                (sheet.largest(e, self.most) for e in line if isinstance(sheet.entries[e], int)),
                default=self.most,
            )
            for line in _lines(sheet)
            if name in line
        ]
        return max(smallest)

    def _parts(self, sheet: Sheet, name: Name) -> dict[int, int]:
        """The inner cells that an entry is the sum of."""
        return {
            self.numbers[sheet.table, sheet.edition, cell]: 1
            for cell in sheet.cells
            if all(part in (own, TOTAL) for own, part in zip(cell, name, strict=True))
        }

    def _difference(self, one: Sheet, other: Sheet, name: Name, its: Name) -> dict[int, int]:
        minus = dict.fromkeys(self._parts(other, its), -1)
        return self._parts(one, name) | minus

    def _say(self, row: dict[int, int], low: float, high: float) -> None:
        self.rows.append(row)
        self.ends.append((low, high))

    def _matrix(self) -> csr_array:
        entries = [(r, c, v) for r, row in enumerate(self.rows) for c, v in row.items()]
        rows, columns, values = np.array(entries).T
        return csr_array((values, (rows, columns)), shape=(len(self.rows), len(self.numbers)))


def _lines(sheet: Sheet) -> list[list[Name]]:
    """Rows and columns, each with its total last."""
    found = list[list[Name]]()
    for axis in range(len(sheet.grand_total)):
        across: dict[Name, list[Name]] = {}
        for name in sheet.entries:
            across.setdefault((*name[:axis], *name[axis + 1 :]), []).append(name)
        found += across.values()
    return found
