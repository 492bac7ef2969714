"""Who answers a wave of the survey, and when: what a watcher of the trust page knows beforehand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache, cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

#: What an answer says: trusts, does not, or is none.
TRUSTS, NOT, NONE = 0, 1, 2
NEVER = 10**6
#: The sexes that the page can be asked for, and the one that was not said.
SEXES, UNSAID = ("F", "M", "X"), "None"
EVERYBODY: frozenset[str] = frozenset()
#: What the page can be asked for.
FILTERS = [EVERYBODY] + [frozenset(each) for n in (1, 2, 3) for each in combinations(SEXES, n)]


class Scale(NamedTuple):
    """An item's answers: from which on they trust, the neutral one, the last."""

    trusting_from: int
    neutral: int
    last: int

    def kind(self, value: int) -> int:
        """The class of an answer."""
        if value > self.last:
            return NONE
        return TRUSTS if value >= self.trusting_from else NOT


#: The item that stands for trust; answers above its last are none.
T1 = Scale(6, 5, 10)
DONT_KNOW, REFUSED, NOT_APPLICABLE = 98, 99, 97


class Visit(NamedTuple):
    """The day on which somebody answered, the one on which that was struck out, if any, and the
    person's sex."""

    came: int
    gone: int = NEVER
    sex: str = UNSAID


class People:
    """Who answered when at one agency, whose wave takes answers in ``rounds`` (first and last day
    of each); the page is looked at until day ``watched``."""

    def __init__(
        self, visits: Sequence[Visit], rounds: Sequence[tuple[int, int]], watched: int
    ) -> None:
        self.visits, self.rounds, self.watched = tuple(visits), tuple(rounds), watched
        self.came = np.array([each.came for each in visits])
        self.gone = np.array([each.gone for each in visits])
        days = np.arange(watched + 1)[:, None]
        self.standing = (self.came <= days) & (days < self.gone)
        self.by_sex = {
            sex: np.array([each.sex == sex for each in visits]) for sex in (*SEXES, UNSAID)
        }
        stands = self.standing.astype(int)
        self._without = (stands @ (1 - stands.T)).tolist()
        self.parts, self.keeping = cache(self._parts), cache(self._keeping)

    def is_open(self, day: int) -> bool:
        return any(first <= day <= last for first, last in self.rounds)

    @cached_property
    def ends(self) -> frozenset[int]:
        """The last day of each round."""
        return frozenset(last for _, last in self.rounds)

    def new(self, since: int, day: int) -> int:
        """Questionnaires that came after one day and stand at the end of another."""
        return int(self._without[day][since])

    @cached_property
    def by_day(self) -> dict[str, list[int]]:
        """Questionnaires by sex that stand at the end of each day."""
        return {
            sex: (self.standing & here).sum(axis=1).tolist() for sex, here in self.by_sex.items()
        }

    def asked(self, day: int, sexes: Collection[str]) -> int:
        """Questionnaires of some sexes that stand at the end of a day."""
        return sum(self.by_day[sex][day] for sex in sexes)

    def lost(self, since: int, day: int) -> int:
        """Those that stood at the end of one day and were struck out by another."""
        return int(self._without[since][day])

    def _keeping(self, day: int) -> People:
        """The same, but whoever stands at the end of a day does so for good."""
        kept = [
            each._replace(gone=NEVER) if each.came <= day < each.gone else each
            for each in self.visits
        ]
        return People(kept, self.rounds, self.watched)

    @cached_property
    def full(self) -> list[int]:
        """The days on which a block was full while the wave was open."""
        return [day for day in self.blocks if self.is_open(day) and day not in self.ends]

    def _parts(self, day: int) -> list[frozenset[str]]:
        """The sexes as they can be asked for: those of whom fewer than ten were asked, or fewer
        than three in one of several blocks, with the next smallest until they are enough, as one;
        and each other one."""
        full = [each for each in self.full if each < day]

        def enough(sexes: Collection[str]) -> bool:
            blocks = [self.asked(b, sexes) - self.asked(a, sexes) for a, b in pairwise([0, *full])]
            return self.asked(day, sexes) >= 10 and (len(blocks) < 2 or min(blocks) >= 3)

        number = {sex: self.asked(day, {sex}) for sex in self.by_sex}
        block = set[str]()
        rest = []
        for sex in sorted(filter(number.get, number), key=lambda each: (number[each], each)):
            if not enough({sex}) or (block and not enough(block)):
                block.add(sex)
            else:
                rest.append(frozenset({sex}))
        return [frozenset(block), *rest] if block else rest

    @cached_property
    def blocks(self) -> dict[int, tuple[int, int]]:
        """The days on which a block was full or a round ended, with what came and went in it."""
        found, since = {}, 0
        for day in range(1, self.watched + 1):
            new, lost = self.new(since, day), self.lost(since, day)
            if new + lost >= 10 or day in self.ends:
                found[day] = (new, lost)
                since = day
        return found
