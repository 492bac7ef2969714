"""Where an indicator should stand, and where it stands against that; pure, on numbers and days.

Progress is the OPSYS formula of the European Commission: what is done of the way from the baseline
to the next target. A falling indicator needs no other formula: both differences are negative. The
path is a straight line between the baseline and the first target, and from each target to the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from db.statistics import Interval

#: Within so much of the way from baseline to target a figure is on its path.
TOLERANCE = 0.10
#: In the first days of a path, or of the period of a share, nothing is called early or late.
EARLY_DAYS = 30


class Point(NamedTuple):
    """A value at the end of a day."""

    day: date
    value: float


@dataclass(frozen=True)
class Path:
    """A baseline and the targets after it, by day. ``is_falling``: less is better, which decides
    only where a target equals the baseline. ``step``: the least that makes a difference; one for a
    count, one percentage point for a share."""

    baseline: Point
    targets: tuple[Point, ...]
    is_falling: bool = False
    step: float = 1.0

    def next_target(self, day: date) -> Point:
        """The first target that is due on this day or later; after all of them, the last."""
        return next((each for each in self.targets if each.day >= day), self.targets[-1])

    def start_of(self, due_on: date) -> date:
        """The first day of the period that ends with a target."""
        before = [each.day for each in (self.baseline, *self.targets) if each.day < due_on]
        return max(before, default=self.baseline.day) + timedelta(days=1)

    def period_of(self, day: date) -> date:
        """The first day of the period that runs on this day."""
        due_on = self.next_target(day).day
        return due_on + timedelta(days=1) if due_on < day else self.start_of(due_on)

    def expected(self, day: date) -> float:
        """The value of the path at the end of a day; flat before the baseline and after the last
        target."""
        before = self.baseline
        if day <= before.day:
            return before.value
        for after in self.targets:
            if day <= after.day:
                part = (day - before.day).days / (after.day - before.day).days
                return before.value + part * (after.value - before.value)
            before = after
        return before.value


def progress(baseline: float, current: float, target: float) -> float | None:
    """(current - baseline) / (target - baseline); none where there is no way to go."""
    return (current - baseline) / (target - baseline) if target != baseline else None


class State(StrEnum):
    """What may be called of a figure beside its path."""

    ON_PATH = "on_path"
    AHEAD = "ahead"
    BEHIND = "behind"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"
    #: A target is set, but not where the way to it begins.
    NO_BASELINE = "no_baseline"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A figure beside its path at the end of a day.

    ``progress`` and ``expected_progress`` are parts of the way to ``target``, the next one;
    ``deviation`` is the one less the other: below 0 is behind, for falling indicators too. They are
    missing where target and baseline are the same, and without a figure or a path.
    """

    state: State
    day: date
    current: float | None = None
    expected: float | None = None
    target: Point | None = None
    progress: float | None = None
    expected_progress: float | None = None

    @property
    def deviation(self) -> float | None:
        if self.progress is None or self.expected_progress is None:
            return None
        return self.progress - self.expected_progress

    def is_over(self, percent: int) -> bool:
        """Whether the figure is called ahead or behind, by more than so many percent of the way."""
        if self.state not in (State.AHEAD, State.BEHIND):
            return False
        return self.deviation is None or abs(self.deviation) * 100 > percent


def standing(
    path: Path | None,
    current: float | None,
    day: date,
    *,
    since: date | None = None,
    interval: Interval | None = None,
) -> Standing:
    """What may be called of ``current`` at the end of ``day``.

    ``since``: when its counting began, where that is not the baseline. ``interval``: that of a
    share: one that holds the path's value does not call it off its path, and one that holds the
    baseline as well says that there are too few to call anything.
    """
    if path is None or not path.targets:
        return Standing(state=State.NO_TARGET, day=day, current=current)
    expected, target = path.expected(day), path.next_target(day)
    base = path.baseline.value
    known = Standing(
        state=State.NO_DATA,
        day=day,
        current=current,
        expected=expected,
        target=target,
        progress=None if current is None else progress(base, current, target.value),
        expected_progress=progress(base, expected, target.value),
    )
    return _called(known, _state(path, known, since or path.baseline.day, interval))


def _called(known: Standing, state: State) -> Standing:
    return Standing(**{**vars(known), "state": state})


def _state(path: Path, known: Standing, since: date, interval: Interval | None) -> State:
    current, expected = known.current, known.expected
    if (known.day - max(since, path.baseline.day)).days < EARLY_DAYS:
        return State.TOO_EARLY
    if current is None or expected is None:
        return State.NO_DATA
    apart = current - expected
    if abs(apart) < path.step or _is_within(known.deviation):
        return State.ON_PATH
    if known.deviation is None:
        # The target is to keep the baseline: better than that is no more than was asked for.
        state = State.BEHIND if (apart > 0) == path.is_falling else State.ON_PATH
    else:
        state = State.AHEAD if known.deviation > 0 else State.BEHIND
    if state is State.ON_PATH or not _holds(interval, expected):
        return state
    is_way = known.deviation is not None
    return State.TOO_EARLY if is_way and _holds(interval, path.baseline.value) else State.ON_PATH


def _holds(interval: Interval | None, value: float) -> bool:
    return interval is not None and interval.lower <= value <= interval.upper


def _is_within(deviation: float | None) -> bool:
    # A tenth of the way is within it, whatever the last digit of a division says.
    return deviation is not None and abs(deviation) <= TOLERANCE + 1e-9
