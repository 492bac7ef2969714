"""Marked events beside figures: as bands of a chart, in the words below it, and in its table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pandas as pd

from components.cards.charts.marks import DayMark, Mark
from components.language import i18n
from components.reads import marks as reads
from components.results.common import Asked, agency, listed
from db.access.viewer import Viewer
from db.inputs.results import ResultFilter, months_of
from db.queries.marks import Marked

ONE_DAY = timedelta(days=1)


def of(asked: Asked) -> list[Marked]:
    """The events of the period; notes are read elsewhere."""
    return events(asked.viewer, asked.wanted, asked.version)


def events(viewer: Viewer, wanted: ResultFilter, version: int) -> list[Marked]:
    """The same of any period."""
    return [each for each in reads.marked(viewer, wanted, version) if not each.is_note]


def bands(asked: Asked) -> list[Mark]:
    """Each event over the months that it touches, in the row of its agency where there are
    several."""
    is_one = len(asked.agencies) == 1
    return [
        Mark(
            name=reads.name(each),
            told=words(each),
            months=_months(asked, each),
            place=None if is_one or each.agency_id is None else agency(each.agency_id),
        )
        for each in of(asked)
    ]


def over_days(found: Iterable[Marked]) -> list[DayMark]:
    """The same over an axis of days."""
    return [
        DayMark(
            reads.name(each),
            words(each),
            each.starts_on.isoformat(),
            (each.ends_on + ONE_DAY).isoformat(),
        )
        for each in found
    ]


def words(mark: Marked) -> str:
    """Its days and its sentence."""
    return f"{reads.days(mark)} · {mark.sentence}"


def told(found: Iterable[Marked], *, is_one: bool) -> str:
    """All of them in one line, each with its days, and its place where that is not plain."""
    parts = []
    for each in found:
        where = [] if is_one and each.agency_id is not None else [reads.place(each)]
        days = i18n.joined(reads.days(each), *where)
        parts.append(i18n.t("marks.one", name=reads.name(each), days=days))
    return i18n.t("marks.told", events=listed(parts)) if parts else ""


def reading(asked: Asked) -> str:
    """The line below a chart of this period; empty where nothing was marked."""
    return told(of(asked), is_one=len(asked.agencies) == 1)


def with_column(asked: Asked, table: pd.DataFrame) -> pd.DataFrame:
    """A table with a row for each of the period's months, and beside it the events of each."""
    found = of(asked)
    if not found:
        return table
    names = {
        month: listed(_at(asked, each) for each in found if month in _months(asked, each))
        for month in asked.months
    }
    return table.assign(**{i18n.t("marks.column"): [names[each] for each in asked.months]})


def _at(asked: Asked, mark: Marked) -> str:
    name = reads.name(mark)
    return name if len(asked.agencies) == 1 else f"{name} ({reads.place(mark)})"


def _months(asked: Asked, mark: Marked) -> list[str]:
    wanted = ResultFilter(
        max(mark.starts_on, asked.wanted.start), min(mark.ends_on, asked.wanted.end)
    )
    return [i18n.month(each) for each in months_of(wanted)]
