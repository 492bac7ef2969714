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
from db.inputs.results import ResultFilter, months_of
from db.statistics import trend
from db.store.settings import settings

Found = TypeVar("Found")
Builder = Callable[["Asked"], list[Card]]


class Asked:
    """One page's question: who asks, for what, as of which version of the figures."""

    def __init__(self, viewer: Viewer, wanted: ResultFilter, version: int) -> None:
        self.viewer, self.wanted, self.version = viewer, wanted, version

    def measure(self, measure: Measure[Found]) -> Found:
        """A measure for the period."""
        return figures.measured(measure, self.viewer, self.wanted, self.version)

    def measure_before(self, measure: Measure[Found]) -> Found:
        """The same measure for the period before."""
        return figures.measured(measure, self.viewer, self.wanted.previous(), self.version)

    @property
    def is_comparable(self) -> bool:
        """Whether the programme already ran in all of the period before."""
        return self.wanted.previous().start >= reference.programme().starts_on

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


def moved(subject: str, now: int, before: int | None, spread: float | None = None) -> str:
    """A sentence that says rise or fall only where it is not chance (5 %, exact Poisson test).

    Without a period to compare with (``before`` is ``None``) it says the number alone. ``spread``:
    see ``statistics.trend``.
    """
    if before is None:
        return i18n.t("headline.alone", subject=subject, now=now)
    return i18n.t(
        f"headline.{trend(now, before, spread=spread)}", subject=subject, now=now, before=before
    )


def of_n(key: str, n: int) -> str:
    """Unit and n: "Événements · n = 312"."""
    return f"{i18n.t(key)} · n = {i18n.number(n)}"


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
    total, told = int(rows[value].sum()), _total(rows, series, value, only)
    earlier = (
        _total(asked.measure_before(measure), series, value, only) if asked.is_comparable else None
    )
    named = rows.assign(
        month=[i18n.month(each) for each in rows["month"]],
        series=[_series_label(series, each) for each in rows[series]],
        value=rows[value],
    )[["month", "series", "value"]]
    order = _series_order(series, asked, set(named["series"]))
    spec = (
        shapes.monthly(named, unit=i18n.t(unit), months=asked.months, series=order)
        if total
        else None
    )
    table = by_month(named, asked.months, order)
    how = i18n.t("headline.chance") if asked.is_comparable else ""
    return Card(
        key=key,
        headline=moved(i18n.t(subject), told, earlier, spread),
        note=of_n(unit, total),
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


def by_month(named: pd.DataFrame, months: list[str], order: list[str]) -> pd.DataFrame:
    """One row a month, one column a series."""
    wide = named.pivot_table(
        index="month", columns="series", values="value", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(index=months, columns=order, fill_value=0).astype(int)
    wide.insert(0, i18n.t("column.month"), [str(safe(month)) for month in months])
    return wide.reset_index(drop=True).rename_axis(columns=None)


def percent_cell(value: float | None) -> int | str:
    """A share as a table holds it, in whole percent: a number, or a dash."""
    return "—" if value is None or pd.isna(value) else round(100 * float(value))


def share_text(value: float | None) -> str:
    """A share in whole percent, or a dash."""
    return "—" if value is None or pd.isna(value) else i18n.percent(float(value))
