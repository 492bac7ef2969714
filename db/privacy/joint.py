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
from db.privacy.parts import Part, bounds, movements
from db.privacy.system import Constraint, System, World, join
from db.privacy.tables import BoolArray, IntArray, Published

Edition = Sequence[Printed]
"""The tables of one measure and period, always in the same order."""


class NotMadeSoError(ValueError):
    """Editions are not what these rules make of the counts beside them: nothing can be audited."""


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
    parts: Sequence[Part] = ()

    def threshold(self, variable: int) -> int:
        """That of the edition which hides it."""
        if variable >= self.numbers.size:
            return self.parts[variable - self.numbers.size].rules.threshold
        entry = self.hidden[variable]
        return self.editions[entry.edition][entry.table].published.rules.threshold


class Numbers:
    """Where each entry stands among the variables: edition by edition, table by table."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        sizes = [table.grid.size for edition in editions for table in edition]
        self._starts = np.cumsum([0, *sizes])
        self._tables = len(editions[0])

    @property
    def size(self) -> int:
        """How many entries there are; the variables of parts follow."""
        return int(self._starts[-1])

    def of(self, entry: Entry) -> int:
        """The variable of one entry."""
        return int(self._starts[entry.edition * self._tables + entry.table]) + entry.flat


def joint(
    editions: Sequence[Edition], *, guessed: bool = False, parts: Sequence[Part] = ()
) -> Joint:
    """One model of all editions that said something new, the first one first.

    ``parts`` are totals that were released before the first of them; a hidden one is told at the
    entry that it is. With ``guessed`` the attacker also knows which of the entries that stayed
    hidden moved little: marks do not tell it, but a guess is often right. Raises
    ``NotMadeSoError`` where the counts cannot be what the editions were made from: what is
    modelled then is not what an attacker knows.
    """
    numbers = Numbers(editions)
    chains = [Chain([edition[i] for edition in editions]) for i in range(len(editions[0]))]
    systems = [chain.knowledge(number) for number in range(len(editions)) for chain in chains]
    links = [link for i, chain in enumerate(chains) for link in _moves(numbers, i, chain, guessed)]
    systems.append(bounds(parts))
    places = [numbers.of(_place(each)) for each in parts]
    links += movements(parts, editions[0], places, numbers.size)
    system = join(systems, [*links, *_shared_totals(numbers, chains)])
    grids = [t.grid.ravel() for edition in editions for t in edition]
    truth: World = np.concatenate([*grids, np.array([p.count for p in parts], dtype=np.int64)])
    if not system.allows(truth):
        raise NotMadeSoError("the editions were not made from the counts that stand beside them")
    hidden = [
        Entry(number, i, int(flat))
        for number, edition in enumerate(editions)
        for i, table in enumerate(edition)
        if not chains[i].is_silent(number)
        for flat in np.flatnonzero(table.published.hidden)
    ]
    by_variable = {numbers.of(entry): entry for entry in hidden}
    by_variable |= {
        numbers.size + i: _place(part) for i, part in enumerate(parts) if part.value is None
    }
    return Joint(system, truth, by_variable, editions, numbers, parts)


def _place(part: Part) -> Entry:
    return Entry(0, part.table, part.flat)


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
        if number == 0 or not self.same(number).all():
            return False
        rests, printed = self.rests[number - 1], self.printed[number]
        return any(
            abs(self.step(number, int(rests.flat[i]), int(i))) >= self.far(number)
            and printed.published.rules.rounded(int(printed.grid.flat[i]))
            != printed.published.values.flat[i]
            for i in np.flatnonzero(printed.published.shown)
        )

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

    def same(self, number: int) -> BoolArray:
        """Which entries of a later edition look as in the one before."""
        before, after = self.printed[number - 1].published, self.printed[number].published
        return np.asarray(encoded(before) == encoded(after))

    def step(self, number: int, since: int, i: int) -> int:
        """How far an entry moved from one edition to a later one."""
        return int(self.printed[number].grid.flat[i] - self.printed[since].grid.flat[i])

    def _rests(self, number: int) -> IntArray:
        """The edition from which on an entry looks so: for a printed one, that which printed it."""
        rests = self.rests[number - 1].copy()
        if self.is_silent(number):
            return rests
        rests[~self.same(number)] = number
        for i in np.flatnonzero(self.same(number) & self.printed[number].published.shown):
            if abs(self.step(number, int(rests.flat[i]), int(i))) >= self.far(number):
                rests.flat[i] = number
        return rests

    def far(self, number: int) -> int:
        """From where on a movement is far."""
        return self.printed[number].published.rules.threshold


def encoded(published: Published) -> IntArray:
    """One number for each value and mark."""
    marked = np.where(published.hidden, -1, published.values)
    return np.asarray(np.where(published.absent, -2, marked), dtype=np.int64)


def _moves(numbers: Numbers, table: int, chain: Chain, guessed: bool) -> Iterator[Constraint]:
    """How far entries moved: more than anyone can know, and never more than is true.

    What is printed as before has moved by less than the threshold. Of an entry whose look has
    changed the attacker is told whether it moved by less, or by the threshold at least, and up or
    down, since each edition in which it looked as it did before: who guesses right must not learn
    more than was promised.
    """
    for number in range(1, len(chain.printed)):
        if chain.is_silent(number):
            continue
        after, before = chain.printed[number].published, chain.printed[number - 1].published
        hidden, same = (before.hidden & after.hidden).ravel(), chain.same(number).ravel()
        for i in np.flatnonzero(~(before.absent | after.absent)):
            rest = int(chain.rests[number - 1].flat[i])
            if hidden[i] and not guessed:
                continue
            for since in range(rest, number if hidden[i] or not same[i] else rest + 1):
                if not chain.is_silent(since):
                    here, there = Entry(number, table, int(i)), Entry(since, table, int(i))
                    weights = {numbers.of(here): 1.0, numbers.of(there): -1.0}
                    step = chain.step(number, since, int(i))
                    yield from _moved(weights, step, chain.far(number), told=not same[i])
            far = abs(chain.step(number, rest, int(i))) >= chain.far(number)
            if before.shown.flat[i] and after.shown.flat[i] and not same[i] and not far:
                raise NotMadeSoError("an edition changed what had moved little")


def _moved(weights: dict[int, float], step: int, far: int, *, told: bool) -> Iterator[Constraint]:
    if abs(step) < far:
        yield Constraint(weights, 1 - far, far - 1)
    elif told:
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
