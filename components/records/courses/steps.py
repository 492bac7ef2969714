"""The same step of several people: the status, whoever is not meant, the day, one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from components.language import i18n
from components.reads import labels, reference
from components.reads.labels import card_code
from components.records import ending
from components.records.courses import marking
from components.records.training.fields import ending as step_ending
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import course_groups as actions
from db.codes import TRAINING_STEPS, TrainingStatus
from db.inputs.courses import GroupStep, line
from db.queries.course_groups import Group, Member
from db.queries.courses import CourseLine

#: What happens to single people: nobody is meant until a tap says so.
FEW = (TrainingStatus.DROPPED, TrainingStatus.REJECTED)


def draw(viewer: Viewer, course: CourseLine, group: Group) -> None:
    """The steps that somebody of the group can take, then those who can."""
    form = f"course_steps_{course.id}"
    problems, today = Problems(form), reference.today()
    possible = [
        each for each in TrainingStatus if any(_can(member, each) for member in group.members)
    ]
    if not possible:
        st.info(i18n.t("courses.no_step"), icon=":material/done_all:")
        return
    status = _chosen(form, possible, problems)
    if status is None:
        return
    people = _people(form, status, group.members, problems)
    name = f"{form}_{status.value}"
    said, has_turned = step_ending(name, status, today, problems)
    pressed = st.button(
        i18n.tn("courses.save_steps", len(people)),
        key=f"{form}_save",
        type="primary",
        width="stretch",
        disabled=not people,
    )
    if not pressed or has_turned:
        return
    lines = {each.id: each.status for each in people}
    raw = {"course_id": course.id, "status": status, **said, "lines": lines}
    _save(viewer, people, raw, problems)


def _chosen(
    form: str, possible: Sequence[TrainingStatus], problems: Problems
) -> TrainingStatus | None:
    label = i18n.t("courses.which_step")
    chosen = st.pills(
        label,
        [each.value for each in possible],
        format_func=_word,
        required=True,
        key=f"{form}_status",
    )
    problems.beside("status", label)
    return None if chosen is None else TrainingStatus(chosen)


def _save(viewer: Viewer, people: list[Member], raw: dict[str, Any], problems: Problems) -> None:
    """All of them or none; what was saved can be undone."""
    act = marking.in_words(actions.set_status, people, _word)
    if done := submit(act, GroupStep, raw, viewer, problems):
        sentence = i18n.tn("courses.steps_saved", len(done.value), status=_word(raw["status"]))
        undo = (actions.undo_status, done.value)
        marking.remember(ending.dated(sentence, raw["status_on"]), undo)
        st.rerun()


def _can(member: Member, status: TrainingStatus) -> bool:
    return status in TRAINING_STEPS.get(member.status, ())


def _people(
    form: str, status: TrainingStatus, members: Sequence[Member], problems: Problems
) -> list[Member]:
    """Those who are meant: of most steps everybody who can take it."""
    found = []
    st.caption(i18n.t("courses.who_few" if status in FEW else "courses.who"))
    with st.container(gap="xsmall", key=f"{form}_people"):
        for each in members:
            if not _can(each, status):
                continue
            code = card_code(each.case_code)
            label = f"{code} · {_word(each.status)}"
            key = f"{form}_{status.value}_{each.id}"
            if st.checkbox(label, value=status not in FEW, key=key):
                found.append(each)
            problems.beside(line(each.id), code)
    return found


def _word(status: str) -> str:
    return labels.label("TRAINING_STATUS", status)
