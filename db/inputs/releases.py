"""Half-years that may be released: whole, past, and past their lag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from db.errors import invalid

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
class FreezeInput:
    """Freeze one half-year; ``submission_id`` makes a double click one release.

    ``digest`` stands for what the preview showed: nothing else is frozen.
    """

    period: HalfYear
    submission_id: str
    digest: str


def ripe_half_years(starts_on: date, ends_on: date, today: date) -> list[HalfYear]:
    """The half-years of the programme that may be released, newest first."""
    found, period = [], HalfYear.of(starts_on)
    while period.start <= ends_on and period.is_ripe(today):
        found.append(period)
        period = period.next()
    return found[::-1]


def check_period(period: HalfYear, starts_on: date, ends_on: date, today: date) -> None:
    """Raise ``InvalidInput`` on ``period`` for one that is not whole, past and ripe."""
    if period not in ripe_half_years(starts_on, ends_on, today):
        raise invalid("period", "error.period_not_ripe", count=LAG_DAYS)
