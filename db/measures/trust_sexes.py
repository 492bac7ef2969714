"""Which sexes of a wave may be told (``docs/trust.md#sexes-of-a-wave``).

Assume a reader who saw every batch: they know how many of it trust, and how many of each sex were
in it. To show sexes adds how many of each sex trust in all. Neither showing nor hiding them may
give away what one person said. So sexes are hidden for three reasons, tried in this order: what
every reader sees anyway; numbers of people; and a sum that lies too near the least or the most
that the batches allow. ``docs/trust.md#why-that-is-enough`` is the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import NamedTuple

from db.access.survey_batches import BLOCK, Figure, Round
from db.measures.trust_history import AnswerHistory, Counts

#: How far the sum of a sex must lie from what the batches allow at least and at most.
ROOM = 2
#: Valid answers of each sex in the block that makes a batch.
LEAST_IN_A_BLOCK = 3
#: One sex, or several that stand together.
Part = frozenset[str]


def together(
    parts: Collection[Part], asked: Callable[[Part], int], is_enough: Callable[[Part], bool]
) -> list[Part]:
    """Those of whom too few were asked stand together, with the next smallest until they are
    enough; each other one alone. Who gave no answer counts here, so that this tells of nobody."""
    block: Part = frozenset()
    alone = []
    for part in sorted(parts, key=lambda each: (asked(each), sorted(each))):
        if not is_enough(part) or (block and not is_enough(block)):
            block |= part
        else:
            alone.append(part)
    return [block, *alone] if block else alone


def parts_of(history: AnswerHistory, figure: Figure, day: date) -> list[Part]:
    """The sexes as they can be asked for: each, or each block of them, of ten people and, where
    there are several blocks of questionnaires, of some in each of these. The same of every item."""
    full = _full(figure, day)
    known = day, *full
    if known not in history.parts:
        history.parts[known] = _parts(history, full, day)
    return history.parts[known]


def _parts(history: AnswerHistory, full: Sequence[date], day: date) -> list[Part]:
    standing = [history.asked(each) for each in full]
    end = history.asked(day)
    blocks = [
        {sex: later[sex] - old.get(sex, 0) for sex in later}
        for old, later in pairwise([{}, *standing])
    ]

    def asked(part: Part) -> int:
        return sum(end[sex] for sex in part)

    def is_enough(part: Part) -> bool:
        here = [sum(each.get(sex, 0) for sex in part) for each in blocks]
        return asked(part) >= BLOCK and (len(here) < 2 or min(here) >= LEAST_IN_A_BLOCK)

    return together([frozenset({sex}) for sex in end], asked, is_enough)


def weighed_on(
    history: AnswerHistory, item: int, figure: Figure, rounds: Sequence[Round]
) -> date | None:
    """The day as of which the sexes are told, or are not because of what was answered; none where
    every reader sees that they are not: a wave that was reopened before, somebody struck out who
    stood in a block, too few answers, one sex."""
    day = figure.whole_on
    if day is None or (len(rounds) > 1 and day >= rounds[1].first):
        return None
    if (
        history.counts(history.everybody, item, day).n < BLOCK
        or len(parts_of(history, figure, day)) < 2
    ):
        return None
    full = _full(figure, day)
    is_struck = len(full) > 1 and any(
        each.struck <= day and any(each.stands(border) for border in full) for each in history.stays
    )
    return None if is_struck else day


def may_be_told(history: AnswerHistory, item: int, figure: Figure, day: date) -> bool:
    """Whether the sexes, as of the day on which they are weighed, leave open what anybody said."""
    if len(_full(figure, day)) < 2:
        # Nothing could be shown before, whatever was answered.
        return True
    parts = parts_of(history, figure, day)
    batches, sums = tuple(_batches(figure, day)), _Sums(history, item)
    if not all(sums.are_enough(part, batch) for batch in batches for part in parts):
        return False
    return len(batches) == 1 or all(
        sums.leave_room(frozenset().union(*some), batches)
        for number in range(1, len(parts))
        for some in combinations(parts, number)
    )


class _Batch(NamedTuple):
    """When it began (none: with the wave) and ended, and the same of the block in which all of the
    rarer class may have come; whether other blocks waited."""

    start: date | None
    end: date
    block_start: date | None
    block_end: date
    has_waited: bool


def _batches(figure: Figure, day: date) -> Iterator[_Batch]:
    full, before = _full(figure, day), [each for each in figure.before if each < day]
    for start, end in zip([None, *before], [*before, day], strict=True):
        blocks = [each for each in full if each <= end and (start is None or each > start)]
        newest = end if end != day else figure.joined or blocks[-1]
        block_start = max((each for each in blocks if each < newest), default=start)
        # Where nothing was shown, those who came last are as free as the last block.
        block_end = newest if before else end
        yield _Batch(start, end, block_start, block_end, len(blocks) > 1)


class _Sums:
    """What was said of one item."""

    def __init__(self, history: AnswerHistory, item: int) -> None:
        self._history, self._item = history, item

    def _of(self, part: Part, day: date | None) -> Counts:
        return self._history.counts(part, self._item, day)

    def are_enough(self, part: Part, batch: _Batch) -> bool:
        """Whether its block has enough valid answers of these sexes, beside those of them in the
        rest of the batch who gave none, and may have been in the block as well."""
        days = batch.start, batch.block_start, batch.block_end, batch.end
        before, start, end, whole = (self._of(part, each) for each in days)
        silent = [each.asked - each.n for each in (before, start, end, whole)]
        others_silent = silent[1] - silent[0] + silent[3] - silent[2]
        least = LEAST_IN_A_BLOCK
        if batch.has_waited:
            trusting, n = self._change(batch)
            least = min(trusting, n - trusting) + 1
        return end.n - start.n - others_silent >= least

    def leave_room(self, part: Part, batches: Sequence[_Batch]) -> bool:
        """Each batch has so many of these sexes and of others, and so many who trust: that bounds
        how many of them trust, from below and above. The sum at the end must lie well between the
        bounds: one away, and a page that shows nothing would say that it lies on one of them."""
        lowest = highest = 0
        for each in batches:
            here = self._of(part, each.end).n - self._of(part, each.start).n
            trusting, n = self._change(each)
            lowest += max(0, trusting - (n - here))
            highest += min(trusting, here)
        return lowest + ROOM <= self._of(part, batches[-1].end).trusting <= highest - ROOM

    def _change(self, batch: _Batch) -> tuple[int, int]:
        old, new = (self._of(self._history.everybody, each) for each in (batch.start, batch.end))
        return new.trusting - old.trusting, new.n - old.n


def _full(figure: Figure, day: date) -> list[date]:
    return [each for each in figure.full if each < day]
