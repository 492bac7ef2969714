"""How the counts of an agency came to be: who, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.language import i18n
from components.programme.register_counts.typed import measured
from components.reads import reference
from db.queries.register_counts import Change

ROW_PX, MOST_ROWS = 35, 10


def draw(changes: Sequence[Change]) -> None:
    """The newest changes first, behind one word."""
    if not changes:
        return
    rows = [
        {
            "at": _moment(change),
            "who": change.author,
            "month": i18n.month(change.month),
            "what": measured(change.measure),
            "before": _value(change.former),
            "now": _value(change.value),
            "source": change.source,
            "noted": i18n.day_cell(change.noted_on),
        }
        for change in changes
    ]
    frame = pd.DataFrame(rows).rename(columns={n: i18n.t(f"register.column.{n}") for n in rows[0]})
    with st.expander(i18n.t("register.history"), icon=":material/history:", key="register_history"):
        st.dataframe(
            frame,
            hide_index=True,
            key="register_changes",
            height=ROW_PX * (min(len(frame), MOST_ROWS) + 1) + 3,
            row_height=ROW_PX,
            alt=i18n.t("register.history"),
        )


def _value(value: int | None) -> str:
    return i18n.t("register.not_received") if value is None else i18n.number(value)


def _moment(change: Change) -> str:
    at = reference.local(change.entered_at)
    return i18n.joined(i18n.day_cell(at.date()), i18n.clock(at))
