"""Who was there on one day: everybody is, until a tap says otherwise, and one button saves all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from components.fields.dates import OTHER, as_typed, past_day
from components.language import i18n
from components.reads.labels import card_code
from components.reads.read import read
from components.records import recording
from components.records.courses import marking
from components.records.courses.form import TO_LIST
from components.saving import form_footer
from components.saving.draft import Draft, begin_anew
from components.saving.form import FieldForm
from components.saving.problems import Problems
from components.saving.submit import submit_draft
from db.access.viewer import Viewer
from db.actions import course_groups as actions
from db.codes import AttendanceMark, TrainingStatus
from db.inputs.courses import Marks, line
from db.inputs.parse import validated
from db.queries import course_groups
from db.queries.course_groups import Group, Member
from db.queries.courses import CourseLine
from db.records import COURSE_MARKS, form_of

#: The widgets of the day; a mark for each person stands beside them.
_DAY = ("day", "day_text")
Known = Mapping[int, AttendanceMark | None]


def draw(viewer: Viewer, course: CourseLine, group: Group) -> None:
    """The day, then a line for each who had a seat on it."""
    form = FieldForm(name=form_of(COURSE_MARKS, course.id), fields=_DAY)
    draft = recording.start(form, viewer)
    problems = Problems(draft.form)
    recording.show_restored(draft, viewer)
    day = _day(draft, course, problems)
    people = [each for each in group.members if isinstance(day, date) and _has_seat(each, day)]
    if not isinstance(day, date) or not people or day < course.starts_on:
        if isinstance(day, date):
            st.info(i18n.t("courses.nobody_that_day"), icon=":material/event_busy:")
        draft.flush(viewer)
        return
    stored = read(course_groups.marks, course.id, day, viewer=viewer)
    held = f"{draft.form}_{day.isoformat()}"
    marked = (f"{day.isoformat()}_{each.id}" for each in people)
    draft.of = replace(form, fields=(*_DAY, *marked))
    seen = _seen(draft, held, people, stored)
    if stored:
        st.caption(i18n.t("courses.marked_before"))
    marks = {each.id: _mark(draft, held, each, stored, problems) for each in people}
    draft.flush(viewer)
    label = i18n.tn("courses.save_marks", len(people))
    save = form_footer.Button(name="save", label=label, is_main=True)
    if form_footer.draw(draft, problems, viewer, save, out=TO_LIST) != save.name:
        return
    raw = {"course_id": course.id, "day": day, "marks": marks, "seen": seen}
    act = marking.in_words(actions.mark, people, _word)
    saved = submit_draft(act, Marks, raw, draft, problems, viewer)
    draft.last.pop(f"{held}_seen", None)
    if saved:
        begin_anew(draft.form)
        _remember(course, day, marks, seen)
        st.rerun()


def _day(draft: Draft, course: CourseLine, problems: Problems) -> date | str:
    """The day that is marked: today, or the last one of a course that is over."""
    if draft.on_server is None and not draft.was_restored and course.ends_on < draft.day:
        form, last = draft.form, as_typed(course.ends_on)
        draft.begin_with({f"{form}_day": OTHER, f"{form}_day_text": last})
    return past_day(draft, "day", draft.day, problems)


def _seen(
    draft: Draft, held: str, people: Sequence[Member], stored: Known
) -> dict[int, AttendanceMark | None]:
    """The marks as they were seen first, which the draft holds too: what others have marked since
    is told."""
    key = f"{held}_seen"
    if key not in draft.last:
        marks = {str(each.id): stored[each.id] for each in people if stored.get(each.id)}
        draft.begin_with({key: marks})
    first: dict[str, str] = draft.last[key]
    found = {each.id: first.get(str(each.id)) for each in people}
    return {each: None if mark is None else AttendanceMark(mark) for each, mark in found.items()}


def _has_seat(member: Member, day: date) -> bool:
    if member.status in (TrainingStatus.APPLIED, TrainingStatus.REJECTED):
        return False
    return member.status is not TrainingStatus.DROPPED or member.status_on >= day


def _mark(draft: Draft, held: str, member: Member, stored: Known, problems: Problems) -> str | None:
    label, key = card_code(member.case_code), f"{held}_{member.id}"
    chosen: str | None = st.segmented_control(
        label,
        [each.value for each in AttendanceMark],
        format_func=_word,
        default=draft.get(key, (stored.get(member.id) or AttendanceMark.PRESENT).value),
        required=True,
        key=key,
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
