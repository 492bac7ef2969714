"""The list of entries as a table, where there is room: sorted, its columns chosen, a row opened."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.language import i18n
from components.records.entries import line
from components.records.entry_columns import BY_SORT, Column
from components.records.entry_filters import ORDER, SORT
from db.access.viewer import Viewer
from db.queries.entries import Entry, Order

KEY = "entries_table"
_SHOWN, _CHOSEN = "entries_shown", "entries_chosen"
#: A form has the width of a phone, for which it was made.
OPENED_PX = 360
ROW_PX, MOST_ROWS = 35, 11


def draw(viewer: Viewer, entries: Sequence[Entry], columns: Sequence[Column], order: Order) -> None:
    """The table, and beside it the entry that is chosen, if it is on this page."""
    ids = [(entry.kind, entry.id) for entry in entries]
    chosen = st.session_state.get(_CHOSEN)
    row = ids.index(chosen) if chosen in ids else None
    st.session_state[_SHOWN] = (ids, list(columns), order)
    _mark(row)
    frame = pd.DataFrame(
        {column.label: [column.said(entry) for entry in entries] for column in columns}
    )
    st.caption(i18n.t("entries.table_hint"))
    with st.container(horizontal=True, key="entries_beside"):
        with st.container(key="entries_grid"):
            _grid(frame, order)
        if row is not None:
            with st.container(width=OPENED_PX, key="entries_opened"):
                line(viewer, entries[row])


def _grid(frame: pd.DataFrame, order: Order) -> None:
    st.dataframe(
        frame,
        key=KEY,
        hide_index=True,
        # With columns that can be chosen, a heading does not sort the rows in view alone.
        selection_mode=["single-row", "single-column"],
        on_select=_touched,
        height=ROW_PX * (min(len(frame), MOST_ROWS) + 1) + 3,
        row_height=ROW_PX,
        alt=_described(len(frame), order),
    )


def _described(count: int, order: Order) -> str:
    return i18n.tn(
        "entries.table",
        count,
        by=BY_SORT[order.by].label,
        order=i18n.t(f"entries.order.{'asc' if order.ascending else 'desc'}"),
    )


def _mark(row: int | None) -> None:
    """Rows may have moved since one was chosen: the mark follows the entry, not the number."""
    rows = [] if row is None else [row]
    held = st.session_state.get(KEY)
    if held is None or list(held["selection"]["rows"]) != rows:
        st.session_state[KEY] = {"selection": {"rows": rows, "columns": []}}


def _touched() -> None:
    """A row was chosen, or a heading: then the whole list is sorted by it, and turned round."""
    ids, columns, order = st.session_state[_SHOWN]
    touched = st.session_state[KEY]["selection"]
    rows, headings = touched["rows"], touched["columns"]
    st.session_state[_CHOSEN] = ids[rows[0]] if rows else None
    found = next((each for each in columns if headings and each.label == headings[0]), None)
    if found is None:
        return
    if found.sort:
        turned = order.by == found.sort and not order.ascending
        st.session_state[SORT] = found.name
        st.session_state[ORDER] = "asc" if turned or order.by != found.sort else "desc"
    st.session_state[KEY] = {"selection": {"rows": rows, "columns": []}}
