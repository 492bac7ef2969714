"""The overview's content frozen into a file, and drawn without reading anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st


@lru_cache(maxsize=1)
def content(path: Path, load: Callable[[bytes], Any]) -> Any:
    """What ``freeze`` wrote."""
    return load(path.read_bytes())


def draw(frozen: Any) -> None:
    """The overview's elements: head, filters, figures and cards."""
    with st.sidebar:
        st.markdown("### Amudu")
        for name in frozen["links"]:
            st.button(name, key=f"link_{name}")
    st.title("Overview")
    st.caption("Data as of 10:00:00")
    st.segmented_control("Period", list("abcdefgh"), default="a", key="period")
    st.toggle("Filter", key="more")
    with st.container(horizontal=True):
        for name in ("agency", "sex", "age"):
            st.pills(name, list("abcdef"), selection_mode="multi", key=name)
    st.caption("Needs attention")
    st.markdown("The answer.")
    first, others = frozen["figures"][:4], frozen["figures"][4:]
    with st.grid(4, min_column_width=150):
        for name, value, series in first:
            st.metric(name, value, delta="+1", help=name, border=True, chart_data=series)
    with st.grid(3, min_column_width=280):
        for card in frozen["cards"][:3]:
            _card(card)
    with st.grid(6, min_column_width=130):
        for name, value, _ in others:
            st.metric(name, value, delta="+1", help=name)
    with st.grid(2, min_column_width=420):
        for card in frozen["cards"][3:]:
            _card(card)


def _card(card: Any) -> None:
    with st.container(border=True):
        st.markdown(f"**{card.headline}**")
        st.caption(card.note)
        st.vega_lite_chart(spec=card.spec, theme=None, alt=card.note, key=f"chart_{card.key}")
        st.caption(card.warning)
        st.segmented_control("View", ["chart", "table"], default="chart", key=f"view_{card.key}")
