"""Somebody who watches the trust page night after night, and tries to tell single answers.

Written from the rules as ``docs/trust.md`` states them, without the code that applies them. The
watcher sees all that the page holds of an item: both classes, neutral ones, the mean, each kind
of no answer, and the same by sex as soon as that is told. The watcher knows more
than a manager does: the rules, the day on which each person answered, that person's sex, and whose
answer was struck out when. An answer is told where ``tests/trust_tries.py`` finds no other stream
of answers, of the same people on the same days, in which this person is of another class and every
page looks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from tests.trust_people import DONT_KNOW, EVERYBODY, FILTERS, NOT_APPLICABLE, REFUSED, People, Scale


class Cell(NamedTuple):
    """What the page holds of an item: numbers of answers, and the mean of the valid ones; nothing
    but the two classes where more is not told."""

    trusting: int
    others: int
    neutral: int | None = None
    mean: float | None = None
    dont_know: int | None = None
    refused: int | None = None
    not_applicable: int | None = None

    @property
    def n(self) -> int:
        return self.trusting + self.others

    @property
    def classes(self) -> Cell:
        return Cell(self.trusting, self.others)


#: By what the page was asked for, what it holds; none where it is hidden.
Page = dict[frozenset[str], Cell | None]
Shows = Callable[[People, Sequence[int], Scale], list[Page]]
#: Numbers of people: who trusts, who does not, no answer.
Counts = tuple[int, int, int]


class Said:
    """What was answered to one item, as numbers of any day."""

    def __init__(self, people: People, answers: Sequence[int], scale: Scale) -> None:
        self.people = people
        values = np.array(answers)
        is_valid = values <= scale.last
        trusts = is_valid & (values >= scale.trusting_from)
        columns = [trusts, is_valid & ~trusts, values == scale.neutral]
        columns += [np.where(is_valid, values, 0)]
        columns += [values == each for each in (DONT_KNOW, REFUSED, NOT_APPLICABLE)]
        self._rows = np.array(columns, dtype=int).T
        self._days = (people.standing.astype(int) @ self._rows).tolist()
        self.of_sex = cache(self._of_sexes)

    def cell(self, day: int) -> Cell:
        """All that stands at the end of a day."""
        return _cell(self._days[day])

    def counts(self, day: int) -> Counts:
        trusting, others, _, _, *none = self._days[day]
        return trusting, others, sum(none)

    def _of_sexes(self, day: int, sexes: frozenset[str]) -> Cell:
        """The classes of some sexes."""
        days = [self._of_sex[sex][day] for sex in sexes]
        return Cell(sum(each[0] for each in days), sum(each[1] for each in days))

    @cached_property
    def _of_sex(self) -> dict[str, list[list[int]]]:
        return {
            sex: ((self.people.standing & here).astype(int) @ self._rows[:, :2]).tolist()
            for sex, here in self.people.by_sex.items()
        }

    def silent(self, day: int, sexes: frozenset[str]) -> int:
        """People of these sexes who gave no answer."""
        return self.people.asked(day, sexes) - self.of_sex(day, sexes).n


def _cell(numbers: Sequence[int]) -> Cell:
    trusting, not_trusting, neutral, total, *none = numbers
    n = trusting + not_trusting
    return Cell(trusting, not_trusting, neutral, round(total / n, 1) if n else 0.0, *none)


def live(people: People, answers: Sequence[int], scale: Scale) -> list[Page]:
    """A page that shows true counts as soon as there are ten."""
    said = Said(people, answers, scale)
    return [{EVERYBODY: _enough(said.cell(day))} for day in range(people.watched + 1)]


def plain(people: People, answers: Sequence[int], scale: Scale) -> list[Page]:
    """A page in batches of ten with two of each class, and of everything once the wave is over."""
    said, shown, seen = Said(people, answers, scale), 0, list[Page]()
    for day in range(people.watched + 1):
        more = _minus(said.counts(day), said.counts(shown))
        if day >= max(people.ends) or (sum(more) >= 10 and min(more[:2]) >= 2):
            shown = day
        seen.append({EVERYBODY: _enough(said.cell(shown))})
    return seen


def held_back(people: People, answers: Sequence[int], scale: Scale) -> list[Page]:
    """The page as its rules say."""
    played = _Played(people, answers, scale)
    day = played.weighed
    if day is None or not people.lost(day, people.watched):
        return played.pages()
    # Who is struck out once the sexes were weighed stays, until there are too many of them.
    pages = _Played(people.keeping(day), answers, scale).pages()
    return [
        page if each < day or people.lost(day, each) < 10 else dict.fromkeys(FILTERS)
        for each, page in enumerate(pages)
    ]


class Days(NamedTuple):
    """Of which people and days a page shows something, one after the other, and of which of these
    days no more than classes; the first end of its wave, and the sexes as they could be asked for
    then."""

    people: People
    shown: list[int]
    lost: list[int]
    end: int | None
    parts: list[frozenset[str]]


def days_of(people: People, answers: Sequence[int], scale: Scale) -> Days:
    """What the rules choose."""
    played = _Played(people, answers, scale)
    if played.weighed is not None:
        people = people.keeping(played.weighed)
        played = _Played(people, answers, scale)
    parts = people.parts(played.end) if played.end else []
    shown = [each for each in dict.fromkeys(played.shown) if each]
    lost = [each for each in shown if played.has_lost(each)]
    return Days(people, shown, lost, played.end, parts)


class _Played:
    """Of which day the page shows something on each day, and what that is."""

    def __init__(self, people: People, answers: Sequence[int], scale: Scale) -> None:
        self.people, self.said = people, Said(people, answers, scale)
        watch = _Watch(people, self.said)
        self.shown = list[int]()
        for day in range(people.watched + 1):
            watch.night(day, people.blocks.get(day))
            self.shown.append(watch.shown)
        self.end = watch.end

    @cached_property
    def weighed(self) -> int | None:
        """The first end, where what everybody sees does not forbid the sexes: nobody who stood in a
        block is struck out, there are two sexes."""
        end = self.end
        is_second = len(self.people.rounds) > 1 and (end or 0) >= self.people.rounds[1][0]
        if end is None or is_second or len(self.people.parts(end)) < 2:
            return None
        is_struck = any(self.people.lost(each, end) for each in self.full)
        return None if len(self.full) > 1 and is_struck else end

    @property
    def full(self) -> list[int]:
        return [each for each in self.people.full if self.end and each < self.end]

    def pages(self) -> list[Page]:
        made = {each: self._page(each) for each in dict.fromkeys(self.shown)}
        return [made[each] for each in self.shown]

    def has_lost(self, shown: int) -> bool:
        """Whether somebody of an earlier figure stands no more: only classes are shown then."""
        earlier = [each for each in dict.fromkeys(self.shown) if 0 < each < shown]
        return any(self.people.lost(each, shown) for each in earlier)

    def _page(self, shown: int) -> Page:
        if shown == 0:
            return dict.fromkeys(FILTERS)
        every = self.said.cell(shown)
        if self.has_lost(shown):
            every = every.classes
        page: Page = {**dict.fromkeys(FILTERS), EVERYBODY: _enough(every)}
        if shown != self.end:
            return page
        parts = self.people.parts(shown)
        cells = {each: self.said.of_sex(shown, each) for each in parts}
        if min(each.n for each in cells.values()) < 10:
            return page
        if len(parts) > 1 and not (self.weighed and self._leave_open(parts)):
            return page
        here = frozenset().union(*parts)
        for wanted in FILTERS[1:]:
            taken = [each for each in parts if each & wanted]
            if taken and frozenset().union(*taken) == wanted & here:
                sums = [sum(each) for each in zip(*(cells[one][:2] for one in taken), strict=True)]
                page[wanted] = Cell(*sums)
        return page

    def _leave_open(self, parts: list[frozenset[str]]) -> bool:
        """Whether the block of each batch has enough of each sex or block of sexes; and whether
        each sum that can be asked for lies two from the least and the most that the batches
        allow."""
        assert self.end is not None
        if len(self.full) < 2:
            return True
        borders = [0, *self._before, self.end]
        if not all(self._are_enough(part, *batch) for part in parts for batch in pairwise(borders)):
            return False
        return len(borders) == 2 or all(
            self._has_room(frozenset().union(*some), borders)
            for number in range(1, len(parts))
            for some in combinations(parts, number)
        )

    @property
    def _before(self) -> list[int]:
        return [each for each in dict.fromkeys(self.shown[: self.end]) if each]

    def _are_enough(self, sexes: frozenset[str], start: int, end: int) -> bool:
        """Three, or where a block waited one more than the rarer class of the batch, in the block
        that made it one: beside those of the rest of the batch who gave no answer."""
        said = self.said
        blocks = [each for each in self.full if start < each <= end]
        last = end
        if end == self.end:
            # The page moved to the last border when the batch was full that waits at the end.
            last = self.shown.index(start) if start else blocks[-1]
        since = max([start, *(each for each in blocks if each < last)])
        until = last if self._before else end
        here = said.of_sex(until, sexes).n - said.of_sex(since, sexes).n
        here -= said.silent(end, sexes) - said.silent(start, sexes)
        here += said.silent(until, sexes) - said.silent(since, sexes)
        return here >= (3 if len(blocks) == 1 else 1 + min(self._more(start, end)))

    def _has_room(self, sexes: frozenset[str], borders: list[int]) -> bool:
        least = most = 0
        for before, day in pairwise(borders):
            here = self.said.of_sex(day, sexes).n - self.said.of_sex(before, sexes).n
            trusting, others = self._more(before, day)
            least += max(0, here - others)
            most += min(trusting, here)
        return least + 2 <= self.said.of_sex(borders[-1], sexes).trusting <= most - 2

    def _more(self, since: int, day: int) -> tuple[int, int]:
        more = _minus(self.said.counts(day), self.said.counts(since))
        return more[:2]


class _Watch:
    """Days, of which the page shows one; 0, before the first answer, shows nothing."""

    def __init__(self, people: People, said: Said) -> None:
        self.people, self.said = people, said
        self.shown = self.newest = self.room = 0
        #: Whether a full block was no batch, since the newest batch and before that one.
        self.has_waited = self.had_waited = self.is_final = False
        #: The day of which the page was first shown to the end.
        self.end: int | None = None

    def night(self, day: int, block: tuple[int, int] | None) -> None:
        if self.is_final:
            return
        if day in self.people.ends:
            self._end(day, block[0] if block else 0)
        elif not self.people.is_open(day) and self.shown == 0:
            self._first(day)
        elif block is not None:
            self._block(day, *block)

    def _first(self, day: int) -> None:
        if self.said.cell(day).n >= 10:
            self.shown = self.newest = self.end = day
            self.has_waited = False

    def _end(self, day: int, new: int) -> None:
        if self.shown == 0:
            self.newest, self.has_waited = 0, False
            self._first(day)
            return
        people, more = self.people, self._more(self.shown, day)
        if self.newest == self.shown:
            # Nothing waits in a round that began anew: what came is a batch as any other.
            self.has_waited = not self._fits(more, new - people.lost(self.shown, day))
            if not self.has_waited:
                self.shown = self.newest = day
            return
        is_more = people.new(self.newest, day) + people.lost(self.newest, day) > 0
        fits = sum(more) >= 10 and min(more[:2]) >= (4 if is_more else 2)
        if is_more and (self.has_waited or self.had_waited):
            fits = fits and min(more[:2]) <= self.room - 2 + new - people.lost(self.shown, day)
        self.is_final = not fits
        self.has_waited = False
        if fits:
            self.shown = self.newest = day
            self.end = self.end or day

    def _block(self, day: int, new: int, lost: int) -> None:
        people, more = self.people, self._more(self.newest, day)
        is_over = not people.is_open(day)
        up = self._fits(more, new - people.lost(self.newest, day))
        down = is_over and self._fits(_minus((0, 0, 0), more), lost - people.new(self.newest, day))
        if not (up or down):
            self.has_waited = True
            return
        self.shown = day if is_over else self.newest
        self.newest, self.room = day, new
        self.had_waited, self.has_waited = self.has_waited, False

    def _fits(self, more: Counts, room: int) -> bool:
        rarer = min(more[:2])
        return sum(more) >= 10 and rarer >= 2 and not (self.has_waited and rarer > room)

    def _more(self, since: int, day: int) -> Counts:
        return _minus(self.said.counts(day), self.said.counts(since))


def _enough(found: Cell) -> Cell | None:
    return found if found.n >= 10 else None


def _minus(now: Counts, before: Counts) -> Counts:
    return now[0] - before[0], now[1] - before[1], now[2] - before[2]
