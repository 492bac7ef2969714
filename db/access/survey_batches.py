"""When a figure of the trust survey moves: at night, and never by what would tell one answer.

A figure always stands as it was at the end of one day; which day that is, is worked out from the
days on which questionnaires were stored and struck out, and nothing is stored. Whoever watches may
know these rules, and when each person answered (``docs/trust.md#figures-of-an-open-wave``):

- a block is full at the end of the day on which ten questionnaires came or were struck out;
- a full block is a batch where it has, beside what the last batch left, two answers of each class;
  otherwise it waits for the next block;
- while a wave is open its newest batch waits until another one is there, so that what is left over
  at the end has company.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from db.access.clock import day_of, start_of, today
from db.models import TrustResponse, TrustWave

#: Questionnaires in a block, and answers of each class in a batch: no settings, since a change of
#: them would cut all batches anew, and lay beside the ones that were seen.
BLOCK, OF_EACH = 10, 2
#: The same where a wave is over and something came after the batch that waits, which is known to
#: have two: with three, one may still be of those who came last, and with fewer nothing is shown.
OF_EACH_AT_THE_END = 4
NEVER = date.max

#: Of one item: answers that trust, and other valid ones.
Classes = tuple[int, int]


class Stay(NamedTuple):
    """So many questionnaires that were stored on one day, and struck out on another, or never."""

    entered: date
    struck: date
    number: int

    def stands(self, day: date) -> bool:
        """Whether they count as of the end of a day."""
        return self.entered <= day < self.struck


class Round(NamedTuple):
    """A time in which a wave takes answers: a wave that was reopened has two."""

    first: date
    last: date


def rounds_of(wave: TrustWave) -> tuple[Round, ...]:
    """The rounds of a wave, the last of which may still run."""
    if wave.first_ended_on is None or wave.reopened_on is None:
        return (Round(date.min, wave.ends_on),)
    return Round(date.min, wave.first_ended_on), Round(wave.reopened_on, wave.ends_on)


@dataclass
class Figure:
    """One item of an agency in a wave, as far as it may be shown."""

    #: It stands as at the end of this day; nothing was shown yet where there is none.
    shown: date | None = None
    #: The end of the newest batch, which waits as long as the wave is open.
    held: date | None = None
    #: When the wave was first shown to its end.
    whole_on: date | None = None
    #: The days of which it was shown before, and those on which a block was full while the wave
    #: was open.
    before: list[date] = field(default_factory=list)
    full: list[date] = field(default_factory=list)
    #: The end of the batch that waited when it was first shown whole, if one did.
    joined: date | None = None
    #: It is over, and stands, with so few answers that no page shows it.
    _is_few: bool = False
    _has_waited: bool = False
    _block: int = 0
    _held_had_waited: bool = False
    _is_stuck: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it stands as it first did when its wave was over."""
        return self.shown is not None and self.shown == self.whole_on

    def _show(self, day: date | None) -> None:
        if self.shown is not None and self.shown != day:
            self.before.append(self.shown)
        self.shown = day


class _History:
    """What stood at the end of each day."""

    def __init__(
        self, stays: Sequence[Stay], classes: Callable[[date], Sequence[Classes]], items: int
    ) -> None:
        self._stays = stays
        self._struck = [each for each in stays if each.struck != NEVER]
        self._classes = classes
        self._known: dict[date | None, Sequence[Classes]] = {None: [(0, 0)] * items}
        self._standing: dict[date | None, int] = {None: 0}
        # What every item asks is counted once.
        self._came: dict[tuple[date | None, date], int] = {}

    def standing(self, day: date | None) -> int:
        if day not in self._standing:
            assert day is not None
            self._standing[day] = sum(each.number for each in self._stays if each.stands(day))
        return self._standing[day]

    def came(self, since: date | None, day: date) -> int:
        if (since, day) not in self._came:
            after = since or date.min
            self._came[since, day] = sum(
                n for entered, struck, n in self._stays if after < entered <= day < struck
            )
        return self._came[since, day]

    def went(self, since: date | None, day: date) -> int:
        after = since or date.min
        return sum(n for entered, struck, n in self._struck if entered <= after < struck <= day)

    def classes(self, day: date | None, item: int) -> Classes:
        if day not in self._known:
            assert day is not None
            self._known[day] = self._classes(day)
        return self._known[day][item]

    def change(self, since: date | None, day: date, item: int) -> tuple[int, int, int]:
        """Questionnaires, trusting and other answers more than there were."""
        (a, b), (a_before, b_before) = self.classes(day, item), self.classes(since, item)
        return self.standing(day) - self.standing(since), a - a_before, b - b_before


