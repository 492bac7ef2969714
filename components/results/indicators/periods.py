"""Period by period: what was to be reached, what was, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from components.cards import card as cards
from components.cards import static_tables
from components.cards.card import Card
from components.language import i18n
from components.language.plain import plain
from components.reads import indicator_words
from components.results.common import percent_cell
from components.results.indicators import words
from db.measures.paths import State
from db.measures.targets import Period
from db.queries.indicators import Note, Sheet


def card(sheet: Sheet, rows: Sequence[Period], notes: Iterable[Note]) -> Card:
    """A table, and no chart: the line beside it shows the same."""
    states = [each.standing.state for each in rows if each.standing is not None]
    judged = [each for each in states if each in (State.ON_PATH, State.AHEAD, State.BEHIND)]
    met = sum(each is not State.BEHIND for each in judged)
    headline = i18n.t("indicators.periods_none")
    if judged:
        headline = i18n.tn("indicators.periods_met", met, judged=len(judged))
    return Card(
        key="indicator_periods",
        headline=headline,
        note=words.unit(sheet),
        table=_table(sheet, rows, notes),
    )


def draw(found: Card, context: Sequence[str]) -> None:
    """The table with its files."""
    with st.container(border=True, key="indicator_periods"):
        st.markdown(f"**{plain(found.headline)}**")
        st.caption(plain(f"{found.note} · {i18n.t('indicators.periods_how')}"))
        static_tables.draw(found.table, "indicator_periods")
        with st.container(horizontal=True):
            cards.files(found, [found.headline, found.counts, *context])


def _table(sheet: Sheet, rows: Sequence[Period], notes: Iterable[Note]) -> pd.DataFrame:
    # The newest first: the last one written stands.
    said = {each.due_on: each.sentence for each in reversed(list(notes))}
    columns: dict[str, list[object]] = {
        i18n.t("indicators.column.until"): [i18n.day_cell(each.target.day) for each in rows],
        i18n.t("indicators.column.target"): [
            indicator_words.number(sheet, each.target.value) for each in rows
        ],
        i18n.t("indicators.column.actual"): [
            indicator_words.reached(sheet, each.value, each.standing.current)
            if each.value and each.standing
            else "—"
            for each in rows
        ],
    }
    if not sheet.adds_up.is_share:
        columns[i18n.t("indicators.column.alone")] = [
            indicator_words.number(sheet, each.alone) for each in rows
        ]
    columns |= {
        i18n.t("indicators.column.progress"): [
            percent_cell(each.standing.progress if each.standing else None) for each in rows
        ],
        i18n.t("indicators.column.state"): [
            words.named(each.standing.state) if each.standing else i18n.t("indicators.to_come")
            for each in rows
        ],
        i18n.t("indicators.column.n"): [each.value.n if each.value else "—" for each in rows],
        i18n.t("indicators.column.version"): [i18n.number(each.version) for each in rows],
        i18n.t("indicators.column.sentence"): [said.get(each.target.day, "") for each in rows],
    }
    return pd.DataFrame(columns).astype(str)
