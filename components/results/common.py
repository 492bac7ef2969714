"""What the cards of all results pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.cards.cells import safe
from components.cards.charts import shapes
from components.language import i18n
from components.reads import figures, labels, reference
from components.reads.figures import Measure
from db.access.viewer import Viewer
from db.inputs.results import (
    Comparison,
    ResultFilter,
    comparison,
    months_of,
    unfinished_months,
)
from db.statistics import trend
from db.store.settings import settings

Found = TypeVar("Found")
Builder = Callable[["Asked"], list[Card]]


class Asked:
    """One page's question: who asks, for what, as of which version of the figures."""

    def __init__(self, viewer: Viewer, wanted: ResultFilter, version: int) -> None:
        self.viewer, self.wanted, self.version = viewer, wanted, version
        self._spans = comparison(wanted, reference.today())

    def measure(self, measure: Measure[Found]) -> Found:
        """A measure for the period."""
        return self.measured(measure, self.wanted)

    @property
    def compared(self) -> Comparison | None:
        """The spans to compare; none where the programme did not yet run in all of the earlier
        one, or the period has not begun."""
        spans = self._spans
        began = spans is not None and spans.before.start >= reference.programme().starts_on
        return spans if began else None

    def measured(self, measure: Measure[Found], wanted: ResultFilter) -> Found:
        """A measure for another period, as of the same version."""
        return figures.measured(measure, self.viewer, wanted, self.version)

    @property
    def agencies(self) -> list[int]:
        """The agencies in question, in their fixed order."""
        own = self.viewer.agencies
        wanted = own & self.wanted.agencies if self.wanted.agencies else own
        return [each for each in reference.agencies() if each in wanted]

    @property
    def months(self) -> list[str]:
        """The labels of the period's months."""
        return [i18n.month(each) for each in months_of(self.wanted)]

    @property
    def running(self) -> list[str]:
        """The label of the month that runs, where the period touches it."""
        now = i18n.month(reference.today())
        return [each for each in self.months if each == now]

    @property
    def unfinished(self) -> list[str]:
        """The labels of those that are not over, or not whole within the period."""
        return [i18n.month(each) for each in unfinished_months(self.wanted, reference.today())]


def cards(name: str, build: Builder, asked: Asked) -> list[Card]:
    """The page's cards, made once for a scope, filter, version and language."""
    key = (
        settings().database_url,
        asked.viewer.agencies,
        asked.wanted,
        reference.today(),
        asked.version,
    )
    return _cards(name, key, i18n.language(), build, asked)


@st.cache_resource(max_entries=200, show_spinner=False)
def _cards(
    name: str, key: tuple[object, ...], language: str, _build: Builder, _asked: Asked
) -> list[Card]:
    return _build(_asked)


def agency(agency_id: int) -> str:
    """An agency's short name."""
    return labels.agency(agency_id, short=True)


def moved(
    subject: str,
    now: int,
    before: int | None = None,
    spans: Comparison | None = None,
    spread: float | None = None,
) -> str:
    """A sentence that names both spans, and says rise or fall only where it is not chance (5 %,
    exact Poisson test) and the period is over.

    Without a span to compare with it says the number alone. ``spread``: see ``statistics.trend``.
    """
    if before is None or spans is None:
        return i18n.t("headline.alone", subject=subject, now=now)
    verdict = trend(now, before, spread=spread) if spans.is_over else "unfinished"
    return i18n.t(
        f"headline.{verdict}",
        subject=subject,
        now=now,
        before=before,
        span=span(spans.now),
        earlier=span(spans.before),
    )


def span(wanted: ResultFilter) -> str:
    """A period's two days, to stand within a sentence."""
    first, last = (i18n.day(each, "medium") for each in (wanted.start, wanted.end))
    return i18n.t("headline.span", start=first, end=last)


def of_n(key: str, n: int) -> str:
    """Unit and n: "Événements · n = 312"."""
    return f"{i18n.t(key)} · n = {i18n.number(n)}"


