"""The overview: where indicators stand, four figures, three named charts, how people go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from components.cards import opening
from components.cards.card import Card
from components.language import i18n, percents
from components.results import attention, funnel, headline, months, register
from components.results.card_cache import card
from components.results.common import (
    Asked,
    listed,
)
from components.results.headline import FIRST, Headlines, Told
from components.results.layout import Page
from components.results.months import Counted
from components.results.placements.page import WAGE
from components.results.training import enrolments
from components.results.trust import survey
from components.visit import navigation
from db.inputs.results import Against
from db.measures import activity
from db.measures import overview as headlines
from db.measures.row_sources import SOURCES

INTERVENTIONS = Counted(
    "interventions",
    "subject.interventions",
    "unit.events",
    activity.interventions_by_month,
    rows="interventions",
)


def build(asked: Asked) -> Page:
    """Four figures; placements, enrolments and trust by agency; then the path of a person."""
    found = asked.measure(headlines.figures)
    tests, trust = headline.compared(found), survey.told_headline(asked)
    told = {name: headline.told(asked, name, each, tests) for name, each in found.items()}
    return Page(
        lead=attention.path(asked),
        answer=_answer(found),
        notices=attention.found(asked, "overview"),
        figures=partial(
            _figures,
            [*(told[name] for name in FIRST), _trust(asked, trust)],
            headline.changes_are(asked),
        ),
        named=[
            card(months.card, asked, WAGE),
            card(enrolments, asked),
            card(survey.headline, asked),
        ],
        numbers=_numbers(asked, found, trust),
        across=3,
        below=partial(_more_figures, told),
        is_fixed=True,
        more=[
            card(funnel.card, asked),
            card(interventions, asked),
            card(register.card, asked),
        ],
    )


def _answer(found: Headlines) -> str:
    told = [i18n.tn(f"answer.{name}", found[name].now.n) for name in FIRST]
    return i18n.t("answer.overview", counts=listed(told))


def _figures(told: Sequence[Told], changes: str) -> None:
    """Four figures of first rank, each with its change, and what that is against."""
    with st.grid(4, min_column_width=150, key="figures"):
        for each in told:
            st.metric(**each)
    if changes:
        st.caption(changes)


def _more_figures(told: Mapping[str, Told]) -> None:
    """The other figures, smaller."""
    with st.grid(6, min_column_width=130, key="figures_more"):
        for name, each in told.items():
            if name not in FIRST:
                st.metric(**each)
    opened = st.pills(
        i18n.t("rows.figures"),
        [name for name in told if name in SOURCES],
        format_func=lambda name: i18n.t(f"figure.{name}"),
        key="figures_rows",
    )
    if opened:
        opening.go({opening.FIGURE: opened})
    # No figure of this page says whether agents change anything; that one does.
    st.page_link(
        navigation.page("before-after"),
        label=i18n.t("figure.before_after"),
        icon=":material/compare_arrows:",
    )


def _numbers(asked: Asked, found: Headlines, trust: survey.Told) -> pd.DataFrame:
    """All figures as a table; what the screen says beside each is in its last column."""
    rows: list[tuple[object, ...]] = []
    for name, each in found.items():
        is_share, value = each.now.numerator is not None, each.now.value
        told: int | str = "—" if value is None else int(value)
        if is_share:
            told = percents.cell(each.now.numerator, each.now.denominator)
        rows.append(
            (
                i18n.t(f"figure.{name}"),
                told,
                "%" if is_share and isinstance(told, int) else "",
                headline.changed(asked, name, each),
                headline.meaning(asked, name, each),
            )
        )
    share = trust.value.translate(str.maketrans("", "", "% \u00a0\u202f\u200e\u200f\u061c"))
    told = int(share) if share.isdecimal() else trust.value
    unit = "%" if share.isdecimal() else ""
    rows.append((i18n.t("figure.trust"), told, unit, trust.change or "", _of_trust(asked, trust)))
    columns = ("take.figure", "take.value", "take.unit", "take.change", "take.meaning")
    return pd.DataFrame(rows, columns=[i18n.t(each) for each in columns])


def _of_trust(asked: Asked, told: survey.Told) -> str:
    """What it is; it is compared between waves alone, and so says where something else was asked
    for."""
    is_compared = asked.against is not Against.NOTHING
    return f"{told.meaning} {i18n.t('compare.no_trust')}" if is_compared else told.meaning


def _trust(asked: Asked, told: survey.Told) -> Told:
    return {
        "label": i18n.t("figure.trust"),
        "value": told.value,
        "delta": told.change,
        "delta_color": "off",
        "delta_arrow": "off",
        "help": _of_trust(asked, told),
        "border": True,
        "height": "stretch",
    }


def interventions(asked: Asked) -> Card:
    """By month; several of one person weigh as much as they differ from one another."""
    return months.card(asked, INTERVENTIONS, _spread(asked))


def _spread(asked: Asked) -> float | None:
    spans = asked.compared
    if spans is None or not spans.is_over:
        return None
    return asked.measured(activity.interventions_compared, spans.now).spread
