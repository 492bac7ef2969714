"""Which cells to hide before rounding: small ones, and the cover that keeps them hidden."""

from __future__ import annotations

import numpy as np

from db.privacy.rules import Reason, Rules
from db.privacy.tables import (
    BoolArray,
    Index,
    IntArray,
    ProtectedTable,
    Published,
    Table,
    lines,
    publish,
)


class Hiding:
    """The working state of one table: flat arrays over its grid, and which entries are hidden.

    Ties go to the earlier cell, and to a cell before its total. A grand total under ``least_total``
    hides the whole table: were it hidden for being under the threshold, that is all it could be.
    """

    def __init__(self, table: Table, rules: Rules) -> None:
        self.table, self.rules, self.threshold = table, rules, rules.threshold
        self.counts: IntArray = table.grid.ravel()
        self.absent: BoolArray = table.absent.ravel()
        self.small: BoolArray = (self.counts < self.threshold) & ~self.absent
        self.hidden = self.small.copy()
        self.lines = lines(table.grid.shape)
        if self.counts[-1] < rules.least_total:
            self.hide_all()

    @property
    def shown(self) -> BoolArray:
        """What is neither hidden nor impossible."""
        return ~(self.hidden | self.absent)

    def cover(self) -> None:
        """Hide the smallest of each weak line, rows and columns in turn, until none is weak.

        Rule 3 of ``docs/privacy.md#the-rules``. Totals are entries of lines like others.
        """
        before = -1
        while before != int(self.hidden.sum()):
            before = int(self.hidden.sum())
            for line in self.lines:
                self._cover_line(line)

    def cover_further(self, exposed: list[int]) -> bool:
        """Hide the next smallest beside the exposed entries; False when nothing is left to hide.

        The grand total is never cover here: it is what stays when all else fails.
        """
        beside = [line for line in self.lines if np.isin(line, exposed).any()]
        candidate = self._smallest(np.concatenate(beside))
        if candidate is None:
            candidate = self._smallest(np.arange(self.counts.size))
        if candidate is not None:
            self.hidden[candidate] = True
        return candidate is not None

    def hide_all_but_the_grand_total(self) -> None:
        """Drop the breakdown (rule 7 of ``docs/privacy.md#the-rules``)."""
        self.hidden[:-1] = ~self.absent[:-1]

    def hide_all(self) -> None:
        """The last resort: nothing is published."""
        self.hidden = ~self.absent

    def published(self) -> Published:
        """What would be published now."""
        return publish(self.table, self.hidden.reshape(self.table.grid.shape).copy(), self.rules)

    def protected(self, covered: BoolArray) -> ProtectedTable:
        """The same beside the truth and the reasons; ``covered`` was hidden before the audit."""
        reasons: dict[Index, Reason] = {}
        for flat, index in enumerate(np.ndindex(self.table.grid.shape)):
            if self.hidden[flat]:
                cover = Reason.COVER if covered[flat] else Reason.AUDIT
                reasons[index] = Reason.SMALL if self.small[flat] else cover
        return ProtectedTable(self.table, self.published(), reasons)

    def _cover_line(self, line: IntArray) -> None:
        while self._is_weak(line):
            shown = line[self.shown[line]]
            if not shown.size:
                return
            self.hidden[shown[np.argmin(self.counts[shown])]] = True

    def _is_weak(self, line: IntArray) -> bool:
        hidden = line[self.hidden[line]]
        too_few = self.counts[hidden].sum() < self.threshold
        return bool(hidden.size == 1 or (hidden.size and too_few))

    def _smallest(self, entries: IntArray) -> int | None:
        grand_total = self.counts.size - 1
        usable = np.unique(entries[self.shown[entries] & (entries != grand_total)])
        return int(usable[np.argmin(self.counts[usable])]) if usable.size else None
