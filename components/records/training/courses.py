"""Choosing a course of the list for an enrolment: it gives the kind, the centre and the days."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads.read import read
from components.records.courses import words
from components.saving.first_values import FirstValues, offered
from components.visit import session
from db.access.permissions import Permission
from db.models import TrainingEnrolment
from db.queries import courses
from db.queries.courses import CourseLine

#: As many are seen at a glance; of more, one is looked for.
AT_A_GLANCE = 6


def draw(first: FirstValues, agency_id: int | None) -> CourseLine | None:
    """The course that was chosen; not asked where there is none. ``agency_id``: of whom it is
    asked, else of all where the viewer works."""
    key = f"{first.form}_course"
    found = _joinable(agency_id, first.get(key))
    if not found:
        return None
    label, default = i18n.t("training_form.course"), offered(first, key, found)
    if len(found) <= AT_A_GLANCE:
        chosen = st.pills(
            label,
            list(found),
            format_func=lambda each: plain(words.short(found[each])),
            default=default,
            key=key,
        )
    else:
        chosen = st.selectbox(
            label,
            list(found),
            index=None if default is None else list(found).index(default),
            format_func=lambda each: words.short(found[each]),
            placeholder=i18n.t("training_form.course_none"),
            key=key,
        )
    course = found.get(chosen) if chosen is not None else None
    if course is None:
        st.caption(i18n.t("training_form.course_hint"))
    else:
        parts = [words.where(course), words.days(course), words.taken(course)]
        st.caption(plain(i18n.line(*parts)))
    return course


def facts(course: CourseLine) -> dict[str, Any]:
    """What it says of an enrolment."""
    return {
        "course_id": course.id,
        "type": course.type,
        "centre_id": course.centre_id,
        "starts_on": course.starts_on,
        "planned_end_on": course.ends_on,
    }


def named(row: TrainingEnrolment) -> str | None:
    """The course of an enrolment by its name; ``None`` where it is none of the list."""
    if row.course_id is None:
        return None
    course = read(courses.one, row.course_id, viewer=session.require(Permission.COURSES_WRITE))
    return plain(words.name(course)) if course else None


def _joinable(agency_id: int | None, kept: int | None) -> dict[int, CourseLine]:
    """The courses that somebody can be entered in, and the one that they are in."""
    viewer = session.require(Permission.COURSES_WRITE)
    agencies = viewer.agencies if agency_id is None else {agency_id}
    found = {
        each.id: each
        for place in sorted(agencies)
        for each in read(courses.to_join, place, viewer=viewer)
    }
    own = read(courses.one, kept, viewer=viewer) if kept and kept not in found else None
    return found | ({own.id: own} if own else {})
