"""The audit: which hidden counts the published tables tell, all of them laid side by side.

It does not believe that the rules were applied well: it looks at what is printed. What it finds
safe it has a proof for: possible worlds in whole numbers, each checked against all that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

from db.privacy.joint import Edition, Entry, Joint, joint
from db.privacy.parts import Part
from db.privacy.system import NoWorldError, UndecidedError, World, least

MOST_WORK = 4_000_000
"""Programs, each as often as it has unknowns, to solve before a measure is given up
(``docs/performance.md#audits-of-releases`` says how long that takes). A number and no time, so that
all who look see the same."""

OnProgress = Callable[[float], object]
_on_progress: ContextVar[OnProgress | None] = ContextVar("_on_progress", default=None)


@contextmanager
def progress_to(on_progress: OnProgress) -> Iterator[None]:
    """``on_progress`` is told before each program what share of its audit is done, and may stop it
    by raising what it likes."""
    token = _on_progress.set(on_progress)
    try:
        yield
    finally:
        _on_progress.reset(token)


class TooMuchWorkError(Exception):
    """The audit was given up: nothing of what it was shown may be published for its sake."""


class Work:
    """What may still be spent on audits of one measure."""

    def __init__(self) -> None:
        self.left = MOST_WORK

    def spend(self, unknowns: int) -> None:
        """One program; raises ``TooMuchWorkError`` where that is too much."""
        self.left -= unknowns
        if self.left < 0:
            raise TooMuchWorkError


def disclosed(
    editions: Sequence[Edition],
    work: Work | None = None,
    parts: Sequence[Part] = (),
    *,
    surely: bool = False,
) -> list[Entry]:
    """The hidden entries whose promise is not proved to be kept, in order.

    ``parts`` are totals of a shorter period, released before the first of the editions. With
    ``surely``, without those of which the solver could not say it. Raises ``TooMuchWorkError``
    where that takes more than is left of ``work``.
    """
    work = work or Work()
    if len(editions) == 1 and not any(t.published.shown.any() for t in editions[0]):
        return []
    made = joint(editions, parts=parts)
    worlds = _Worlds(made, work, gapless=_has_no_gaps(editions), surely=surely)
    exposed = _told_by_the_rules(made, surely) | worlds.not_kept(_Worlds.keep_promise)
    if len(editions) > 1:
        guesses = joint(editions, guessed=True, parts=parts)
        guessed = _Worlds(guesses, work, gapless=worlds.gapless, surely=surely)
        exposed |= guessed.not_kept(_Worlds.keep_promise_to_this_truth)
    return [entry for variable, entry in made.hidden.items() if variable in exposed]


def _has_no_gaps(editions: Sequence[Edition]) -> bool:
    """Whether every count between the least and the largest of an entry is possible as well.

    So it is where the system is one of flows in a network (``docs/privacy.md#gaps``); elsewhere
    each count is asked for.
    """
    one_way = all(table.grid.ndim == 1 for table in editions[0])
    return len(editions) == 1 or (len(editions) == 2 and one_way)


class _Worlds:
    """Every count met for each hidden entry in the worlds found so far; the truth is the first.

    Each world counts for all entries, so most questions need no program of their own.
    """

    def __init__(self, made: Joint, work: Work, *, gapless: bool, surely: bool) -> None:
        self.made, self.work, self.gapless, self.surely = made, work, gapless, surely
        self.share = 0.0
        self.variables = np.array(list(made.hidden), dtype=np.int64)
        self.met: dict[int, set[int]] = {variable: set() for variable in made.hidden}
        self._keep(made.truth)

    def not_kept(self, promise: Callable[[_Worlds, int], bool]) -> set[int]:
        """The hidden entries for which a promise is not proved."""
        found = set[int]()
        for number, variable in enumerate(self.made.hidden):
            self.share = number / len(self.made.hidden)
            if not self._proved(promise, variable):
                found.add(variable)
        return found

    def _proved(self, promise: Callable[[_Worlds, int], bool], variable: int) -> bool:
        try:
            return promise(self, variable)
        except UndecidedError:
            return self.surely

    def keep_promise(self, variable: int) -> bool:
        """Whether the counts that an entry can have are as many as promised, and from 0 on.

        The promise is ``docs/privacy.md#the-promise``. It is asked of the least counts that an
        entry can have, whatever its true one: else the outcome of the audit would tell which hidden
        entries are small. Then, where counts may have gaps, of those around the true one as well.
        """
        threshold, low = self.made.threshold(variable), self._least(variable)
        if 0 < low < threshold:
            return False
        if self.gapless:
            return self._reaches(variable, low + threshold)
        wide = all(self._can_be(variable, low + n) for n in range(threshold + 1))
        return wide and self._is_wide_around(variable, from_=low)

    def keep_promise_to_this_truth(self, variable: int) -> bool:
        """The same of the counts around the true one; where 0 is none of them, of large ones."""
        threshold, low = self.made.threshold(variable), self._least(variable)
        if low > 0:
            low = max(low, threshold)
        if self.gapless:
            return int(self.made.truth[variable]) >= low and self._reaches(
                variable, low + threshold
            )
        return self._is_wide_around(variable, from_=low)

    def _least(self, variable: int) -> int:
        if 0 not in self.met[variable]:
            self._look({variable: 1.0})
        return min(self.met[variable])

    def _reaches(self, variable: int, count: int) -> bool:
        if max(self.met[variable]) < count:
            self._look({variable: -1.0})
        return max(self.met[variable]) >= count

    def _is_wide_around(self, variable: int, *, from_: int) -> bool:
        threshold, low = self.made.threshold(variable), int(self.made.truth[variable])
        high = low
        if low < from_:
            return False
        while high - low < threshold and low > from_ and self._can_be(variable, low - 1):
            low -= 1
        while high - low < threshold and self._can_be(variable, high + 1):
            high += 1
        return high - low >= threshold

    def _can_be(self, variable: int, count: int) -> bool:
        if count in self.met[variable]:
            return True
        try:
            self._look({}, {variable: count})
        except NoWorldError:
            return False
        return True

    def _look(self, weights: dict[int, float], at: dict[int, int] | None = None) -> None:
        on_progress = _on_progress.get()
        if on_progress:
            on_progress(self.share)
        self.work.spend(self.made.system.size)
        self._keep(least(self.made.system, weights, at))

    def _keep(self, world: World) -> None:
        for variable, count in zip(
            self.variables.tolist(), world[self.variables].tolist(), strict=True
        ):
            self.met[variable].add(count)


def _told_by_the_rules(made: Joint, surely: bool) -> set[int]:
    """First editions of one-way tables where knowing the rules says that no hidden cell can be 0.

    Before the audit at most one hidden cell is cover; then the others sum to less than the
    threshold. That is no linear constraint: 9, 9, 9, 9 beside 12 of 48 can be nothing else. Two-way
    tables have cover from both sides; there the constraints alone speak.
    """
    large = {i for i in range(len(made.editions[0])) if _all_are_large(made, i, surely)}
    return {
        variable
        for variable, entry in made.hidden.items()
        if entry.edition == 0 and entry.table in large
    }


def _all_are_large(made: Joint, number: int, surely: bool) -> bool:
    published = made.editions[0][number].published
    hidden = np.flatnonzero(published.hidden.ravel()[:-1]).tolist()
    shown = published.values.ravel()[:-1][published.shown.ravel()[:-1]]
    if published.values.ndim != 1 or not published.shown[-1] or len(hidden) < 3:
        return False
    variables = [made.numbers.of(Entry(0, number, i)) for i in hidden]
    try:
        world = least(made.system, dict.fromkeys(variables, 1.0))
    except UndecidedError:
        return not surely
    small = published.rules.threshold - 1
    with_cover = min((published.rules.meaning(int(value))[1] for value in shown), default=np.inf)
    return bool(world[variables].sum() > max(with_cover + small, (len(hidden) - 1) * small))
