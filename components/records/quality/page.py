"""The page from its answer to its details: what is to be mended, months, weeks, the score."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import quality
from components.records.quality import (
    answer,
    approving,
    asked,
    cards,
    files,
    mending,
    score,
    signs,
)
from components.results import page_download
from db.access.viewer import Viewer


def draw(viewer: Viewer) -> None:
    """Where there is nothing yet, it says so."""
    with st.container(horizontal=True, vertical_alignment="center", key="results_head"):
        st.title(i18n.t("page.data_quality"))
        away = st.container(width="content", key="results_away")
    top = st.container(key="results_answer")
    wanted = asked.draw(viewer)
    found = asked.quality(wanted)
    shown = score.of(found.shares)
    if shown.value is None:
        top.info(i18n.t("quality.nothing", span=quality.span()), icon=":material/hourglass_empty:")
        return
    with top, st.container(key="answer"):
        st.markdown(plain(answer.told(wanted, found, shown)))
    mending.draw(wanted, found)
    months = asked.months(wanted)
    approving.draw(viewer, months)
    drawn = cards.draw(wanted, found)
    with away:
        page_download.draw(partial(files.of_page, wanted, found, shown, months, drawn))
    score.draw(shown)
    signs.draw(wanted)
