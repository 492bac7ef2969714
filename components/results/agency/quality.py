"""Whether an agency's entries can be believed: their score by month, and which are approved."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards.card import Card
from components.language import i18n, percents
from components.language.plain import plain
from components.reads import approval_words, quality
from components.reads.approvals import last_months, lately
from components.reads.quality import Year
from components.results import attention, months
from components.results.common import Asked, agency
from components.results.compare import words
from components.visit import navigation


def card(asked: Asked, agency_id: int) -> Card:
    """Of the last twelve months, whatever the period."""
    page = i18n.t("page.data_quality")
    other = words.never(asked, "compare.no_score", page=page, span=quality.span())
    asked = asked.of(last_months(frozenset({agency_id})))
    found = quality.year(asked.viewer, agency_id, asked.version)
    rows = pd.DataFrame(found.months, columns=["month", "value"])
    order = [agency(agency_id)]
    named = months.labelled(rows, order * len(rows), "value")
    return Card(
        key="quality_score",
        headline=_headline(found),
        note=i18n.t("quality.unit.score"),
        reading=months.reading(asked, other, months.not_whole(asked)),
        table=months.by_month(asked, named, order, gaps=True),
        spec=months.chart(asked, named, order, "quality.unit.score") if len(rows) else None,
        uncut=True,
    )


def _headline(found: Year) -> str:
    """The score, and its weakest part with what that rests on."""
    if found.score is None:
        return i18n.t("quality.nothing", span=quality.span())
    if found.weakest is None:
        return i18n.t("quality.answer", score=found.score, span=quality.span())
    part, good, every = found.weakest
    told = {"score": found.score, "weakest": part, "span": quality.span()}
    return percents.sentence("agency.quality", good, every, **told)


def approvals(asked: Asked) -> None:
    """What was said of each of the last months that is over, and the way to say more."""
    over = [
        each for each in lately(asked.viewer, asked.wanted.agencies, asked.version) if each.is_over
    ]
    if not over:
        return
    with st.expander(i18n.t("agency.months"), icon=":material/calendar_month:"):
        for each in over:
            said = approval_words.said(each)
            st.markdown(f"**{plain(i18n.month(each.month))}** · {plain(said)}")
            if each.changes:
                st.caption(plain(approval_words.changes(each)))
        st.page_link(
            navigation.page("data-quality"),
            label=i18n.t("page.data_quality"),
            icon=":material/rule:",
            query_params={attention.AGENCY: str(asked.agencies[0])},
        )
