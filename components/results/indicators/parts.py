"""An indicator broken down, one way at a time: bars of a count, dots with intervals of a share."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.cards.charts import shapes
from components.cards.charts.theme import Spec
from components.language import i18n
from components.reads import indicator_words, labels, reference
from components.reads.indicators import Follower
from components.results import shares
from components.results.indicators import line, words
from db.inputs.indicators import Breakdown, IndicatorFilter
from db.inputs.results import ResultFilter
from db.measures.indicator import ALL, Value
from db.measures.targets import Followed
from db.models import AddsUp
from db.queries.indicators import Sheet

Parts = list[tuple[str, Value]]


def cards(follower: Follower, sheet: Sheet, found: Followed) -> list[Card]:
    """The card of the chosen breakdown, if there is any to choose."""
    options = [
        each for each in sheet.breakdowns if each is not Breakdown.AGENCY or found.agency_id is None
    ]
    if not options or found.value.value is None:
        return []
    chosen = options[0]
    if len(options) > 1:
        chosen = (
            st.segmented_control(
                i18n.t("indicators.by"),
                options,
                format_func=lambda each: i18n.t(f"indicators.by.{each}"),
                default=options[0],
                required=True,
                key="indicators_by",
                label_visibility="collapsed",
            )
            or options[0]
        )
    return [_card(follower, sheet, found, chosen)]


def _card(follower: Follower, sheet: Sheet, found: Followed, by: Breakdown) -> Card:
    agencies = frozenset({found.agency_id}) if found.agency_id else frozenset[int]()
    within = ResultFilter(found.since, reference.today(), agencies)
    told = follower.value(IndicatorFilter(sheet.code, within, by))
    rows: Parts = [(_named(by, part), each) for part, each in told.items() if part != ALL]
    n = sum(each.n for _, each in rows)
    span = i18n.t("indicators.since_day", day=i18n.day(found.since, "medium"))
    return Card(
        key=f"indicator_by_{by}",
        headline=_headline(sheet, rows),
        note=f"{words.unit(sheet)} · n = {i18n.number(told[ALL].n)}",
        reading=span,
        table=_table(sheet, by, rows),
        spec=_chart(sheet, by, rows) if n else None,
        warning=i18n.t("indicators.parts_overlap") if _can_overlap(sheet, by) else "",
    )


def _can_overlap(sheet: Sheet, by: Breakdown) -> bool:
    """Whoever came to two agencies counts in both."""
    return by is Breakdown.AGENCY and sheet.adds_up is AddsUp.PERSONS


def _named(by: Breakdown, part: str) -> str:
    if by is Breakdown.AGENCY:
        return labels.agency(int(part), short=True)
    return labels.label("SEX" if by is Breakdown.SEX else "AGE_BAND", part)


def _headline(sheet: Sheet, rows: Parts) -> str:
    """Which part is the highest, where one alone is; of shares only where none could be it."""
    known = [(name, each) for name, each in rows if each.value is not None]
    ranked = sorted(known, key=lambda row: row[1].value or 0, reverse=True)
    if len(ranked) < 2 or not ranked[0][1].n:
        return i18n.t("indicators.parts")
    (name, first), (_, second) = ranked[:2]
    is_share = sheet.adds_up.is_share
    if not (_is_apart(first, second) if is_share else first.value != second.value):
        return i18n.t("indicators.parts_alike")
    value = indicator_words.reached(sheet, first, first.value)
    return i18n.t("indicators.parts_first", name=name, value=value)


def _is_apart(first: Value, second: Value) -> bool:
    """Whether the intervals of two shares leave room between them."""
    return bool(first.interval and second.interval and first.interval.lower > second.interval.upper)


def _table(sheet: Sheet, by: Breakdown, rows: Parts) -> pd.DataFrame:
    columns: dict[str, list[object]] = {
        i18n.t(f"indicators.by.{by}"): [name for name, _ in rows],
        i18n.t("indicators.column.value"): [_cell(sheet, each) for _, each in rows],
    }
    if sheet.adds_up.is_share:
        columns[i18n.t("column.lower")] = [line.bound(sheet, each, 0) for _, each in rows]
        columns[i18n.t("column.upper")] = [line.bound(sheet, each, 1) for _, each in rows]
    columns[i18n.t("indicators.column.n")] = [each.n for _, each in rows]
    return pd.DataFrame(columns)


def _cell(sheet: Sheet, value: Value) -> object:
    if value.value is None:
        return words.missing(value)
    return indicator_words.cell(sheet, value, value.value)


def _chart(sheet: Sheet, by: Breakdown, rows: Parts) -> Spec:
    place = i18n.t(f"indicators.by.{by}")
    if not sheet.adds_up.is_share:
        named = pd.DataFrame(
            {
                "label": [name for name, _ in rows],
                "value": [each.value for _, each in rows],
                "text": [indicator_words.number(sheet, each.value) for _, each in rows],
            }
        )
        return shapes.bars(named, unit=words.axis(sheet), place=place)
    frame = pd.DataFrame(
        {
            "share": [each.value for _, each in rows],
            "lower": [each.interval.lower if each.interval else None for _, each in rows],
            "upper": [each.interval.upper if each.interval else None for _, each in rows],
            "numerator": [each.numerator or 0 for _, each in rows],
            "denominator": [each.n for _, each in rows],
        }
    )
    made = shares.chart_rows(frame, [name for name, _ in rows])
    # The table says why there is none.
    made["note"] = [
        note if each.value is not None else "—"
        for note, (_, each) in zip(made["note"], rows, strict=True)
    ]
    return shapes.intervals(made, unit=words.axis(sheet), place=place)
