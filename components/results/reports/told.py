"""What the data say in a part, on the screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.cards import static_tables
from components.cards.blocks import Heading, Table, Text, undrawn
from components.language import i18n
from components.language.plain import plain
from components.results.common import Asked
from components.results.reports import parts

#: The parts of a week with their headings, and what is said where one has nothing.
WEEK = {
    "FIGURES": ("take.figures", "reports.nothing_in_week"),
    "CONCLUSIONS": ("reports.waits", "attention.none"),
    "GOALS": ("reports.part.GOALS", "indicators.none_key"),
}


def draw(asked: Asked, part: str) -> None:
    """Beside the field in which a manager writes, which has the part's name."""
    _draw(asked, part, "reports.nothing_known")


def week(asked: Asked) -> None:
    """All there is: nobody writes beside it."""
    for part, (title, nothing) in WEEK.items():
        st.subheader(i18n.t(title))
        _draw(asked, part, nothing)


def _draw(asked: Asked, part: str, nothing: str) -> None:
    """Its sentences and tables; its charts are named by their sentence."""
    blocks = undrawn(parts.found(asked, part))
    if not blocks:
        st.caption(i18n.t(nothing))
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            frame = pd.DataFrame(block.rows, columns=list(block.headings))
            static_tables.draw(frame, f"reports_{part}_{place}")
        elif isinstance(block, Heading):
            st.markdown(f"**{plain(block.text)}**")
        elif isinstance(block, Text):
            (st.caption if block.is_quiet else st.markdown)(plain(block.text))
