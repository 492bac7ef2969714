"""All tables of one measure and period, in all their editions, as one system of constraints.

What links them: ``docs/privacy.md#the-audit``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

import numpy as np

from db.privacy.knowledge import Printed, first_knowledge, own_knowledge
from db.privacy.system import Constraint, System, World, join
from db.privacy.tables import IntArray, Published

Edition = Sequence[Printed]
"""The tables of one measure and period, always in the same order."""


@dataclass(frozen=True)
class Entry:
    """One entry of one table of one edition."""

    edition: int
    table: int
    flat: int


@dataclass(frozen=True, eq=False)
class Joint:
    """The system, the true world in it, and what stands at each hidden variable."""

    system: System
    truth: World
    hidden: dict[int, Entry]
    editions: Sequence[Edition]
    numbers: Numbers

    def threshold(self, variable: int) -> int:
        """That of the edition which hides it."""
        entry = self.hidden[variable]
        return self.editions[entry.edition][entry.table].published.rules.threshold


class Numbers:
    """Where each entry stands among the variables: edition by edition, table by table."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        sizes = [table.grid.size for edition in editions for table in edition]
        self._starts = np.cumsum([0, *sizes])
        self._tables = len(editions[0])

    def of(self, entry: Entry) -> int:
        """The variable of one entry."""
        return int(self._starts[entry.edition * self._tables + entry.table]) + entry.flat


def joint(editions: Sequence[Edition], *, guessed: bool = False) -> Joint:
    """One model of all editions that said something new, the first one first.

    With ``guessed`` the attacker also knows which of the entries that stayed hidden moved little:
    marks do not tell it, but a guess is often right. Raises ``ValueError`` where the counts cannot
    be what the editions were made from: what is modelled then is not what an attacker knows.
    """
    numbers = Numbers(editions)
    chains = [Chain([edition[i] for edition in editions]) for i in range(len(editions[0]))]
    systems = [chain.knowledge(number) for number in range(len(editions)) for chain in chains]
    links = [link for i, chain in enumerate(chains) for link in _moves(numbers, i, chain, guessed)]
    system = join(systems, [*links, *_shared_totals(numbers, chains)])
    truth: World = np.concatenate([t.grid.ravel() for edition in editions for t in edition])
    if not system.allows(truth):
        raise ValueError("the editions were not made from the counts that stand beside them")
    hidden = [
        Entry(number, i, int(flat))
        for number, edition in enumerate(editions)
        for i, table in enumerate(edition)
        if not chains[i].is_silent(number)
        for flat in np.flatnonzero(table.published.hidden)
    ]
    by_variable = {numbers.of(entry): entry for entry in hidden}
    return Joint(system, truth, by_variable, editions, numbers)


class Chain:
    """One table in all editions: which entries each of them printed or marked anew."""

    def __init__(self, printed: Sequence[Printed]) -> None:
        self.printed = printed
        self.rests = [np.zeros(printed[0].grid.shape, dtype=np.int64)]
        for number in range(1, len(printed)):
            self.rests.append(self._rests(number))

    def is_silent(self, number: int) -> bool:
        """Whether an edition only repeats the table though counts have moved far: it says nothing.

        No edition is made so any more, unless all tables of the measure are repeated.
        """
        if number == 0:
            return False
        shown, far = self.printed[number].published.shown.ravel(), self._far(number)
        steps = list(self.steps(number))
        moved = any(shown[i] and abs(step) >= far for i, _, step, _ in steps)
        return moved and all(same for _, _, _, same in steps)

    def knowledge(self, number: int) -> System:
        """What the table tells in one edition alone."""
        if number == 0:
            return first_knowledge(self.printed[0])
        if self.is_silent(number):
            size = self.printed[number].grid.size
            return System(np.zeros(size), np.full(size, inf), ())
        return own_knowledge(self.printed[number], self.rests[number] == number)

    def moved(self, grid: IntArray) -> IntArray:
        """How each entry of the next edition has moved since the edition that its look rests on."""
        grids = np.stack([each.grid for each in self.printed])
        resting = np.take_along_axis(grids, self.rests[-1][None], axis=0)[0]
        return np.asarray(grid - resting, dtype=np.int64)

    def steps(self, number: int) -> Iterator[tuple[int, int, int, bool]]:
        """Of each entry of a later edition: its place, the edition it rested on, how far it moved
        since, and whether it looks the same."""
        rests = self.rests[number - 1]
        same = looks(self.printed[number].published) == looks(self.printed[number - 1].published)
        for i in range(rests.size):
            rest = int(rests.flat[i])
            step = self.printed[number].grid.flat[i] - self.printed[rest].grid.flat[i]
            yield i, rest, int(step), bool(same.flat[i])

    def _rests(self, number: int) -> IntArray:
        rests = self.rests[number - 1].copy()
        if self.is_silent(number):
            return rests
        for i, _, step, same in self.steps(number):
            if not same or abs(step) >= self._far(number):
                rests.flat[i] = number
        return rests

    def _far(self, number: int) -> int:
        return self.printed[number].published.rules.threshold


def looks(published: Published) -> IntArray:
    """One number for each value and mark."""
    marked = np.where(published.hidden, -1, published.values)
    return np.asarray(np.where(published.absent, -2, marked), dtype=np.int64)


def _moves(numbers: Numbers, table: int, chain: Chain, guessed: bool) -> Iterator[Constraint]:
    """How far entries moved: more than anyone can know, and never more than is true.

    What is printed as before has moved by less than the threshold. Of an entry whose look has
    changed the attacker is told whether it moved by less, or by the threshold at least, and up or
    down: who guesses right must not learn more than was promised.
    """
    for number in range(1, len(chain.printed)):
        if chain.is_silent(number):
            continue
        after, before = chain.printed[number].published, chain.printed[number - 1].published
        far = after.rules.threshold
        for i, rest, step, same in chain.steps(number):
            in_hiding = before.hidden.flat[i] and after.hidden.flat[i]
            if before.absent.flat[i] or after.absent.flat[i] or (in_hiding and not guessed):
                continue
            weights = {
                numbers.of(Entry(number, table, i)): 1.0,
                numbers.of(Entry(rest, table, i)): -1.0,
            }
            if abs(step) < far:
                if before.shown.flat[i] and after.shown.flat[i] and not same:
                    raise ValueError("an edition changed what had moved little")
                yield Constraint(weights, 1 - far, far - 1)
            elif not same:
                yield Constraint(weights, far, inf) if step > 0 else Constraint(weights, -inf, -far)


def _shared_totals(numbers: Numbers, chains: Sequence[Chain]) -> Iterator[Constraint]:
    """Every table of an edition counts the same persons."""
    for number in range(len(chains[0].printed)):
        possible = [
            numbers.of(Entry(number, i, chain.printed[number].grid.size - 1))
            for i, chain in enumerate(chains)
            if not chain.is_silent(number) and not chain.printed[number].published.absent.flat[-1]
        ]
        for one, other in pairwise(possible):
            yield Constraint({one: 1.0, other: -1.0}, 0, 0)
