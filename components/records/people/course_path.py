"""One course of a person, below its line: its steps with their days, how it ended, attendance."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from db.queries.person_courses import CoursePath


def draw(path: CoursePath) -> None:
    """What the line itself does not say; nothing where there is no more."""
    parts = [path.title] if path.title else []
    if len(path.steps) > 1:
        parts += [
            f"{labels.label('TRAINING_STATUS', status)} {i18n.day_short(day)}"
            for status, day in path.steps
        ]
    if path.planned_end_on is not None:
        parts.append(i18n.t("training_form.until", day=path.planned_end_on))
    for list_name, code in (
        ("CERTIFICATE", path.certificate),
        ("DROP_REASON", path.drop_reason),
        ("MEASURE", path.measure),
    ):
        if code:
            parts.append(labels.label(list_name, code))
    if path.marked:
        parts.append(i18n.tn("courses.days_there", path.marked, present=path.present))
    if parts:
        st.caption(plain(i18n.line(*parts)))
