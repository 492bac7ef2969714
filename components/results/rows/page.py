"""The page of rows: the figure, what narrows it, as many rows as it says, and the way back."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.cards import opening
from components.cards.opening import FIGURE
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.entered import is_anything_entered
from components.reads.read import read
from components.results import filters
from components.results.common import nothing
from components.results.rows import listing, narrowing
from components.visit import carried, navigation, session
from db.access.viewer import Viewer
from db.inputs.figure_rows import RowFilter
from db.measures import figure_rows
from db.measures.figure_rows import FigureRows
from db.measures.row_sources import SOURCES
from db.measures.row_sources import Cut as Cuts


def draw(viewer: Viewer) -> None:
    """Of the figure that the address names; a sentence where it names none."""
    st.title(i18n.t("page.rows"))
    _back()
    figure = st.query_params.get(FIGURE, "")
    if figure not in SOURCES:
        st.info(i18n.t("rows.which"), icon=":material/touch_app:")
        return
    source = SOURCES[figure]
    within, _ = filters.draw(viewer, reference.today())
    with st.container(horizontal=True, key="rows_narrowing"):
        first, last = narrowing.days(within)
        within = replace(within, agencies=narrowing.agency(viewer, within))
        parts = narrowing.parts(source)
    asked = RowFilter(figure=figure, within=within, first=first, last=last, parts=parts)
    wanted = replace(asked, offset=listing.offset(asked))
    found = read(figure_rows.rows, wanted, viewer=viewer)
    title = _title(figure, found)
    st.markdown(f"**{plain(title)}**")
    with st.container(key="rows_words"):
        st.caption(plain(_words(wanted, found)))
    if not found.total:
        is_all = not is_anything_entered(viewer, session.version())
        st.info(nothing(is_all=is_all), icon=":material/hourglass_empty:")
        return
    listing.draw(found, wanted)
    listing.files(viewer, asked, title, filters.in_words(wanted.within), found.total)


def _title(figure: str, found: FigureRows) -> str:
    """The figure in words, and what it is."""
    name = i18n.t(f"rows.figure.{figure}")
    if found.counted is not None:
        return i18n.tn("rows.share", found.total, figure=name, part=found.counted)
    return i18n.tn("rows.persons" if found.is_persons else "rows.rows", found.total, figure=name)


def _words(wanted: RowFilter, found: FigureRows) -> str:
    within = replace(wanted.within, start=wanted.days[0], end=wanted.days[1])
    parts = [filters.in_words(within)]
    if found.is_persons:
        parts.append(i18n.t("rows.one_each"))
    if SOURCES[wanted.figure].cut is Cuts.NOBODY and wanted.within.cuts_people:
        parts.append(i18n.t("note.uncut"))
    return i18n.line(*parts)


def _back() -> None:
    """To the page that led here, with the filters as they are now."""
    name, held = opening.back()
    screen = navigation.BY_NAME.get(name)
    if screen is None or not screen.is_live:
        return
    icon = f":material/arrow_{'forward' if i18n.is_rtl() else 'back'}:"
    label = i18n.t("rows.back", page=i18n.t(screen.text))
    if st.button(label, key="rows_back_to", type="tertiary", icon=icon):
        carried.take(held)
        navigation.go(name)
