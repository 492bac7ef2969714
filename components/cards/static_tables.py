"""Tables that are read and not sorted: each line is whole, in the direction of the page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.language import i18n
from components.language.plain import plain


def draw(table: pd.DataFrame, key: str) -> None:
    """All columns fit on a phone, where words go on below (``look.css``)."""
    with st.container(key=f"read_table_{key}"):
        st.table(
            {name: list(map(_written, cells)) for name, cells in table.to_dict("list").items()}
        )


def _written(cell: object) -> str:
    return plain(i18n.bidi_isolated(str(i18n.written(cell))))
