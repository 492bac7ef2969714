"""The overview's content frozen into a file, and drawn with as few elements as it can be."""

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
    """Menu, filters, figures and cards: a text where one text says it, each chart by itself."""
    st.sidebar.markdown("\n".join(f"- [page {number}](/page{number})" for number in range(14)))
    st.markdown("# Overview\nData as of 10:00:00")
    st.segmented_control("Period", list("abcdefgh"), default="a", key="period")
    for name in ("agency", "sex", "age"):
        st.pills(name, list("abcdef"), selection_mode="multi", key=name)
    st.markdown("Needs attention.\n\nThe answer.")
    st.html(
        "".join(
            f"<div>{name} <b>{value}</b> <svg>{series}</svg></div>"
            for name, value, series in frozen["figures"]
        )
    )
    with st.grid(2, min_column_width=420):
        for headline, note, warning, spec, key in frozen["cards"]:
            with st.container(border=True):
                st.markdown(f"**{headline}**\n\n{note}\n\n{warning}")
                st.vega_lite_chart(spec=spec, theme=None, alt=note, key=f"chart_{key}")