def replay(
    stays: Sequence[Stay],
    classes: Callable[[date], Sequence[Classes]],
    items: int,
    rounds: Sequence[Round],
    until: date,
) -> list[Figure]:
    """The figure of each item as it is shown when ``until`` is the last day that is over.

    ``classes``: of each item, the answers that stand at the end of a day.
    """
    history = _History(stays, classes, items)
    figures = [Figure() for _ in range(items)]
    ends = {each.last for each in rounds}
    since: date | None = None
    for day in _days(stays, ends, until):
        came, went = history.came(since, day), history.went(since, day)
        is_open = any(each.first <= day <= each.last for each in rounds)
        for item, figure in enumerate(figures):
            if day in ends:
                _end(figure, item, day, came, history)
            elif not is_open and (figure.shown is None or figure._is_few):
                _begin(figure, item, day, history)
            elif came + went >= BLOCK:
                if is_open:
                    figure.full.append(day)
                _fill(figure, item, day, (came, went), history, is_open=is_open)
        if day in ends or came + went >= BLOCK:
            since = day
    return figures


def last_batch(stays: Sequence[Stay], rounds: Sequence[Round], until: date) -> date | None:
    """As of when a number is told that says nothing of what was answered: of the end of a round, or
    of a full block."""
    history = _History(stays, lambda _: (), 0)
    ends = {each.last for each in rounds}
    told: date | None = None
    for day in _days(stays, ends, until):
        if day in ends or history.came(told, day) + history.went(told, day) >= BLOCK:
            told = day
    return told


def _days(stays: Sequence[Stay], ends: Iterable[date], until: date) -> list[date]:
    days = {each.entered for each in stays} | {each.struck for each in stays} | set(ends)
    return sorted(each for each in days if each <= until)


def _fill(
    figure: Figure,
    item: int,
    day: date,
    block: tuple[int, int],
    history: _History,
    *,
    is_open: bool,
) -> None:
    """A block is full: a batch with what waits already, or it waits too.

    A block that waits says that fewer than two of one class came; so what comes after it must leave
    open whose they are. The rarer class must have room in the newest block alone.
    """
    if figure._is_stuck:
        return
    if figure._is_few:
        figure.shown = figure.held = None
        figure._is_few = False
    change = history.change(figure.held, day, item)
    came, went = history.came(figure.held, day), history.went(figure.held, day)
    if _is_batch(change, OF_EACH, block[0] - went if figure._has_waited else None):
        figure._show(figure.held if is_open else day)
        figure.held, figure._block = day, block[0]
        figure._held_had_waited, figure._has_waited = figure._has_waited, False
        return
    fewer = tuple(-each for each in change)
    room = block[1] - came if figure._has_waited else None
    if not is_open and _is_batch(fewer, OF_EACH, room):
        figure._show(day)
        figure.held = day
        figure._has_waited = False
        return
    figure._has_waited = True


def _is_batch(change: Sequence[int], of_each: int, room: int | None) -> bool:
    number, *classes = change
    rarer = min(classes)
    return number >= BLOCK and rarer >= of_each and (room is None or rarer <= room)


def _begin(figure: Figure, item: int, day: date, history: _History) -> None:
    """A wave that is over and of which no page shows anything: nothing can be laid beside it."""
    figure.shown = figure.held = figure.whole_on = day
    figure._has_waited = False
    figure._is_few = sum(history.classes(day, item)) < BLOCK


def _end(figure: Figure, item: int, day: date, came: int, history: _History) -> None:
    """The wave is over: what is left joins the batch that waits.

    Where both together have too few of one class, the figure stays as it is, for good.
    """
    if figure._is_stuck:
        return
    if figure.shown is None or figure._is_few:
        _begin(figure, item, day, history)
        return
    change = history.change(figure.shown, day, item)
    went = history.went(figure.shown, day)
    if figure.held == figure.shown:
        is_batch = _is_batch(change, OF_EACH, came - went if figure._has_waited else None)
    else:
        room = figure._block - OF_EACH + came - went
        has_waited = figure._has_waited or figure._held_had_waited
        left_over = history.came(figure.held, day) + history.went(figure.held, day)
        of_each = OF_EACH_AT_THE_END if left_over else OF_EACH
        is_batch = _is_batch(change, of_each, room if left_over and has_waited else None)
        figure._is_stuck = not is_batch
    if is_batch:
        if figure.whole_on is None:
            figure.whole_on, figure.joined = day, figure.held
        figure._show(day)
        figure.held = day
    figure._has_waited = not is_batch


def stays(session: Session) -> Callable[[datetime, datetime | None, int], Stay]:
    """Makes a ``Stay`` of two moments; the many rows of one moment are looked up once."""

    @cache
    def day(moment: datetime) -> date:
        return day_of(session, moment)

    def stay(entered: datetime, struck: datetime | None, number: int) -> Stay:
        return Stay(day(entered), day(struck) if struck else NEVER, number)

    return stay


def as_of_yesterday(session: Session) -> tuple[sa.ColumnElement[bool], ...]:
    """Which questionnaires stood when the last day ended: what came or went today waits."""
    midnight = start_of(session, today(session))
    struck = col(TrustResponse.voided_at)
    return col(TrustResponse.entered_at) < midnight, sa.or_(struck.is_(None), struck >= midnight)


def in_steps(number: int) -> int:
    """A count as it is told while a wave is open."""
    return number - number % BLOCK
