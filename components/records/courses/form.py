"""The form of a course: a new one, or another word on one that is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import text
from components.fields.dates import as_typed, day_text
from components.language import i18n
from components.reads import labels, reference
from components.records import recording
from components.records.courses import view
from components.records.training import fields as training
from components.saving import edit_conflicts, form_footer
from components.saving.draft import Draft, begin_anew
from components.saving.edit_conflicts import Words
from components.saving.first_values import FirstValues
from components.saving.form import FieldForm
from components.saving.problems import Problems
from components.saving.submit import submit_draft
from db.access.viewer import Viewer
from db.actions import courses as actions
from db.inputs.courses import COLUMNS, CourseChange, CourseInput
from db.inputs.days import Side
from db.queries.courses import CourseLine
from db.records import COURSE_CHANGE, COURSE_FORM, form_of

#: How a stored value is called where somebody else has changed it.
WORDS: Words = {
    "type": lambda code: labels.label("TRAINING_TYPE", code),
    "centre_id": labels.organisation,
    "starts_on": i18n.day,
    "ends_on": i18n.day,
    "measure": lambda code: labels.label("MEASURE", code),
    "agency_ids": lambda ids: i18n.joined(
        *(labels.agency(int(each), short=True) for each in ids.split(","))
    ),
}
NAMES = (
    *("type", "centre", "title", "starts_on", "ends_on", "places", "hours", "measure"),
    "agency_ids",
)
_DAYS = ("starts_on", "ends_on")
#: An example of each number, and its sign.
NUMBERS = {"places": ("12", "event_seat"), "hours": ("120", "timer")}


def _leave() -> None:
    view.back_to_list()
    st.rerun()


TO_LIST = form_footer.WayOut("courses.back", _leave)


def new(viewer: Viewer) -> None:
    """The form of a new course."""
    st.header(i18n.t("courses.add"))
    problems, draft = (
        Problems(COURSE_FORM),
        recording.start(FieldForm(name=COURSE_FORM, fields=NAMES), viewer),
    )
    recording.show_restored(draft, viewer)
    raw = _fields(draft, draft.day, viewer, problems)
    draft.flush(viewer)
    add = form_footer.Button(name="submit", label=i18n.t("courses.add_submit"), is_main=True)
    if form_footer.draw(draft, problems, viewer, add, out=TO_LIST) != add.name:
        return
    act = edit_conflicts.in_words(actions.add, WORDS)
    made = submit_draft(act, CourseInput, raw, draft, problems, viewer)
    if made:
        begin_anew(draft.form)
        view.leave_notice(i18n.t("courses.added"))
        view.open_one(made.value)
        st.rerun()


def change(viewer: Viewer, course: CourseLine) -> None:
    """The form of a course that is there; who attends it goes on by its days."""
    draft = recording.start(FieldForm(name=form_of(COURSE_CHANGE, course.id), fields=NAMES), viewer)
    form, problems = draft.form, Problems(draft.form)
    if draft.on_server is None and not draft.was_restored:
        draft.begin_with({f"{form}_{name}": value for name, value in _first(course).items()})
    recording.show_restored(draft, viewer)
    if course.taken or course.waiting:
        st.caption(i18n.t("courses.change_hint"))
    seen = _seen(draft, course)
    raw = _fields(draft, draft.day, viewer, problems) | {"id": course.id, "seen": seen}
    draft.flush(viewer)
    save = form_footer.Button(name="submit", label=i18n.t("courses.change_submit"), is_main=True)
    if form_footer.draw(draft, problems, viewer, save, out=TO_LIST) != save.name:
        return
    act = edit_conflicts.in_words(actions.change, WORDS)
    saved = submit_draft(act, CourseChange, raw, draft, problems, viewer)
    draft.last.pop(f"{form}_seen", None)
    if saved:
        begin_anew(form)
        view.leave_notice(i18n.t("courses.changed"))
        st.rerun()


def _seen(draft: Draft, course: CourseLine) -> dict[str, Any]:
    """The course as this form saw it first, which its draft holds too: whoever goes on another day
    is told what others have changed since."""
    now = {name: getattr(course, name) for name in COLUMNS} | {"agency_ids": [*course.agencies]}
    key = f"{draft.form}_seen"
    if key not in draft.last:
        draft.begin_with({key: now | {name: now[name].isoformat() for name in _DAYS}})
    # Drafts of before hold no agencies.
    held: dict[str, Any] = now | draft.last[key]
    return held | {name: date.fromisoformat(held[name]) for name in _DAYS}


def _first(course: CourseLine) -> dict[str, Any]:
    number = "" if course.hours is None else str(course.hours)
    return {
        "type": course.type,
        "centre": course.centre_id,
        "title": course.title,
        "starts_on": as_typed(course.starts_on),
        "ends_on": as_typed(course.ends_on),
        "places": str(course.places),
        "hours": number,
        "measure": course.measure,
        "agency_ids": list(course.agencies),
    }


def _fields(first: FirstValues, today: date, viewer: Viewer, problems: Problems) -> dict[str, Any]:
    kind = training.kind(first)
    problems.beside("type", i18n.t("training_form.type"))
    centre = training.centre(first, kind, today)
    problems.beside("centre_id", i18n.t("training_form.centre"))
    starts_on = _day(first, "starts_on", problems, today, Side.EITHER)
    after = starts_on if isinstance(starts_on, date) else today
    ends_on = _day(first, "ends_on", problems, after, Side.AFTER)
    places = _number(first, "places", problems)
    agencies = _agencies(first, viewer, problems)
    with st.expander(i18n.t("courses.more"), key=f"{first.form}_more"):
        title = _text(first, "title", problems)
        hours = _number(first, "hours", problems)
        measure = training.measure(first)
        problems.beside("measure", i18n.t("training_form.measure"))
    return {
        "type": kind,
        "centre_id": centre,
        "title": title,
        "starts_on": starts_on or None,
        "ends_on": ends_on or None,
        "places": places,
        "hours": hours,
        "measure": measure,
        "agency_ids": agencies,
    }


def _day(first: FirstValues, field: str, problems: Problems, near: date, side: Side) -> date | str:
    label = i18n.t(f"courses.{field}")
    typed = day_text(first, f"{first.form}_{field}", label, near, side)
    problems.beside(field, label)
    return typed


def _number(first: FirstValues, field: str, problems: Problems) -> str:
    usual, icon = NUMBERS[field]
    return _text(first, field, problems, type="phone", placeholder=usual, icon=f":material/{icon}:")


def _text(first: FirstValues, field: str, problems: Problems, **options: Any) -> str:
    label, key = i18n.t(f"courses.{field}"), f"{first.form}_{field}"
    typed = text.typed(label, value=first.get(key, ""), key=key, **options)
    problems.beside(field, label)
    return typed


def _agencies(first: FirstValues, viewer: Viewer, problems: Problems) -> list[int]:
    """Who may send people; not asked of an agent who is posted in one agency."""
    key, today = f"{first.form}_agency_ids", reference.today()
    had = first.get(key, [])
    options = [
        each
        for each, agency in reference.agencies().items()
        if each in had or (each in viewer.agencies and agency.is_open(today))
    ]
    label = i18n.t("courses.agencies")
    if len(options) == 1:
        problems.beside("agency_ids", label)
        return options
    chosen = st.pills(
        label,
        options,
        selection_mode="multi",
        format_func=lambda each: labels.agency(each, short=True),
        default=[each for each in had if each in options],
        key=key,
    )
    problems.beside("agency_ids", label)
    return list(chosen)