def not_whole(asked: Asked, lighter: list[str] | None = None) -> str:
    """Which months of a chart are drawn lighter, to stand in a note."""
    months = i18n.t("headline.comma").join(asked.unfinished if lighter is None else lighter)
    return " · " + i18n.t("note.unfinished", months=months) if months else ""


def tips(place: str, series: str) -> shapes.Tips:
    """What a tooltip calls the place of a bar, its part, and the part's share of n."""
    return shapes.Tips(i18n.t(place), i18n.t(series), i18n.t("column.of_n"))


def uncut(asked: Asked, note: str) -> str:
    """A card's note; it says so where a filter by sex or age is set but does not apply."""
    return f"{note} · {i18n.t('note.uncut')}" if asked.wanted.cuts_people else note


def monthly_card(
    asked: Asked,
    key: str,
    subject: str,
    unit: str,
    measure: Measure[pd.DataFrame],
    value: str,
    series: str = "agency_id",
    only: str | None = None,
    spread: float | None = None,
) -> Card:
    """A count a month, stacked by agency (or by another code column).

    ``only``: the one series that the sentence speaks of, where a sum over all means nothing.
    """
    rows = asked.measure(measure)
    total, told, earlier = int(rows[value].sum()), _total(rows, series, value, only), None
    spans = asked.compared
    if spans is not None:
        told, earlier = (
            _total(asked.measured(measure, each), series, value, only)
            for each in (spans.now, spans.before)
        )
    named = rows.assign(
        month=[i18n.month(each) for each in rows["month"]],
        series=[_series_label(series, each) for each in rows[series]],
        value=rows[value],
    )[["month", "series", "value"]]
    order = _series_order(series, asked, set(named["series"]))
    column = "column.agency" if series == "agency_id" else "column.kind"
    spec = (
        shapes.monthly(
            named,
            unit=i18n.t(unit),
            months=asked.months,
            series=order,
            tips=tips("column.month", column),
            unfinished=asked.unfinished,
        )
        if total
        else None
    )
    table = by_month(named, asked.months, order)
    how = i18n.t("headline.chance") if spans is not None and spans.is_over else ""
    return Card(
        key=key,
        headline=moved(i18n.t(subject), told, earlier, spans, spread),
        note=of_n(unit, total) + not_whole(asked),
        table=table,
        spec=spec,
        warning=how,
    )


def _total(rows: pd.DataFrame, series: str, value: str, only: str | None) -> int:
    return int((rows if only is None else rows[rows[series] == only])[value].sum())


def _series_label(series: str, code: int | str) -> str:
    if series == "agency_id":
        return agency(int(code))
    return labels.label("OUTCOME_TYPE", str(code))


def _series_order(series: str, asked: Asked, present: set[str]) -> list[str]:
    if series == "agency_id":
        names = [agency(each) for each in asked.agencies]
    else:
        names = list(labels.choices("OUTCOME_TYPE").values())
    return [each for each in names if each in present]


def by_month(
    named: pd.DataFrame, months: list[str], order: list[str], *, gaps: bool = False
) -> pd.DataFrame:
    """One row a month, one column a series; where there is none 0, or with ``gaps`` a dash."""
    summed = named[named["value"].notna()].groupby(["month", "series"])["value"].sum().to_dict()
    absent = "—" if gaps else 0
    columns: dict[str, list[int | str]] = {
        each: [int(summed[month, each]) if (month, each) in summed else absent for month in months]
        for each in order
    }
    return pd.DataFrame({i18n.t("column.month"): [str(safe(month)) for month in months], **columns})


def percent_cell(value: float | None) -> int | str:
    """A share as a table holds it, in whole percent: a number, or a dash."""
    return "—" if value is None or pd.isna(value) else round(100 * float(value))


def share_text(value: float | None) -> str:
    """A share in whole percent, or a dash."""
    return "—" if value is None or pd.isna(value) else i18n.percent(float(value))
