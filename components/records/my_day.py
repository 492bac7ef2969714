"""What stands around the lists of an agent's day: other forms, and what was begun."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import reference
from components.records import links
from components.records.group import lines
from components.records.kinds import INTERVENTION, KINDS, RETENTION
from components.records.links import CHECK, COURSE, GROUP
from components.records.people import links as people
from components.visit import navigation
from db.access.permissions import may
from db.access.viewer import Viewer
from db.queries.drafts import Kept
from db.records import CONTACT, COURSE_CHANGE, COURSE_FORM, COURSE_MARKS, GROUP_PEOPLE, row_of

#: What was begun of a course, in words.
_OF_COURSE = {COURSE_CHANGE: "courses.change", COURSE_MARKS: "courses.part.attendance"}


def other_forms(viewer: Viewer) -> None:
    """The pages of all other kinds of record, side by side."""
    pages = dict.fromkeys(kind.page for kind in KINDS.values() if kind is not INTERVENTION)
    with st.container(horizontal=True, key="day_others"):
        for name in pages:
            screen = navigation.BY_NAME[name]
            if may(viewer.role, screen.permission) and st.button(
                i18n.t(f"{screen.text}.short"),
                key=f"day_{name}",
                icon=f":material/{screen.icon}:",
                width="stretch",
            ):
                navigation.go(name)


def drafts(found: list[Kept]) -> None:
    """What was begun and not saved."""
    if not found:
        return
    st.subheader(i18n.t("day.drafts"))
    for draft in found:
        form, page, query = _begun(draft)
        at = reference.local(draft.kept_at)
        line = i18n.t("day.draft_line", form=form, at=i18n.clock(at), day=i18n.day_short(at.date()))
        if st.button(line, key=f"day_draft_{draft.form}", width="stretch", icon=":material/edit:"):
            navigation.go(page, **query)


def _begun(draft: Kept) -> tuple[str, str, dict[str, str]]:
    """What a draft is of, in words; its page, and what the address says there."""
    if draft.form == GROUP_PEOPLE:
        group = {GROUP: str(draft.values.get(lines.GROUP))}
        return i18n.t("group_people.title"), INTERVENTION.page, group
    if draft.form == COURSE_FORM:
        return i18n.t("courses.add"), "courses", {COURSE: links.NEW_COURSE}
    if found := row_of(draft.form):
        kind, number = found
        if kind in _OF_COURSE:
            return i18n.t(_OF_COURSE[kind]), "courses", {COURSE: str(number)}
        if kind == CONTACT:
            code = str(draft.values.get(people.code_key(draft.form), ""))
            query = {people.CASE: code, people.CONTACT: str(number)}
            return i18n.t("contact.title"), "people", query
        return i18n.t("entries.kind.retention"), RETENTION.page, {CHECK: str(number)}
    page = KINDS[draft.form].page
    return i18n.t(navigation.BY_NAME[page].text), page, {}


def when(days_late: int) -> str:
    """How late something is, or how far ahead, in words."""
    if days_late == 0:
        return i18n.t("day.today")
    return i18n.tn("day.late" if days_late > 0 else "day.ahead", abs(days_late))
