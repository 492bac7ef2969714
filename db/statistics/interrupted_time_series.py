"""Whether a series of monthly counts changed at a day: an interrupted time series.

One step, one straight trend and the season, log-linear, per working day (Lopez Bernal, Cummins and
Gasparrini 2017, Int J Epidemiol 46:348); where the trend bends at the day, that is told in place of
the step. How sure it is: ``docs/before_after.md#how-sure``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from math import ceil, floor
from typing import Literal

import numpy as np
from scipy.stats import mannwhitneyu, t

from db.statistics import LEVEL, Interval
from db.statistics.models import Floats, Places, poisson
from db.statistics.residuals import Residuals

#: On each side of the day, what a model needs at least.
LEAST_MONTHS, LEAST_EVENTS = 12, 50
#: The agencies on each side that a test between groups needs.
LEAST_AGENCIES = 10
#: From so many months on, the season has a second wave, of half a year; then a step each month.
TWO_WAVES_FROM, EACH_MONTH_FROM = 36, 60
#: The places of the step and of the trend's bend among the coefficients.
_STEP, _BEND = 1, 3
Verdict = Literal["more", "fewer", "upwards", "downwards", "unclear"]


class Side(Enum):
    """Where a month lies: wholly before the day, wholly after it, or in neither."""

    BEFORE = "before"
    AFTER = "after"
    NEITHER = "neither"


@dataclass(frozen=True)
class Month:
    """A month of a series: ``index`` counts months from January of year 0; ``count`` is missing
    where nothing was received; ``days`` are its working days."""

    index: int
    count: int | None
    days: int
    side: Side

    @property
    def is_used(self) -> bool:
        """Whether a model may use it."""
        return self.count is not None and self.side is not Side.NEITHER


@dataclass(frozen=True)
class Half:
    """What is known of one side: months received, months missing among them, events."""

    months: int
    missing: int
    events: int

    @property
    def wanted(self) -> int:
        """How many months more a model needs; at least one where only events are few."""
        return max(LEAST_MONTHS - self.months, 1 if self.events < LEAST_EVENTS else 0)


@dataclass(frozen=True)
class Effect:
    """A ratio with its interval."""

    ratio: float
    lower: float
    upper: float

    @property
    def at_least(self) -> int:
        """How much changed at least, in whole percent: the near end of the interval, rounded
        towards no change, and 0 where the interval holds none."""
        return max(floor(100 * (self.lower - 1)), 0) + min(ceil(100 * (self.upper - 1)), 0)

    @property
    def percent(self) -> Interval:
        """The interval in whole percent of change, never narrower than it is."""
        return Interval(floor(100 * (self.lower - 1)), ceil(100 * (self.upper - 1)))


@dataclass(frozen=True)
class Bend(Effect):
    """A year's growth after the day by a year's growth before it; ``level``: the change at the day
    itself, between the two trends."""

    level: Effect


@dataclass(frozen=True)
class Change(Effect):
    """The step at the day, given one trend through both sides.

    ``expected``: what each month would have had without the step (missing before the day, where
    nothing was received, and where the trend bends); ``dispersion``: variance by mean, 1 for
    Poisson; ``alike``: how alike months that follow each other are (-1 to 1) once the model is
    taken away, and ``alike_p`` whether that is more than chance. ``bend``: where the trend of one
    side may not be that of the other; then the step says nothing, and may have the wrong sign.
    """

    expected: tuple[float | None, ...]
    dispersion: float
    alike: float
    alike_p: float
    bend: Bend | None = None

    @property
    def verdict(self) -> Verdict:
        """A change that may be less than one percent is not called one. Where the bend is unclear,
        the change at the day itself may yet be clear."""
        if self.bend and self.bend.at_least:
            return "upwards" if self.bend.at_least > 0 else "downwards"
        told = self.bend.level if self.bend else self
        if told.at_least == 0:
            return "unclear"
        return "more" if told.at_least > 0 else "fewer"

    @property
    def may_be_alike(self) -> bool:
        """Whether months that follow each other resemble each other by more than chance."""
        return self.alike > 0 and self.alike_p < LEVEL


def half(months: Sequence[Month], side: Side) -> Half:
    """What is known of one side of the day."""
    counts = [each.count for each in months if each.side is side]
    known = [each for each in counts if each is not None]
    return Half(len(known), len(counts) - len(known), sum(known))


def is_enough(months: Sequence[Month]) -> bool:
    """Whether both sides carry a model."""
    return not any(half(months, side).wanted for side in (Side.BEFORE, Side.AFTER))


def change(months: Sequence[Month], *, tests: int = 1) -> Change | None:
    """What changed at the day; ``None`` where it is too early to say.

    Of ``tests`` intervals side by side each is so wide that all hold at 95 % (Bonferroni); those of
    a bend are at half that level, since they are told beside steps.
    """
    if not is_enough(months):
        return None
    used = [each for each in months if each.is_used]
    straight, bent = _Fit(used), _Fit(used, bends=True)
    step, level = straight.effect(_STEP, LEVEL / tests), LEVEL / tests / 2
    # Whether a step may be told is asked at 5 %, however many are: a doubt needs less than a claim.
    bends = bent.p_value(_BEND) < LEVEL or _is_denied(step, bent)
    told = bent if bends else straight
    without = {} if bends else straight.without(step.ratio)
    return Change(
        ratio=step.ratio,
        lower=step.lower,
        upper=step.upper,
        expected=tuple(without.get(each.index) for each in months),
        dispersion=told.residuals.dispersion,
        alike=told.residuals.alike(1),
        alike_p=told.residuals.ljung_box(),
        bend=bent.bend(level) if bends else None,
    )


def _is_denied(step: Effect, bent: _Fit) -> bool:
    """Whether a step that would be told goes the other way than the months after do, on average,
    from a trend of the months before alone."""
    return step.at_least != 0 and (step.ratio > 1) != (bent.departure() > 0)


class _Fit:
    """The model of the months used, with one trend or, if it ``bends``, one on each side."""

    def __init__(self, months: Sequence[Month], *, bends: bool = False) -> None:
        self._months = months
        counts = np.array([each.count for each in months], dtype=float)
        self._design = design = _design(months, bends=bends)
        found = poisson(counts, design, np.array([each.days for each in months], dtype=float))
        self._coefficients, self._expected = found
        index = [each.index for each in months]
        self.residuals = Residuals(index, counts, found.expected, design)

    def effect(self, at: int, level: float) -> Effect:
        """A coefficient as a ratio, with its interval."""
        middle = float(self._coefficients[at])
        wide = float(t.ppf(1 - level / 2, self.residuals.freedom)) * self.residuals.error(at)
        lower, ratio, upper = np.exp([middle - wide, middle, middle + wide])
        return Effect(float(ratio), float(lower), float(upper))

    def bend(self, level: float) -> Bend:
        """What its trend does at the day, of a model that bends."""
        slope = self.effect(_BEND, level)
        return Bend(slope.ratio, slope.lower, slope.upper, self.effect(_STEP, level))

    def p_value(self, at: int) -> float:
        """Whether a coefficient differs from nought by more than chance, two-sided."""
        far = abs(float(self._coefficients[at])) / self.residuals.error(at)
        return float(2 * t.sf(far, self.residuals.freedom))

    def departure(self) -> float:
        """How far the months after lie on average from the trend before, on the logarithmic
        scale."""
        columns = self._design[:, [_STEP, _BEND]]
        after = columns[columns[:, 0] > 0].mean(axis=0)
        return float(after @ self._coefficients[[_STEP, _BEND]])

    def without(self, step: float) -> dict[int, float]:
        """What each month after the day would have had without the step."""
        return {
            each.index: float(expected) / step
            for each, expected in zip(self._months, self._expected, strict=True)
            if each.side is Side.AFTER
        }


def _design(months: Sequence[Month], *, bends: bool = False) -> Floats:
    """Constant, step, trend a year, its bend, and the season, as finely as the months carry it."""
    index = np.array([each.index for each in months])
    after = np.array([each.side is Side.AFTER for each in months])
    base = [np.ones(len(index)), after, (index - index.mean()) / 12]
    if bends:
        # From the first month after the day on, so that the step is the change at the day.
        base.append(after * (index - index[after].min()) / 12)
    made = (np.column_stack([*base, *season]) for season in _seasons(index))
    # Of a register that comes once a quarter or a year, fine seasons cannot be told.
    return next(each for each in made if np.linalg.matrix_rank(each) == each.shape[1])


def _seasons(index: Places) -> Iterator[list[Floats]]:
    """The finest first: a step for each month but January, then waves of half a year and a year,
    then none."""
    month = index % 12
    if len(index) >= EACH_MONTH_FROM:
        yield [(month == each).astype(float) for each in sorted(set(month.tolist()))[1:]]
    turns = [2 * np.pi * wave * index / 12 for wave in (1, 2)]
    waves = [shape(turn) for turn in turns for shape in (np.sin, np.cos)]
    if len(index) >= TWO_WAVES_FROM:
        yield waves
    yield waves[:2]
    yield []


def between(with_agent: Sequence[float], without: Sequence[float]) -> float | None:
    """Whether the ratios of two groups of agencies differ by more than chance: the p-value of a
    rank test (Mann and Whitney 1947); ``None`` under ten agencies on a side."""
    if min(len(with_agent), len(without)) < LEAST_AGENCIES:
        return None
    return float(mannwhitneyu(with_agent, without).pvalue)
