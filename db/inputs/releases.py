"""Years and half-years that may be released: whole, past, and past their lag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LAG_DAYS = 30


@dataclass(frozen=True)
class HalfYear:
    """January to June (``half`` 1) or July to December (2) of a year."""

    year: int
    half: int

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @classmethod
    def of(cls, day: date) -> HalfYear:
        """The half-year that a day lies in."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    def next(self) -> HalfYear:
        """The half-year after this one."""
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def is_ripe(self, today: date) -> bool:
        """Whether late entries have had ``LAG_DAYS`` to arrive."""
        return today > self.end + timedelta(days=LAG_DAYS)


@dataclass(frozen=True)
class Year:
    """January to December."""

    year: int

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, 12, 31)

    @property
    def halves(self) -> tuple[HalfYear, HalfYear]:
        """Its two half-years."""
        return HalfYear(self.year, 1), HalfYear(self.year, 2)

    def is_ripe(self, today: date) -> bool:
        """Whether late entries have had ``LAG_DAYS`` to arrive."""
        return self.halves[1].is_ripe(today)


Period = HalfYear | Year


def period_of(start: date, end: date) -> Period:
    """The period of these two days."""
    return Year(start.year) if (start.month, end.month) == (1, 12) else HalfYear.of(start)


@dataclass(frozen=True)
class FreezeInput:
    """Freeze one period; ``submission_id`` makes a double click one release.

    ``digest`` stands for what the preview showed: nothing else is frozen.
    """

    period: Period
    submission_id: str
    digest: str


def ripe_half_years(starts_on: date, ends_on: date, today: date) -> list[HalfYear]:
    """The half-years of the programme that may be released, newest first."""
    found, period = [], HalfYear.of(starts_on)
    while period.start <= ends_on and period.is_ripe(today):
        found.append(period)
        period = period.next()
    return found[::-1]


def ripe_years(starts_on: date, ends_on: date, today: date) -> list[Year]:
    """The years with a day of the programme that may be released, newest first."""
    years = map(Year, range(ends_on.year, starts_on.year - 1, -1))
    return [year for year in years if year.is_ripe(today)]
