"""One course: what it is, who attends it, and the screens on which the group is marked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels, reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records.courses import attendance, cancelling, form, steps, words
from components.records.links import COURSE
from components.visit import navigation
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.queries import course_groups, courses, drafts
from db.queries.course_groups import Group, Member
from db.queries.courses import CourseLine
from db.records import COURSE_CHANGE, COURSE_MARKS

Section = Callable[[], None]


def draw(viewer: Viewer, course_id: int) -> None:
    """The page of the course in the address; one of other agencies is told like none at all."""
    course = read(courses.one, course_id, viewer=viewer)
    if course is None:
        st.info(i18n.t("error.not_found"), icon=":material/search_off:")
        return
    _head(course)
    group = read(course_groups.group, course.id, viewer=viewer)
    may_mark = may(viewer.role, Permission.TRAINING_WRITE)
    if may_mark and course.cancelled_on is None:
        _enrol(course)
    parts: dict[str, Section] = {"people": lambda: _people(group)}
    if may_mark and group.members:
        parts["attendance"] = lambda: attendance.draw(viewer, course, group)
        parts["steps"] = lambda: steps.draw(viewer, course, group)
    chosen = _part(course, list(parts), viewer)
    parts.get(chosen, parts["people"])()
    may_change = course.may_change and chosen == "people"
    label, key = i18n.t("courses.change"), f"courses_change_{course.id}"
    if may_change and st.toggle(label, value=_waits(COURSE_CHANGE, course, viewer, key), key=key):
        form.change(viewer, course)
        cancelling.draw(viewer, course)


def _waits(form: str, course: CourseLine, viewer: Viewer, key: str) -> bool:
    """Whether a draft of this form waits when the course is opened: it opens with it."""
    if key in st.session_state:
        return False
    return read(drafts.of_form, f"{form}{course.id}", viewer=viewer) is not None


def _part(course: CourseLine, parts: list[str], viewer: Viewer) -> str:
    """What is to be seen; not asked where there is only one."""
    if len(parts) == 1:
        return parts[0]
    key = f"courses_part_{course.id}"
    is_marked = _waits(COURSE_MARKS, course, viewer, key)
    chosen = st.segmented_control(
        i18n.t("courses.part"),
        parts,
        format_func=lambda part: i18n.t(f"courses.part.{part}"),
        default="attendance" if is_marked else parts[0],
        required=True,
        key=key,
        label_visibility="collapsed",
        width="stretch",
        persist_state="page",
    )
    return chosen or parts[0]


def _head(course: CourseLine) -> None:
    state, colour = words.state(course, reference.today())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(i18n.bidi_isolated(words.name(course))), anchor=False)
        st.badge(state, color=colour)  # type: ignore[arg-type]
    where = i18n.line(words.where(course), words.days(course))
    agencies = i18n.joined(*(labels.agency(each, short=True) for each in course.agencies))
    more = [i18n.t("courses.sent_by", agencies=agencies)]
    if course.hours:
        more.append(i18n.tn("courses.of_hours", course.hours))
    if course.measure:
        more.append(labels.label("MEASURE", course.measure))
    st.caption(plain(f"{where}  \n{' · '.join(more)}"))
    if course.cancelled_on is not None:
        reason = labels.label("CANCEL_REASON", course.cancel_reason or "")
        said = i18n.t("courses.cancelled_on", day=course.cancelled_on, reason=reason)
        st.warning(plain(said), icon=":material/event_busy:")
    st.markdown(f"**{words.taken(course)}**")


def _enrol(course: CourseLine) -> None:
    if st.button(
        i18n.t("courses.enrol"),
        key="courses_enrol",
        type="primary",
        icon=":material/person_add:",
        width="stretch",
    ):
        navigation.go("record-training", **{COURSE: str(course.id)})


def _people(group: Group) -> None:
    """Each person in one line, and the number of those whom the viewer may not know."""
    if group.marked:
        st.markdown(days_there(group.present, group.marked))
    with st.container(gap="xsmall", key="courses_people"):
        for each in group.members:
            _person(each)
    if not group.members:
        st.caption(i18n.t("courses.nobody"))
    if group.others:
        st.caption(i18n.tn("courses.others", group.others))


def _person(member: Member) -> None:
    """The code, the status with its day, attendance; a tap opens the person's page."""
    status = labels.label("TRAINING_STATUS", member.status)
    parts = [f"**{card_code(member.case_code)}**", status, i18n.day_short(member.status_on)]
    if member.marked:
        parts.append(days_there(member.present, member.marked))
    if st.button(i18n.line(*parts), key=f"courses_person_{member.id}", width="stretch"):
        navigation.go("people", case=member.case_code)


def days_there(present: int, marked: int) -> str:
    """On how many of the days that were marked."""
    return i18n.tn("courses.days_there", marked, present=present)
