"""The list of rows, fifty a page: a table where there is room, else a line each; and its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from components.cards import exports, file_names
from components.cards.downloads import csv_bytes, notes_bytes
from components.cards.exports import Make
from components.cards.workbooks import About, Sheet, xlsx_bytes
from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.read import read
from components.visit import browser, navigation
from db.access.viewer import Viewer
from db.inputs.figure_rows import MOST_IN_A_FILE, PAGE, RowFilter
from db.measures import figure_rows
from db.measures.figure_rows import FigureRow, FigureRows
from db.measures.row_sources import SOURCES

#: The word of the page of people for a card's code.
CASE = "case"
_OFFSET, _TABLE = "rows_offset", "rows_table"
ROW_PX = 35


def offset(wanted: RowFilter) -> int:
    """Where the page begins; at the first row again once something else is asked for."""
    asked, at = st.session_state.get(_OFFSET, (None, 0))
    return at if asked == wanted else 0


def draw(found: FigureRows, wanted: RowFilter) -> None:
    """The rows of one page, and the way to the next."""
    kinds = SOURCES[wanted.figure].kinds
    if browser.is_wide():
        _table(found.rows, kinds, wanted)
    else:
        with st.container(key="rows_lines"):
            for row in found.rows:
                _line(row, kinds)
    _pages(found, wanted)


def _table(rows: Sequence[FigureRow], kinds: str, wanted: RowFilter) -> None:
    state = st.dataframe(
        _frame(rows, kinds),
        hide_index=True,
        # A row that is chosen is a place in this list: in another one it is somebody else's.
        key=f"{_TABLE}_{hash(wanted)}",
        selection_mode="single-row",
        on_select="rerun",
        row_height=ROW_PX,
        height="auto",
        alt=i18n.tn("rows.listed", len(rows)),
    )
    chosen = state["selection"]["rows"]
    if chosen and chosen[0] < len(rows) and (code := rows[chosen[0]].case_code):
        navigation.go("people", **{CASE: code})
    st.caption(i18n.t("rows.hint"))


def _frame(rows: Sequence[FigureRow], kinds: str, *, is_file: bool = False) -> pd.DataFrame:
    """The columns that the figure has; days that a spreadsheet can sort stand in a file."""
    days = [each.day if is_file else i18n.day_cell(each.day) for each in rows]
    table = {
        i18n.t("column.day"): pd.Series(days, dtype=object),
        i18n.t("column.person"): [_who(each) for each in rows],
        i18n.t("column.agency"): [labels.agency(each.agency_id, short=True) for each in rows],
    }
    if kinds:
        table[i18n.t("column.kind")] = [labels.label(kinds, each.kind or "") for each in rows]
    if any(each.is_counted is not None for each in rows):
        table[i18n.t("rows.part.counted")] = [_counted(each) for each in rows]
    if any(each.days is not None for each in rows):
        days_told = pd.array([each.days for each in rows], dtype="Int64")
        table[i18n.t("rows.days_to_answer")] = days_told
    return pd.DataFrame(table)


def _who(row: FigureRow) -> str:
    if row.is_group:
        return i18n.t("rows.group")
    return labels.card_code(row.case_code) if row.case_code else i18n.t("rows.elsewhere")


def _counted(row: FigureRow) -> str:
    return i18n.t(f"rows.counted.{'yes' if row.is_counted else 'no'}")


def _line(row: FigureRow, kinds: str) -> None:
    parts = [_who(row), i18n.day(row.day, "medium")]
    parts += [labels.label(kinds, row.kind or "")] if kinds else []
    parts.append(labels.agency(row.agency_id, short=True))
    parts += [_counted(row)] if row.is_counted is not None else []
    parts += [i18n.tn("rows.days", row.days)] if row.days is not None else []
    label = plain(i18n.line(*parts))
    if row.case_code is None:
        st.caption(label)
        return
    page, query = navigation.page("people"), {CASE: row.case_code}
    st.page_link(page, label=label, icon=":material/person:", query_params=query)


def _pages(found: FigureRows, wanted: RowFilter) -> None:
    at = wanted.offset
    with st.container(horizontal=True, vertical_alignment="center", key="rows_pages"):
        last = min(at + PAGE, found.total)
        if found.total > PAGE:
            st.caption(i18n.t("rows.of", first=at + 1, last=last, total=found.total))
        asked = replace(wanted, offset=0)
        if at and st.button(i18n.t("rows.previous"), key="rows_previous"):
            st.session_state[_OFFSET] = (asked, max(at - PAGE, 0))
            st.rerun()
        if last < found.total and st.button(i18n.t("entries.next"), key="rows_next"):
            st.session_state[_OFFSET] = (asked, at + PAGE)
            st.rerun()


def files(viewer: Viewer, wanted: RowFilter, title: str, words: str, total: int) -> None:
    """Downloads, made when they are asked for; each is in the log."""
    first, last = wanted.days
    days = file_names.period(first, last, reference.today())
    own = sorted(wanted.within.among(viewer.agencies))
    places = [reference.agencies()[each].short_name for each in own]
    is_cut = len(places) < len(reference.agencies())
    name = file_names.stem(["rows", wanted.figure, *days, *(places if is_cut else [])])
    reader = exports.reader()
    with st.container(horizontal=True, vertical_alignment="center", key="rows_files"):
        for kind, make in _makers(viewer, wanted, title, words).items():
            file = f"{name}_notes.txt" if kind == "notes" else f"{name}.{kind}"
            st.download_button(
                i18n.t("file.notes") if kind == "notes" else kind.upper(),
                reader.checked(file, make),
                file_name=file,
                key=f"rows_file_{kind}",
                on_click="ignore",
                type="tertiary",
            )
        if total > MOST_IN_A_FILE:
            st.caption(i18n.tn("rows.files", MOST_IN_A_FILE))


def _makers(viewer: Viewer, wanted: RowFilter, title: str, words: str) -> dict[str, Make]:
    """What makes each kind of file; the language is that of the page, and is asked now: a file is
    made in a thread that knows of no session."""
    language, rtl, numbers = i18n.language(), i18n.is_rtl(), i18n.t("file.numbers")
    kinds = SOURCES[wanted.figure].kinds
    lines = [
        (i18n.t("file.what"), title),
        (i18n.t("file.period"), words),
        ("", i18n.t("card.as_of", day=reference.now())),
        ("", i18n.t("rows.private")),
    ]
    about = About(name=i18n.t("file.about"), lines=lines, contents=i18n.t("file.contents"))

    def frame() -> pd.DataFrame:
        asked = replace(wanted, offset=0, limit=MOST_IN_A_FILE)
        rows = read(figure_rows.rows, asked, viewer=viewer).rows
        with i18n.speaking(language):
            return _frame(rows, kinds, is_file=True)

    def sheet() -> list[Sheet]:
        return [Sheet(name=numbers, title=title, table=frame())]

    return {
        "csv": lambda: csv_bytes(frame(), language),
        "notes": lambda: notes_bytes(lines),
        "xlsx": lambda: xlsx_bytes(sheet(), about, rtl=rtl),
    }
