"""The activity sheet of a month: numbers on screen, printed, as PDF and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from components.cards import exports
from components.language import i18n
from components.language.plain import plain
from components.reads.read import read
from components.records.day import month_files, month_words
from components.records.links import MONTH, month_word
from components.records.quality import approving
from components.visit import session
from db.access.viewer import Viewer
from db.queries import my_month
from db.queries.my_month import MonthSheet

_CHOSEN = "my_month_month"


def draw(viewer: Viewer) -> None:
    """A month, its numbers, its files and a place to sign."""
    month = _choose(read(my_month.months, viewer=viewer))
    person = session.person()
    name = person.display_name if person else ""
    found = read(my_month.sheet, month, viewer=viewer)
    st.markdown(f"**{plain(i18n.bidi_isolated(name))}** · {plain(month_words.where(found))}")
    if not found.is_over:
        st.info(i18n.t("month.goes_on"), icon=":material/hourglass_top:")
    approving.of_month(viewer, month)
    if not found.total.acts:
        st.info(i18n.t("month.empty"), icon=":material/event_busy:")
        return
    _numbers(found)
    _files(found, month, name)
    st.subheader(i18n.t("month.by_kind"))
    with st.container(key="my_month_kinds"):
        st.table(_text(month_words.kinds(found)))
    # Long on a phone, and in the files anyway.
    with st.expander(i18n.t("month.by_day"), icon=":material/calendar_month:", key="my_month_days"):
        st.table(_text(month_words.days(found)))
    with st.container(key="my_month_less"):
        st.caption(i18n.t("month.less"))
    st.caption(i18n.t("month.how"))
    with st.container(horizontal=True, key="my_month_signed"):
        for who in ("agent", "manager"):
            st.markdown(f"{i18n.t(f'month.signed.{who}')}")


def _choose(months: Sequence[date]) -> date:
    """The month, which stands in the address: at first the one that a link names, or the newest."""
    if _CHOSEN not in st.session_state:
        asked = st.query_params.get(MONTH, "")
        st.session_state[_CHOSEN] = next(
            (each for each in months if month_word(each) == asked), months[0]
        )
    with st.container(key="my_month_choice"):
        month = st.selectbox(
            i18n.t("month.which"), months, format_func=month_words.month, key=_CHOSEN
        )
    st.query_params[MONTH] = month_word(month)
    return month


def _numbers(found: MonthSheet) -> None:
    with st.container(horizontal=True, key="my_month_total"):
        st.metric(i18n.t("month.acts"), i18n.number(found.total.acts))
        st.metric(i18n.t("month.people"), i18n.number(found.total.people))
        st.metric(i18n.t("month.present"), i18n.number(sum(found.total.present)))
        st.metric(i18n.t("month.minutes"), i18n.number(found.total.minutes))


def _files(found: MonthSheet, month: date, name: str) -> None:
    """Made when they are asked for, in the language of this moment."""
    reader, language, rtl = exports.reader(), i18n.language(), i18n.is_rtl()
    said = month_words.said(found, name)
    stem = f"amudu_{month:%Y-%m}"
    makers = {
        "pdf": partial(month_files.pdf, said, language),
        "xlsx": partial(month_files.xlsx, said, rtl=rtl),
    }
    types = {
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    with st.container(horizontal=True, key="my_month_files"):
        for kind, make in makers.items():
            st.download_button(
                i18n.t(f"month.file.{kind}"),
                reader.checked(f"{stem}.{kind}", make),
                file_name=f"{stem}.{kind}",
                mime=types[kind],
                key=f"my_month_{kind}",
                on_click="ignore",
                icon=":material/print:" if kind == "pdf" else ":material/table_view:",
                width="stretch",
            )


def _text(table: month_words.Table) -> dict[str, list[str]]:
    """Columns of text: a table on paper has no scroll bar, and its numbers are written as here."""
    columns = zip(*table.rows, strict=True)
    return {
        heading: [month_words.written(cell) for cell in column]
        for heading, column in zip(table.headings, columns, strict=True)
    }
