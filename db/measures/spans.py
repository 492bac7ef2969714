"""The days of a period as tallies hold them: sums of whole months, and of days at ragged ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import sqlalchemy as sa

from db.inputs.dates import in_months, month_of
from db.inputs.results import ResultFilter
from db.measures.events import Condition
from db.models.base import Column
from db.models.tallies import COLUMNS, day_at, month_at

_AT, _N = COLUMNS.at, COLUMNS.n


@dataclass(frozen=True)
class Span:
    """Days of a period as tallies hold them, each range with both its ends: whole months; by month,
    days that come to them; and by month, days that are taken away from it again."""

    months: tuple[int, int]
    parts: dict[int, tuple[int, int]] = field(default_factory=dict)
    less: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def _ranges(self) -> list[tuple[int, int]]:
        ranges = (self.months, *self.parts.values(), *self.less.values())
        return [each for each in ranges if each[0] <= each[1]]

    @property
    def ats(self) -> list[int]:
        """Each month and day by name: no index is looked up in several ranges, only in one."""
        return [at for low, high in self._ranges for at in range(low, high + 1)]

    @property
    def stored(self) -> Condition:
        """That a tally is wanted."""
        is_ragged = self.parts or self.less
        return _AT.in_(self.ats) if is_ragged else _AT.between(*self.months)

    def holds(self, column: Column) -> Condition:
        """That a month or day lies in it."""
        return sa.or_(sa.false(), *(column.between(*each) for each in self._ranges))

    @property
    def n(self) -> Column:
        """What a tally adds."""
        whens = [(_AT.between(*each), -_N) for each in self.less.values()]
        return sa.case(*whens, else_=_N) if whens else _N

    @property
    def within(self) -> Column:
        """The same, of tallies of which some are of other days."""
        ranges = [each for each in (self.months, *self.parts.values()) if each[0] <= each[1]]
        whens: list[tuple[Condition, Column]] = [
            *((_AT.between(*each), -_N) for each in self.less.values()),
            *((_AT.between(*each), _N) for each in ranges),
        ]
        return sa.case(*whens, else_=0) if whens else sa.literal(0)

    def total(self, values: Mapping[int, int]) -> int:
        """What tallies add up to that are by month and day."""
        parts = ((1, self.months), *((1, each) for each in self.parts.values()))
        signed = (*parts, *((-1, each) for each in self.less.values()))
        return sum(
            sign * values.get(at, 0) for sign, (low, high) in signed for at in range(low, high + 1)
        )

    @property
    def month(self) -> Column:
        """The month of a tally."""
        days = (*self.parts.items(), *self.less.items())
        whens = [(_AT.between(*each), month) for month, each in days]
        return sa.case(*whens, else_=_AT) if whens else _AT


def span(start: date, end: date) -> Span:
    """The days from ``start`` to ``end``, both included; none if they are in no order."""
    months, parts = in_months(start, end)
    days = {month: (day_at(low), day_at(high)) for month, (low, high) in parts.items()}
    return Span((months.start, months.stop - 1), days)


def of(wanted: ResultFilter) -> Span:
    """The days of a period, by as few tallies as will do: the better part of a month is the month
    without its other days."""
    found = span(wanted.start, wanted.end)
    (low, high), parts, less = found.months, dict(found.parts), dict[int, tuple[int, int]]()
    for month, (first, last) in found.parts.items():
        before, after = (_first(month), first - 1), (last + 1, _last(month))
        others = before if last == _last(month) else after
        is_ragged_once = first == _first(month) or last == _last(month)
        if is_ragged_once and 2 * (last - first + 1) > _last(month) - _first(month) + 2:
            less[month] = others
            del parts[month]
            low, high = (min(low, month), high) if month < low else (low, max(high, month))
    return Span((low, high), parts, less)


def _first(month: int) -> int:
    return day_at(month_of(month))


def _last(month: int) -> int:
    return day_at(month_of(month + 1)) - 1


def before_last(wanted: ResultFilter) -> tuple[ResultFilter, Span]:
    """A period without its last month, and its days in that month."""
    first = wanted.end.replace(day=1)
    days = Span((1, 0), {month_at(first): (day_at(first), day_at(wanted.end))})
    return replace(wanted, end=first - timedelta(days=1)), days


def any_of(spans: Sequence[Span]) -> Condition:
    """That any of them wants a tally."""
    if any(each.parts or each.less for each in spans):
        return _AT.in_(sorted({at for each in spans for at in each.ats}))
    months = [each.months for each in spans if each.ats] or [(1, 0)]
    return _AT.between(min(low for low, _ in months), max(high for _, high in months))


def parts_months(wanted: ResultFilter) -> bool:
    """Whether it has its last month from the first day on, so that ``before_last`` can part it."""
    return wanted.start <= wanted.end.replace(day=1)


def ends_month(day: date) -> bool:
    """Whether it is the last day of its month."""
    return (day + timedelta(days=1)).day == 1


def whole(wanted: ResultFilter) -> Span:
    """The days of a period, as if it went on to the end of its last month."""
    return span(wanted.start, month_of(month_at(wanted.end) + 1) - timedelta(days=1))
