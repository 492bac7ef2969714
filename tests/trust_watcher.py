"""Somebody who watches the trust page night after night, and tries to tell single answers.

Written from the rules as ``docs/trust.md`` states them, without the code that applies them. The
watcher knows more than a manager does: the rules, the day on which each person answered, and whose
answer was struck out when. An answer is told where the watcher finds no other stream of answers, of
the same people on the same days, in which this person said something else and every page looks the
same.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

#: What somebody answered: trusts, does not, or gave no answer.
TRUSTS, NOT, NONE = 0, 1, 2
NEVER = 10**6
#: Numbers of people: who trusts, who does not, no answer.
Counts = tuple[int, int, int]
Seen = Counts | None
NOTHING: Counts = (0, 0, 0)
#: Streams that are tried for an answer before it counts as told.
TRIES = 20_000


class Visit(NamedTuple):
    """The day on which somebody answered, and the one on which that was struck out, if any."""

    came: int
    gone: int = NEVER


class People:
    """Who answered when at one agency, whose wave takes answers until day ``last``; the page is
    looked at until day ``watched``."""

    def __init__(self, visits: Sequence[Visit], last: int, watched: int) -> None:
        self.visits, self.last, self.watched = tuple(visits), last, watched
        self.came = np.array([each.came for each in visits])
        self.gone = np.array([each.gone for each in visits])
        days = np.arange(watched + 1)[:, None]
        self._standing = (self.came <= days) & (days < self.gone)

    def counts(self, answers: Sequence[int]) -> list[Counts]:
        """By day, what stands at its end."""
        said = np.eye(3, dtype=int)[list(answers)]
        return [(a, b, c) for a, b, c in (self._standing.astype(int) @ said).tolist()]

    def new(self, since: int, day: int) -> int:
        """Questionnaires that came after one day and stand at the end of another."""
        return int(((since < self.came) & (self.came <= day) & (day < self.gone)).sum())

    def lost(self, since: int, day: int) -> int:
        """Those that stood at the end of one day and were struck out by another."""
        return int(((self.came <= since) & (since < self.gone) & (self.gone <= day)).sum())

    @cached_property
    def blocks(self) -> list[tuple[int, int, int]]:
        """The days on which a block was full or the wave ended, with what came and went in it."""
        found, since = [], 0
        for day in range(1, self.watched + 1):
            new, lost = self.new(since, day), self.lost(since, day)
            if new + lost >= 10 or day == self.last:
                found.append((day, new, lost))
                since = day
        return found


Shows = Callable[[People, Sequence[int]], list[Seen]]


def live(people: People, answers: Sequence[int]) -> list[Seen]:
    """A page that shows true counts as soon as there are ten."""
    return [_seen(each) for each in people.counts(answers)]


def plain(people: People, answers: Sequence[int]) -> list[Seen]:
    """A page in batches of ten with two of each class, and of everything once the wave is over."""
    seen, shown = [], NOTHING
    for day, now in enumerate(people.counts(answers)):
        more = _minus(now, shown)
        if day >= people.last or (sum(more) >= 10 and min(more[:2]) >= 2):
            shown = now
        seen.append(_seen(shown))
    return seen


def held_back(people: People, answers: Sequence[int]) -> list[Seen]:
    """The page as its rules say."""
    watch = _Watch(people, people.counts(answers))
    full = {day: (new, lost) for day, new, lost in people.blocks}
    seen = []
    for day in range(people.watched + 1):
        watch.night(day, full.get(day))
        seen.append(_seen(watch.now[watch.shown]))
    return seen


class _Watch:
    """Days, of which the page shows one; 0, before the first answer, shows nothing."""

    def __init__(self, people: People, now: list[Counts]) -> None:
        self.people, self.now = people, now
        self.shown = self.newest = self.room = 0
        #: Whether a full block was no batch, since the newest batch and before that one.
        self.has_waited = self.had_waited = self.is_final = False

    def night(self, day: int, block: tuple[int, int] | None) -> None:
        if self.is_final:
            return
        if day == self.people.last:
            self._end(day, block[0] if block else 0)
        elif day > self.people.last and self.shown == 0:
            self._first(day)
        elif block is not None:
            self._block(day, *block)

    def _first(self, day: int) -> None:
        if sum(self.now[day][:2]) >= 10:
            self.shown = self.newest = day
            self.has_waited = False

    def _end(self, day: int, new: int) -> None:
        if self.shown == 0:
            self.newest, self.has_waited = 0, False
            self._first(day)
            return
        people, more = self.people, _minus(self.now[day], self.now[self.shown])
        is_more = people.new(self.newest, day) + people.lost(self.newest, day) > 0
        fits = sum(more) >= 10 and min(more[:2]) >= (4 if is_more else 2)
        if is_more and (self.has_waited or self.had_waited):
            fits = fits and min(more[:2]) <= self.room - 2 + new - people.lost(self.shown, day)
        self.is_final = not fits
        self.has_waited = False
        if fits:
            self.shown = self.newest = day

    def _block(self, day: int, new: int, lost: int) -> None:
        people, more = self.people, _minus(self.now[day], self.now[self.newest])
        is_over = day > people.last
        up = sum(more) >= 10 and min(more[:2]) >= 2
        down = is_over and -sum(more) >= 10 and max(more[:2]) <= -2
        if self.has_waited:
            up = up and min(more[:2]) <= new - people.lost(self.newest, day)
            down = down and -max(more[:2]) <= lost - people.new(self.newest, day)
        if not (up or down):
            self.has_waited = True
            return
        self.shown = day if is_over else self.newest
        self.newest, self.room = day, new
        self.had_waited, self.has_waited = self.has_waited, False


def _seen(found: Counts) -> Seen:
    return found if found[TRUSTS] + found[NOT] >= 10 else None


def _minus(now: Counts, before: Counts) -> Counts:
    return now[0] - before[0], now[1] - before[1], now[2] - before[2]


def told(people: People, answers: Sequence[int], shows: Shows, tries: int = TRIES) -> list[int]:
    """The places of the people whose answer the watcher can tell."""
    seen = shows(people, answers)
    found = []
    #: People of the same days and answer are alike: one of them stands for all.
    known: dict[tuple[Visit, int], bool] = {}
    for place, (visit, answer) in enumerate(zip(people.visits, answers, strict=True)):
        if answer == NONE:
            continue
        if (visit, answer) not in known:
            others = _others(people, list(answers), place, tries)
            known[visit, answer] = not any(shows(people, each) == seen for each in others)
        if known[visit, answer]:
            found.append(place)
    return found


def _others(people: People, answers: list[int], place: int, tries: int) -> Iterator[list[int]]:
    """Streams in which this person said something else: the nearest first."""
    mine = answers[place]
    other = TRUSTS + NOT - mine
    yield _changed(answers, {place: other})
    alike = _one_of_each(people, answers, place)
    for swap in alike:
        if answers[swap] == other:
            yield _changed(answers, {place: other, swap: mine})
    valid = [each for each in alike if answers[each] != NONE]
    for pair in combinations(valid, 2):
        turned = {each: TRUSTS + NOT - answers[each] for each in pair}
        yield _changed(answers, {place: other, **turned})
    dice = random.Random(place)
    for _ in range(tries if alike else 0):
        tried = _changed(answers, {place: other, dice.choice(alike): mine})
        for _ in range(dice.randint(1, 3)):
            one, two = dice.choice(alike), dice.choice(alike)
            tried = _changed(tried, {one: tried[two], two: tried[one]})
        yield tried


def _one_of_each(people: People, answers: list[int], place: int) -> list[int]:
    here = people.visits[place].came
    near = sorted(range(len(answers)), key=lambda each: abs(people.visits[each].came - here))
    kinds: dict[tuple[Visit, int], int] = {}
    for each in near:
        if each != place:
            kinds.setdefault((people.visits[each], answers[each]), each)
    return list(kinds.values())


def _changed(answers: list[int], changes: dict[int, int]) -> list[int]:
    made = list(answers)
    for place, answer in changes.items():
        made[place] = answer
    return made
