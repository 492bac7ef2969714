"""The courses that run or are to come, with their free places; those that are over behind a tap."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.fields import long_list
from components.language import i18n
from components.language.plain import plain
from components.reads import reference
from components.reads.read import read
from components.records.courses import view, words
from db.access.viewer import Viewer
from db.queries import courses
from db.queries.courses import CourseLine

_LIST = "courses"
NOW, OVER = "now", "over"


def draw(viewer: Viewer) -> None:
    """The button of a new one, which part of the list, and its courses."""
    st.button(
        i18n.t("courses.add"),
        key="courses_add",
        type="primary",
        icon=":material/add:",
        on_click=view.open_one,
        args=(view.NEW,),
    )
    part = st.segmented_control(
        i18n.t("courses.view"),
        [NOW, OVER],
        format_func=lambda each: i18n.t(f"courses.view.{each}"),
        default=NOW,
        required=True,
        key="courses_view",
        label_visibility="collapsed",
    )
    found = read(courses.listed, over=part == OVER, viewer=viewer)
    if not found:
        st.info(i18n.t(f"courses.none.{part}"), icon=":material/co_present:")
    _lines(found)


def _lines(found: Sequence[CourseLine]) -> None:
    for each in found[: long_list.limit(_LIST)]:
        _line(each)
    long_list.button(_LIST, len(found))


def _line(course: CourseLine) -> None:
    state, colour = words.state(course, reference.today())
    with st.container(border=True, gap="xsmall", key=f"courses_line_{course.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                plain(i18n.bidi_isolated(words.name(course))),
                key=f"courses_open_{course.id}",
                type="tertiary",
                icon=":material/co_present:",
                on_click=view.open_one,
                args=(course.id,),
            )
            st.badge(state, color=colour)  # type: ignore[arg-type]
        parts = [words.where(course), words.days(course)]
        st.caption(plain(i18n.line(*parts)))
        st.markdown(words.taken(course))
