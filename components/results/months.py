"""Cards of a count a month: by agency, or by kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.cells import safe
from components.cards.charts import months
from components.cards.charts.theme import Spec
from components.cards.charts.then import Then
from components.cards.opening import Opens
from components.language import i18n
from components.reads.figures import Measure
from components.results import marks, opens
from components.results.common import (
    Asked,
    agencies_of,
    agency,
    compared_in_words,
    listed,
    moved,
    of_n,
)
from components.results.compare import months as compared
from components.results.compare import words
from components.results.compare.months import Beside, Shown
from db.inputs.results import ResultFilter


class Counted(NamedTuple):
    """What a card counts: its key, the texts of its subject and unit, the measure and the column;
    ``only``: the one value of column ``type`` that is counted, where a sum means nothing;
    ``rows``: the figure whose rows it opens."""

    key: str
    subject: str
    unit: str
    measure: Measure[pd.DataFrame]
    value: str = "events"
    only: str = ""
    rows: str = ""
    #: How a change is told from chance where ``spread`` is given.
    weighed: str = "headline.chance_weighed"


def card(asked: Asked, counted: Counted, spread: float | None = None) -> Card:
    """A small row of bars an agency on one scale; bars of their own for a single one. ``spread``:
    see ``statistics.trend``."""
    rows = _rows(asked, counted, asked.wanted)
    total, earlier, spans = _sum(rows, counted), None, asked.compared
    told = total
    if spans is not None:
        told, earlier = (
            _sum(_rows(asked, counted, each), counted) for each in (spans.now, spans.before)
        )
    order = [agency(each) for each in asked.agencies]
    of_rows = partial(_rows, asked, counted)
    other = compared.beside(asked, Shown(of_rows, agencies_of, order, counted.value))
    named = labelled(rows, agencies_of(rows), counted.value)
    beside = _headline(asked, counted, other)
    nobody = {agency(each): "—" for each in asked.without_agent_in_period}
    no_agent = i18n.t("note.no_agent_row") if nobody and len(order) > 1 else ""
    spec = None
    if total or other.total:
        spec = chart(asked, named, order, counted.unit, totals=nobody, beside=other.then)
    return Card(
        key=counted.key,
        headline=beside or moved(i18n.t(counted.subject), told, earlier, spans, spread),
        note=of_n(counted.unit, total),
        reading=reading(
            asked,
            other.reading,
            "" if beside else compared_in_words(spans),
            not_whole(asked) if spec else "",
        ),
        legend=no_agent if spec else "",
        table=by_month(asked, named, order, beside=other.then),
        spec=spec,
        warning=_how_tested(counted, spread) if spans and spans.is_over and not beside else "",
        opens=_opens(asked, counted),
    )


def _how_tested(counted: Counted, spread: float | None) -> str:
    """Counts that come in clusters are weighed first: the test of these is not exact."""
    return i18n.t("headline.chance" if spread is None else counted.weighed)


def _headline(asked: Asked, counted: Counted, other: Beside) -> str:
    """The figure with the other one beside it; empty where there is none."""
    if other.then is None or other.total is None:
        return ""
    return i18n.t(
        "compare.headline",
        subject=i18n.t(counted.subject),
        now=_sum(_rows(asked, counted, words.own(asked)), counted),
        other=other.then.name,
        value=i18n.number(other.total, 1),
    )


def _opens(asked: Asked, counted: Counted) -> Opens | None:
    parts = {"type": counted.only} if counted.only else {}
    return opens.of_months(asked, counted.rows, **parts) if counted.rows else None


def _rows(asked: Asked, counted: Counted, wanted: ResultFilter) -> pd.DataFrame:
    rows = asked.measured(counted.measure, wanted)
    kept: pd.DataFrame = rows[rows["type"] == counted.only] if counted.only else rows
    return kept


def _sum(rows: pd.DataFrame, counted: Counted) -> int:
    return int(rows[counted.value].sum())


def labelled(rows: pd.DataFrame, series: list[str], value: str) -> pd.DataFrame:
    """``month`` and ``series`` (labels), ``value`` (missing where ``value`` is)."""
    months_told = [i18n.month(each) for each in rows["month"]]
    return pd.DataFrame({"month": months_told, "series": series, "value": rows[value].array})


def chart(
    asked: Asked,
    named: pd.DataFrame,
    order: list[str],
    unit: str,
    *,
    place: str = "column.agency",
    unfinished: list[str] | None = None,
    totals: Mapping[str, str] | None = None,
    end: str = "column.total",
    beside: Then | None = None,
) -> Spec:
    """Of ``named``: ``month`` and ``series`` (labels), ``value``; a row each of ``order``.
    ``end``: what the numbers at the end of the rows are called; ``beside``: what it is compared
    with."""
    lighter = asked.unfinished if unfinished is None else unfinished
    columns = months.Months(asked.months, lighter, marks.bands(asked))
    called = months.Words(
        unit=i18n.t(unit),
        place=i18n.t(place),
        month=i18n.t("column.month"),
        total=i18n.t(end),
        gap=i18n.t("column.not_received"),
        event=i18n.t("marks.event"),
        told=i18n.t("marks.when"),
    )
    if len(order) < 2:
        return months.monthly(named, months=columns, words=called, beside=beside)
    return months.small_multiples(
        named, months=columns, order=order, words=called, totals=totals, beside=beside
    )


def not_whole(asked: Asked, lighter: list[str] | None = None) -> str:
    """Which months of a chart are drawn lighter, to stand in a note: one that has not begun has
    nothing to draw."""
    ahead = asked.ahead
    begun = [each for each in asked.unfinished if each not in ahead]
    named = listed(begun if lighter is None else lighter)
    return i18n.t("note.unfinished", months=named) if named else ""


def reading(asked: Asked, *parts: str) -> str:
    """What stands below a chart of months, with the events that are marked on it."""
    return " · ".join(filter(None, (*parts, marks.reading(asked))))


def by_month(
    asked: Asked,
    named: pd.DataFrame,
    order: list[str],
    *,
    gaps: bool = False,
    beside: Then | None = None,
) -> pd.DataFrame:
    """One row a month, one column a series, one of each for what it is compared with, and one for
    events, where there are any; where there is no count 0, or a dash with ``gaps`` and of months
    that have not begun."""
    columns, ahead = asked.months, asked.ahead
    summed = named[named["value"].notna()].groupby(["month", "series"])["value"].sum().to_dict()
    absent = {month: "—" if gaps or month in ahead else 0 for month in columns}
    found: dict[str, list[int | float | str]] = {
        each: [
            int(summed[month, each]) if (month, each) in summed else absent[month]
            for month in columns
        ]
        for each in order
    }
    other = beside.by_place() if beside else {}
    for each in order if beside else []:
        line = [other.get((month, each)) for month in columns]
        if beside and any(value is not None for value in line):
            found[f"{each} · {beside.name}"] = ["—" if x is None else _short(x) for x in line]
    table = pd.DataFrame({i18n.t("column.month"): [str(safe(each)) for each in columns], **found})
    return marks.with_column(asked, table)


def _short(value: float) -> int | float:
    """A whole number as one."""
    return int(value) if value.is_integer() else value
