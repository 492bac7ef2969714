"""Courses whose attendance waits to be marked: a line each, which opens the group's screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.language import i18n
from components.language.plain import isolated, plain
from components.reads import labels
from components.visit import navigation
from components.visit.navigation import FORM_ICONS
from db.queries.unmarked_courses import Unmarked


def draw(found: Sequence[Unmarked]) -> None:
    """The section of the agent's day; a line goes once a day of the last week is marked."""
    if not found:
        return
    st.subheader(i18n.t("day.courses", count=len(found)))
    for each in found:
        if st.button(
            plain(said(each)),
            key=f"day_course_{each.id}",
            icon=f":material/{FORM_ICONS['training']}:",
            width="stretch",
        ):
            navigation.go("courses", course=str(each.id))


def said(each: Unmarked) -> str:
    """What it is called, and the last day that is marked."""
    name = isolated(each.title or labels.label("TRAINING_TYPE", each.type))
    if each.marked_on is None:
        return f"{name} · {i18n.t('day.course_never')}"
    return f"{name} · {i18n.t('day.course_last', day=i18n.day_short(each.marked_on))}"
