"""Who was there on one day: everybody is, until a tap says otherwise, and one button saves all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from components.fields.dates import past_day
from components.language import i18n
from components.reads import reference
from components.reads.labels import card_code
from components.reads.read import read
from components.records.courses import marking
from components.saving import meanwhile
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import course_groups as actions
from db.codes import AttendanceMark, TrainingStatus
from db.inputs.courses import Marks, line
from db.inputs.parse import validated
from db.queries import course_groups
from db.queries.course_groups import Group, Member
from db.queries.courses import CourseLine

Known = Mapping[int, AttendanceMark | None]


def draw(viewer: Viewer, course: CourseLine, group: Group) -> None:
    """The day, then a line for each who had a seat on it."""
    form = f"course_marks_{course.id}"
    problems, today = Problems(form), reference.today()
    last = min(today, course.ends_on)
    first = {"day": "today"} if last == today else {"day": "other", "day_text": f"{last:%d/%m/%Y}"}
    day = past_day(Entered(form, first), "day", today, problems)
    if not isinstance(day, date):
        return
    people = [each for each in group.members if _has_seat(each, day)]
    if not people or day < course.starts_on:
        st.info(i18n.t("courses.nobody_that_day"), icon=":material/event_busy:")
        return
    stored = read(course_groups.marks, course.id, day, viewer=viewer)
    held = f"{form}_{day.isoformat()}"
    seen = meanwhile.seen(held, {each.id: stored.get(each.id) for each in people})
    if stored:
        st.caption(i18n.t("courses.marked_before"))
    marks = {each.id: _mark(held, each, stored, problems) for each in people}
    problems.summary()
    label = i18n.tn("courses.save_marks", len(people))
    if not st.button(label, key=f"{form}_save", type="primary", width="stretch"):
        return
    raw = {"course_id": course.id, "day": day, "marks": marks, "seen": seen}
    act = marking.in_words(actions.mark, people, _word)
    saved = submit(act, Marks, raw, viewer, problems)
    meanwhile.look_again(held)
    if saved:
        _remember(course, day, marks, seen)
        st.rerun()


def _has_seat(member: Member, day: date) -> bool:
    if member.status in (TrainingStatus.APPLIED, TrainingStatus.REJECTED):
        return False
    return member.status is not TrainingStatus.DROPPED or member.status_on >= day


def _mark(held: str, member: Member, stored: Known, problems: Problems) -> str | None:
    label = card_code(member.case_code)
    chosen: str | None = st.segmented_control(
        label,
        [each.value for each in AttendanceMark],
        format_func=_word,
        default=(stored.get(member.id) or AttendanceMark.PRESENT).value,
        required=True,
        key=f"{held}_{member.id}",
        width="stretch",
    )
    problems.beside(line(member.id), label)
    return chosen


def _word(mark: str) -> str:
    return i18n.t(f"courses.mark.{mark}")


def _remember(
    course: CourseLine, day: date, marks: Mapping[int, Any], seen: Mapping[int, Any]
) -> None:
    """What was marked, and the marks as they were, to undo it."""
    found = Counter(marks.values())
    parts: Sequence[str] = [
        i18n.tn(f"courses.marked.{each}", found[each.value])
        for each in AttendanceMark
        if found[each.value]
    ]
    raw = {"course_id": course.id, "day": day, "marks": dict(seen), "seen": dict(marks)}
    undone = validated(Marks, raw)
    marking.remember(
        i18n.t("courses.marks_saved", day=day, parts=i18n.joined(*parts)), (actions.mark, undone)
    )
