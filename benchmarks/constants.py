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
    """The overview's elements: head, filters, figures, cards and their menus."""
    with st.sidebar:
        st.markdown("### Amudu")
        for name in frozen["links"]:
            st.button(name, key=f"link_{name}")
    st.title("Overview")
    st.caption("Data as of 10:00:00")
    st.segmented_control("Period", list("abcde"), default="a", key="period")
    with st.expander("Filter"):
        for name in ("agency", "sex", "age"):
            st.pills(name, list("abcdef"), selection_mode="multi", key=name)
    st.caption("From to")
    with st.grid(4, min_column_width=150):
        for name, value, series in frozen["figures"]:
            st.metric(name, value, delta="+1", help=name, border=True, chart_data=series)
    with st.grid(2, min_column_width=380):
        for card in frozen["cards"]:
            _card(card)


def _card(card: Any) -> None:
    with st.container(border=True):
        st.markdown(f"**{card.headline}**")
        st.caption(card.note)
        st.vega_lite_chart(spec=card.spec, theme=None, alt=card.note, key=f"chart_{card.key}")
        with st.popover("Numbers", key=f"menu_{card.key}"):
            st.dataframe(card.table, hide_index=True, key=f"table_{card.key}")
            for kind in ("png", "svg", "csv", "xlsx"):
                st.download_button(kind, lambda: b"", key=f"{card.key}_{kind}", on_click="ignore")
