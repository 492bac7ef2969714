"""The filter of a results page; it comes from a URL, so every value is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from db.codes import AGE_BANDS, Sex
from db.inputs.dates import month_index, month_of, months_after

#: Days beyond these are typing errors, and leave no room for a period before them.
EARLIEST, LATEST = date(1990, 1, 1), date(2090, 12, 31)


#: The named periods of ``preset``, and one of other days.
PERIODS = ("12m", "month", "last_month", "quarter", "half", "year", "all", "own")


#: Months of the calendar periods that there are.
CALENDAR = (1, 3, 6, 12)


class Against(StrEnum):
    """What the figures of a page are compared with, beside one agency, which is said by its id."""

    NOTHING = "nothing"
    BEFORE = "before"
    LAST_YEAR = "last_year"
    MEAN = "mean"
    TARGET = "target"


#: One of these, or an agency.
Other = Against | int


@dataclass(frozen=True)
class ResultFilter:
    """A period (both days included) and the filters on it; an empty set filters nothing."""

    start: date
    end: date
    agencies: frozenset[int] = frozenset()
    sexes: frozenset[str] = frozenset()
    age_bands: frozenset[str] = frozenset()

    @property
    def calendar_months(self) -> int:
        """How many months a whole calendar month, quarter, half-year or year has; 0 of other
        days."""
        first, after = month_index(self.start), month_index(self.end + timedelta(days=1))
        months = after - first
        is_whole = month_of(first) == self.start and month_of(after) - timedelta(days=1) == self.end
        return months if is_whole and months in CALENDAR and first % months == 0 else 0

    def previous(self) -> ResultFilter:
        """The calendar month, quarter, half-year or year before, of one that is whole; of other
        days, as many just before."""
        if self.calendar_months:
            return earlier(self, self.calendar_months)
        days = (self.end - self.start).days + 1
        return replace(
            self,
            start=self.start - timedelta(days=days),
            end=self.start - timedelta(days=1),
        )

    def among(self, own: frozenset[int]) -> frozenset[int]:
        """Of these agencies those that are asked for; all, where none is named."""
        return own & self.agencies if self.agencies else own

    def of_everybody(self) -> ResultFilter:
        """The same without sex and age, for figures to which these filters do not apply."""
        return replace(self, sexes=frozenset(), age_bands=frozenset())

    @property
    def cuts_people(self) -> bool:
        """Whether persons are chosen by sex or age."""
        return bool(self.sexes or self.age_bands)


@dataclass(frozen=True)
class Comparison:
    """The days of a period that have come, and those before it with which they are compared: of
    equal length, or nearly so.

    ``is_over`` says whether a rise or a fall may be called.
    """

    now: ResultFilter
    before: ResultFilter
    is_over: bool

    @property
    def time(self) -> float:
        """The part of the days of both that is those of now."""
        now, before = ((each.end - each.start).days + 1 for each in (self.now, self.before))
        return now / (now + before)


def comparison(wanted: ResultFilter, today: date) -> Comparison | None:
    """What a period is compared with; nothing where it has not begun: of a whole calendar month,
    quarter, half-year or year the same days of the one before, of other days as many before.

    A period is over on its last day, and one that lies in the running month the day after
    (``docs/domain.md#compared-periods``).
    """
    if wanted.start > today:
        return None
    now = replace(wanted, end=min(wanted.end, today))
    is_running = month_index(wanted.start) == month_index(today)
    months = wanted.calendar_months
    return Comparison(
        now,
        earlier(now, months) if months else now.previous(),
        wanted.end < today or (wanted.end == today and not is_running),
    )


def months_back(wanted: ResultFilter, against: Other) -> int:
    """How many months before a period lies the one that it is compared with: a year, or as many as
    it touches; 0 where it is not compared with another time."""
    if against is Against.LAST_YEAR:
        return 12
    if against is Against.BEFORE:
        return month_index(wanted.end) - month_index(wanted.start) + 1
    return 0


def earlier(wanted: ResultFilter, months: int) -> ResultFilter:
    """The same days so many months before; the end of a month stays one."""
    ends_month = (wanted.end + timedelta(days=1)).day == 1
    end = months_after(wanted.end, -months)
    if ends_month:
        end = month_of(month_index(end) + 1) - timedelta(days=1)
    return replace(wanted, start=months_after(wanted.start, -months), end=end)


def whole_months(wanted: ResultFilter, today: date, number: int) -> ResultFilter:
    """The last so many whole months within reach of a period's end that are over: the month that
    runs is none of them."""
    last = min(wanted.end, today - timedelta(days=1))
    after = month_index(last + timedelta(days=1))
    return replace(wanted, start=month_of(after - number), end=month_of(after) - timedelta(days=1))


def unfinished_months(wanted: ResultFilter, today: date) -> list[date]:
    """First days of the months that the period, or today, leaves unfinished: their bars are not to
    be read as those of whole months."""
    over = min(wanted.end, today - timedelta(days=1))
    return [
        month
        for month in months_of(wanted)
        if month < wanted.start or month_of(month_index(month) + 1) > over + timedelta(days=1)
    ]


def clean(
    start: date,
    end: date,
    agencies: Iterable[int],
    sexes: Iterable[str],
    age_bands: Iterable[str],
) -> ResultFilter:
    """A filter from whatever stood in a URL: unknown codes fall away, days are put in order."""
    first, last = (min(max(day, EARLIEST), LATEST) for day in sorted((start, end)))
    return ResultFilter(
        first,
        last,
        frozenset(agencies),
        frozenset(sexes) & {sex.value for sex in Sex},
        frozenset(age_bands) & set(AGE_BANDS),
    )


def preset(code: str, today: date, began: date) -> tuple[date, date]:
    """First and last day of a named period: the running calendar ``month``, ``quarter``, ``half``
    or ``year`` to its own end, the ``last_month``, the last ``12m`` (until today), or ``all`` since
    the programme began. None begins before the programme, of which nobody could have entered
    anything: a young one would show months of zeros, and days without an agent."""
    if code == "all":
        return min(began, today), today
    first, last = _calendar(code, today)
    return max(first, began) if began <= min(last, today) else first, last


def _calendar(code: str, today: date) -> tuple[date, date]:
    this = month_index(today)
    if code == "last_month":
        return month_of(this - 1), month_of(this) - timedelta(days=1)
    if code == "12m":
        return month_of(this - 11), today
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[code]
    first = this - (today.month - 1) % months
    return month_of(first), month_of(first + months) - timedelta(days=1)


def month_ends(wanted: ResultFilter) -> list[tuple[date, date]]:
    """Every month that the period touches, with its last day within the period."""
    months = list(months_of(wanted))
    ends = [month - timedelta(days=1) for month in months[1:]] + [wanted.end]
    return list(zip(months, ends, strict=True))


def months_of(wanted: ResultFilter) -> Iterator[date]:
    """The first day of every month that the period touches."""
    first, last = month_index(wanted.start), month_index(wanted.end)
    return (month_of(index) for index in range(first, last + 1))
