"""What the page of courses shows instead of its list: the form of a new one, or one course.

The address says which: a course names nobody.
"""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.records import links
from components.visit.navigation import link_id

COURSE, NEW = links.COURSE, links.NEW_COURSE
_NOTICE = "courses_notice"
#: One course is one column that an eye follows, on a desktop too.
PX = 720


def opened() -> int | str | None:
    """The id of the course that the address names, ``NEW``, or nothing."""
    asked = st.query_params.get(COURSE, "")
    return NEW if asked == NEW else link_id(asked)


def open_one(course: int | str) -> None:
    """Show one course, or the form of a new one, from the next run on."""
    st.query_params[COURSE] = str(course)


def back_to_list() -> None:
    """Show the list again."""
    st.query_params.pop(COURSE, None)


def back() -> None:
    """The way back to the list."""
    icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    label = i18n.t("courses.back")
    st.button(label, key="courses_back", type="tertiary", icon=icon, on_click=back_to_list)


def leave_notice(sentence: str) -> None:
    """What was done, for the next run to say."""
    st.session_state[_NOTICE] = sentence


def show_notice() -> None:
    """What the last run has done, if anything."""
    if said := st.session_state.pop(_NOTICE, ""):
        st.success(plain(said), icon=":material/check_circle:")
