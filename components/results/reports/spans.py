"""The periods that reports are of: half-years and years of the programme, and weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from components.language import i18n
from db.inputs.results import ResultFilter

#: So many weeks back a summary can be had.
WEEKS = 12
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """Both days included; ``kind`` is ``half``, ``year`` or ``week``."""

    kind: str
    start: date
    end: date

    @property
    def name(self) -> str:
        """ "1er semestre 2026"."""
        if self.kind == "week":
            first, last = (i18n.day(each, "medium") for each in (self.start, self.end))
            return i18n.t("reports.week", start=first, end=last)
        if self.kind == "year":
            return i18n.t("reports.year", year=str(self.start.year))
        half = "first" if self.start.month < 7 else "second"
        return i18n.t(f"reports.half_{half}", year=str(self.start.year))

    def of(self, agencies: frozenset[int] = frozenset()) -> ResultFilter:
        return ResultFilter(self.start, self.end, agencies)


def long(began: date, today: date) -> list[Span]:
    """Half-years, then years, of the programme: first those that are over, the newest first; its
    first ones before it begins."""
    halves, years, last = [], [], max(today, began)
    for year in range(last.year, began.year - 1, -1):
        years.append(Span("year", date(year, 1, 1), date(year, 12, 31)))
        halves.append(Span("half", date(year, 7, 1), date(year, 12, 31)))
        halves.append(Span("half", date(year, 1, 1), date(year, 6, 30)))
    found = [each for each in (*halves, *years) if each.start <= last and each.end >= began]
    return sorted(found, key=lambda each: (each.kind != "half", each.end >= today))


def weeks(today: date) -> list[Span]:
    """From Monday to Sunday: the last one that is over, those before it, and the running one."""
    monday = today - timedelta(days=today.weekday())
    found = [monday - WEEK * back for back in range(1, WEEKS + 1)]
    return [Span("week", each, each + WEEK - timedelta(days=1)) for each in (*found, monday)]
