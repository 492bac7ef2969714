"""Corrections of a release: a new edition must not tell, by its differences, who was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from db.privacy.attack import exposed, knowledge
from db.privacy.rules import Reason
from db.privacy.system import Constraint, System, is_possible, join
from db.privacy.tables import BoolArray, Index, IntArray, ProtectedTable, Published

MOST_CASES = 64
"""Ways in which counts may have moved that are looked at before an edition is given up."""


@dataclass(frozen=True, eq=False)
class Printed:
    """One frozen edition of a table: what was shown, and the true grid on that day."""

    published: Published
    grid: IntArray


def reconcile_siblings(
    tables: Sequence[tuple[Sequence[Printed], ProtectedTable]],
) -> list[ProtectedTable]:
    """The next edition of all tables of one measure: they show one grand total, or all repeat."""
    made = [reconcile_edition(earlier, new) for earlier, new in tables]
    if len({_total(table.published) for table in made}) == 1:
        return made
    return [_repeat(earlier[-1].published, new) for earlier, new in tables]


def reconcile_edition(earlier: Sequence[Printed], new: ProtectedTable) -> ProtectedTable:
    """A table's next edition (``docs/privacy.md#new-editions``): what moved little is repeated.

    Every entry, cell or total, whose true count is less than the threshold away from the count
    its print rests on keeps its value or mark; the others take the new ones. All editions
    (``earlier``, the first one first) are then audited together; where the promise fails for a
    hidden entry of any, the last edition is repeated altogether. Raises ``ValueError`` where the
    earlier editions cannot have been made so, or differ in labels, rules or impossible cells (one
    may have become possible).
    """
    chain = _chain(earlier)
    before = chain.editions[-1]
    if {new.published.rules, *(each.published.rules for each in earlier)} != {before.rules}:
        raise ValueError("the editions were made by other rules")
    if not before.labels == new.published.labels == new.table.labels:
        raise ValueError("the editions differ in labels")
    if (new.published.absent & ~before.absent).any():
        raise ValueError("a cell that was possible has become impossible")
    moved = chain.moved(new.table.grid, new.published)
    after = _mixed(before, new.published, moved)
    if _same(before, after) or chain.then(after, moved, new.table.grid).tells_too_much():
        return _repeat(before, new)
    return ProtectedTable(new.table, after, _reasons(after, new))


@dataclass(frozen=True, eq=False)
class _Chain:
    """The editions that said something new, where each was printed anew, and on what all rests."""

    editions: tuple[Published, ...]
    anew: tuple[BoolArray, ...]
    rests_on: IntArray

    def moved(self, grid: IntArray, published: Published) -> BoolArray:
        """The entries that an edition with these counts does not repeat."""
        became_possible = self.editions[-1].absent & ~published.absent
        far = np.abs(grid - self.rests_on) >= published.rules.threshold
        return np.asarray(far | became_possible, dtype=np.bool_)

    def then(self, published: Published, anew: BoolArray, grid: IntArray) -> _Chain:
        """The chain with one more edition; a whole table that was repeated says nothing."""
        rests_on = np.where(anew, grid, self.rests_on)
        _check_rounding(published, rests_on)
        if (_looks(published) != _looks(self.editions[-1]))[~anew].any():
            raise ValueError("an edition changed what had moved little")
        return _Chain((*self.editions, published), (*self.anew, anew), rests_on)

    def tells_too_much(self) -> bool:
        """Whether all editions together break the promise for a hidden entry of any of them."""
        size = self.rests_on.size
        hidden = [
            number * size + int(i)
            for number, each in enumerate(self.editions)
            for i in np.flatnonzero(each.hidden)
        ]
        return bool(hidden and exposed(self._cases(), hidden, self.editions[0].rules.threshold))

    def _cases(self) -> list[System]:
        """What an attacker knows, once for every way in which entries may have moved."""
        systems = [
            knowledge(each, repeated=~anew)
            for each, anew in zip(self.editions, self.anew, strict=True)
        ]
        links, jumps = self._steps()
        cases = [case for case in [join(systems, links)] if is_possible(case)]
        for ways in jumps:
            further = [join([case], [way]) for case in cases for way in ways]
            cases = [case for case in further if is_possible(case)]
            if len(cases) > MOST_CASES:
                return []
        return cases

    def _steps(self) -> tuple[list[Constraint], list[tuple[Constraint, Constraint]]]:
        """A repeated entry moved little. One that looks different moved far: up or down."""
        size, far = self.rests_on.size, self.editions[0].rules.threshold
        links, jumps = list[Constraint](), list[tuple[Constraint, Constraint]]()
        last = np.zeros(size, dtype=np.int64)
        for number in range(1, len(self.editions)):
            after, anew = self.editions[number], self.anew[number].ravel()
            for i in range(size):
                before, step = self.editions[last[i]], {last[i] * size + i: -1.0}
                step[number * size + i] = 1.0
                up, down = Constraint(step, lower=far), Constraint(step, upper=-far)
                if not anew[i]:
                    links.append(Constraint(step, 1 - far, far - 1))
                elif before.shown.flat[i] and after.shown.flat[i]:
                    links.append(up if after.values.flat[i] > before.values.flat[i] else down)
                elif before.shown.flat[i] or (before.hidden.flat[i] and after.shown.flat[i]):
                    jumps.append((up, down))
            last[anew] = number
        return links, jumps


def _chain(earlier: Sequence[Printed]) -> _Chain:
    first = earlier[0]
    _check_rounding(first.published, first.grid)
    everywhere = np.ones(first.grid.shape, dtype=np.bool_)
    chain = _Chain((first.published,), (everywhere,), first.grid)
    for each in earlier[1:]:
        if not _same(chain.editions[-1], each.published):
            moved = chain.moved(each.grid, each.published)
            chain = chain.then(each.published, moved, each.grid)
    return chain


def _check_rounding(published: Published, rests_on: IntArray) -> None:
    rules, shown = published.rules, published.shown
    counts = [rules.rounded(int(count)) for count in rests_on[shown]]
    if counts != published.values[shown].tolist():
        raise ValueError("an edition was not made from the counts that stand beside it")


def _mixed(before: Published, new: Published, moved: BoolArray) -> Published:
    values = np.where(moved, new.values, before.values)
    hidden = np.where(moved, new.hidden, before.hidden)
    return replace(new, values=values, hidden=hidden)


def _repeat(before: Published, new: ProtectedTable) -> ProtectedTable:
    return ProtectedTable(new.table, before, _reasons(before, None))


def _looks(published: Published) -> IntArray:
    """One number for each value and mark."""
    marked = np.where(published.hidden, -1, published.values)
    return np.asarray(np.where(published.absent, -2, marked), dtype=np.int64)


def _same(one: Published, other: Published) -> bool:
    return bool((_looks(one) == _looks(other)).all())


def _total(published: Published) -> int:
    return int(_looks(published).flat[-1])


def _reasons(after: Published, new: ProtectedTable | None) -> dict[Index, Reason]:
    known = new.reasons if new else {}
    hidden = (index for index in np.ndindex(after.hidden.shape) if after.hidden[index])
    return {index: known.get(index, Reason.EDITION) for index in hidden}
