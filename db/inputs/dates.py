"""Ages and months, each in Python and in SQL.

Age is the year of an event less the year of birth (``docs/privacy.md#age``). A month is a whole
number, counted from January of year 0.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

#: Days that every month has.
_EACH_HAS = 28


def age(day: date, birth_year: int) -> int:
    """In years, on any day of that year."""
    return day.year - birth_year


def sql_age(day: Mapped[date], birth_year: Mapped[int]) -> sa.ColumnElement[int]:
    """The same of two columns."""
    return sa.extract("year", day) - birth_year


def month_index(day: date) -> int:
    """The month that a day lies in."""
    return day.year * 12 + day.month - 1


def sql_month_index(day: Mapped[date]) -> sa.ColumnElement[int]:
    """The same of a column, on both databases."""
    return sa.cast(sa.extract("year", day) * 12 + sa.extract("month", day) - 1, sa.Integer)


def month_of(index: int) -> date:
    """The first day of a month."""
    return date(index // 12, index % 12 + 1, 1)


def in_months(start: date, end: date) -> tuple[range, dict[int, tuple[date, date]]]:
    """The whole months of a period, both its days included, and of each month that it holds in
    part the first and last day of that; nothing if they are in no order."""
    if start > end:
        return range(0), {}
    first, last = month_index(start), month_index(end)
    whole = range(first + (start.day > 1), month_index(end + timedelta(days=1)))
    parts = {
        month: (max(month_of(month), start), min(month_of(month + 1) - timedelta(days=1), end))
        for month in dict.fromkeys((first, last))
        if month not in whole
    }
    return whole, parts


def months_after(day: date, months: int) -> date:
    """The same day of the month, clipped to the month's end (31 August + 6 = 28 February)."""
    year, month = divmod(month_index(day) + months, 12)
    # Asked for hundreds of times by one page: only the last days of a month need be looked at.
    last = day.day if day.day <= _EACH_HAS else monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
