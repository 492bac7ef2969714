"""What managers have written on an agency's deviations."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import isolated, plain
from components.reads import indicator_words
from components.reads.indicators import Follower
from components.results.common import Asked

#: So many are shown; each indicator's own sheet has all of its own.
MOST = 5


def draw(asked: Asked, agency_id: int) -> None:
    """The newest sentences, each with its indicator."""
    follower = Follower(asked.viewer, asked.version)
    found = follower.notes_at(agency_id)[:MOST]
    if not found:
        return
    sheets = {each.code: each for each in follower.sheets()}
    st.markdown(f"**{i18n.t('indicators.notes')}**")
    with st.container(border=True, key="agency_notes"):
        for code, note in found:
            title = indicator_words.said(sheets[code], "title")
            st.markdown(f"**{plain(title)}** · {isolated(plain(note.sentence))}")
            st.caption(plain(indicator_words.noted(sheets[code], note)))
