"""What a partner ever gets of a table, and what its values and marks can stand for.

Nothing here or in ``sums.py`` and ``programs.py`` beside it uses the code that protects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from db.codes import Mark

TOTAL = "TOTAL"
Name = tuple[str, ...]
#: How an entry moved since the edition that its look comes from.
Move = Literal["near", "up", "down"]


@dataclass(frozen=True)
class Sheet:
    """One table of one edition. Those of one ``measure`` (and period) count the same persons.

    ``known`` is what another release tells of its entries, ``asked`` those that this one hid.
    """

    measure: str
    edition: int
    table: str
    threshold: int
    base: int
    entries: Mapping[Name, int | Mark]
    known: Mapping[Name, range] = field(default_factory=dict)
    asked: frozenset[Name] = frozenset()

    @property
    def cells(self) -> list[Name]:
        """The inner cells, in order."""
        return [name for name in self.entries if TOTAL not in name]

    @property
    def grand_total(self) -> Name:
        """Under which name everybody stands."""
        return (TOTAL,) * len(next(iter(self.entries)))

    def hidden(self, name: Name) -> bool:
        """Whether the mark stands there that protects people."""
        return self.entries[name] is Mark.HIDDEN

    def is_promised(self, name: Name) -> bool:
        """Whether nobody may know it: it is hidden here, or was in the other release."""
        return self.hidden(name) or name in self.asked

    def largest(self, name: Name, most: int) -> int:
        """The largest count that an entry can have, nothing else known."""
        return max(self.meaning(name, most))

    def meaning(self, name: Name, most: int) -> range:
        """The counts that an entry can have, nothing else known; those not bounded end at ``most``.

        All of a measure is hidden when its total is under the threshold and a base.
        """
        fits = self._alone(name, most)
        known = self.known.get(name, fits)
        return range(max(fits.start, known.start), min(fits.stop, known.stop))

    def _alone(self, name: Name, most: int) -> range:
        entry = self.entries[name]
        if entry is Mark.NOT_APPLICABLE:
            return range(1)
        if isinstance(entry, Mark):
            nothing = self.hidden(self.grand_total)
            return range(self.threshold + self.base if nothing else most + 1)
        fits = [
            n
            for n in range(max(0, entry - self.base), entry + self.base + 1)
            if n >= self.threshold and int(n / self.base + 0.5) * self.base == entry
        ]
        large = [n for n in fits if n >= self.threshold + self.base]
        fits = large if large and name == self.grand_total else fits
        return range(min(fits), max(fits) + 1)


@dataclass(frozen=True)
class Told:
    """What is told of one hidden entry: every count it can have."""

    sheet: Sheet
    name: Name
    counts: frozenset[int]

    def breaks_the_promise(self, truth: int, most: int) -> bool:
        """Narrow around the truth, or no zero though the count is small.

        The promise asks for ``threshold`` consecutive counts, and that a total is ``threshold``
        wide; one more, so the wider of the two is asked of all. What reaches ``most`` has no end.
        """
        low = high = truth
        while low - 1 in self.counts:
            low -= 1
        while high + 1 in self.counts:
            high += 1
        narrow = high - low < self.sheet.threshold and high < most
        small = truth < self.sheet.threshold and 0 not in self.counts
        return truth not in self.counts or narrow or small

    def __str__(self) -> str:
        return f"{self.sheet.table} {self.sheet.edition} {self.name}: {sorted(self.counts)}"


def same_print(one: Sheet, other: Sheet, name: Name) -> bool:
    """Whether two editions print the same there."""
    return one.entries[name] == other.entries[name]


def rests_on(editions: Sequence[Sheet], name: Name) -> list[int]:
    """For each edition the first one of those in a row, up to it, that look the same there."""
    found = [0]
    for number in range(1, len(editions)):
        same = same_print(editions[number - 1], editions[number], name)
        found.append(found[-1] if same else number)
    return found
