"""Which part of the page is open, and which indicator: both stand in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.fields import view as views
from components.language import i18n
from components.reads import indicator_words
from db.queries.indicators import Sheet

INDICATOR, PLACE, PART = "indicator", "place", "part"
EXPLAIN, DEFINE, KEY = "explain", "define", "key"
PARTS = ("targets", EXPLAIN, DEFINE, KEY)
_CHOSEN = "targets_indicator"


def part() -> str:
    """What is open: the targets, unless the address says something else."""
    names = {each: i18n.t(f"targets.part.{each}") for each in PARTS}
    return views.kept("targets_part", PART, i18n.t("targets.part"), names)


def chosen(sheets: Sequence[Sheet]) -> Sheet:
    """The indicator in question; key ones come first."""
    codes = [each.code for each in sorted(sheets, key=lambda each: not each.is_key)]
    known = {each.code: each for each in sheets}
    if st.session_state.get(_CHOSEN) not in codes:
        asked = st.query_params.get(INDICATOR, "")
        st.session_state[_CHOSEN] = asked if asked in codes else codes[0]
    code = st.selectbox(
        i18n.t("targets.indicator"),
        codes,
        key=_CHOSEN,
        format_func=lambda each: indicator_words.said(known[each], "title"),
    )
    st.query_params[INDICATOR] = code
    return known[code]
