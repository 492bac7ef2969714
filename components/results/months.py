"""Cards of a count a month: by agency, or by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from components.cards.card import Card
from components.cards.cells import safe
from components.cards.charts import months
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads.figures import Measure
from components.results.common import Asked, agency, compared_in_words, listed, moved, of_n
from db.inputs.results import ResultFilter


class Counted(NamedTuple):
    """What a card counts: its key, the texts of its subject and unit, the measure and the column;
    ``only``: the one value of column ``type`` that is counted, where a sum means nothing."""

    key: str
    subject: str
    unit: str
    measure: Measure[pd.DataFrame]
    value: str = "events"
    only: str = ""


def card(asked: Asked, counted: Counted, spread: float | None = None) -> Card:
    """A small row of bars an agency on one scale; bars of their own for a single one."""
    rows = _rows(asked, counted, asked.wanted)
    total, earlier, spans = _sum(rows, counted), None, asked.compared
    told = total
    if spans is not None:
        told, earlier = (
            _sum(_rows(asked, counted, each), counted) for each in (spans.now, spans.before)
        )
    named = labelled(rows, [agency(int(each)) for each in rows["agency_id"]], counted.value)
    order = [agency(each) for each in asked.agencies]
    nobody = {agency(each): "—" for each in asked.without_agent}
    no_agent = i18n.t("note.no_agent_row") if nobody and len(order) > 1 else ""
    return Card(
        key=counted.key,
        headline=moved(i18n.t(counted.subject), told, earlier, spans, spread),
        note=of_n(counted.unit, total),
        reading=" · ".join(filter(None, (compared_in_words(spans), not_whole(asked), no_agent))),
        table=by_month(named, asked.months, order),
        spec=chart(asked, named, order, counted.unit, totals=nobody) if total else None,
        warning=i18n.t("headline.chance") if spans is not None and spans.is_over else "",
    )


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
) -> Spec:
    """Of ``named``: ``month`` and ``series`` (labels), ``value``; a row each of ``order``.
    ``end``: what the numbers at the end of the rows are called."""
    columns = months.Months(asked.months, asked.unfinished if unfinished is None else unfinished)
    words = months.Words(
        unit=i18n.t(unit),
        place=i18n.t(place),
        month=i18n.t("column.month"),
        total=i18n.t(end),
        gap=i18n.t("column.not_received"),
    )
    if len(order) < 2:
        return months.monthly(named, months=columns, words=words)
    return months.small_multiples(named, months=columns, order=order, words=words, totals=totals)


def not_whole(asked: Asked, lighter: list[str] | None = None) -> str:
    """Which months of a chart are drawn lighter, to stand in a note."""
    named = listed(asked.unfinished if lighter is None else lighter)
    return i18n.t("note.unfinished", months=named) if named else ""


def by_month(
    named: pd.DataFrame, columns: list[str], order: list[str], *, gaps: bool = False
) -> pd.DataFrame:
    """One row a month, one column a series; where there is none 0, or with ``gaps`` a dash."""
    summed = named[named["value"].notna()].groupby(["month", "series"])["value"].sum().to_dict()
    absent = "—" if gaps else 0
    found: dict[str, list[int | str]] = {
        each: [int(summed[month, each]) if (month, each) in summed else absent for month in columns]
        for each in order
    }
    return pd.DataFrame({i18n.t("column.month"): [str(safe(month)) for month in columns], **found})
