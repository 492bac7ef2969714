"""The steps of the training page: its two views, saving, and what is said afterwards."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.fields import long_list
from components.fields import view as views
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending
from components.records.kinds import TRAINING
from components.records.training import steps
from components.records.training.steps import Step
from components.saving import edit_conflicts, saved
from components.saving.edit_conflicts import Words
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.saved import Result
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import training as actions
from db.codes import OPEN_TRAINING
from db.inputs.training import StatusInput
from db.queries import training

NEW, OPEN = "new", "open"
_LIST = "training_open"
#: How a stored value is called where another step was taken meanwhile.
_WORDS: Words = {
    "drop_reason": lambda code: labels.label("DROP_REASON", code),
    "certificate": lambda code: labels.label("CERTIFICATE", code),
}


def view(open_count: int) -> str:
    """A new enrolment, or those under way."""
    names = {NEW: i18n.t("training_form.new"), OPEN: i18n.t("training_form.open", count=open_count)}
    return views.choose(TRAINING.name, i18n.t("training_form.view"), names)


def hint(ids: tuple[int, ...], viewer: Viewer) -> None:
    """Show that a person is enrolled already, before they are enrolled twice."""
    for one in ids:
        for each in read(training.open_enrolments, one, viewer=viewer):
            if each.status in OPEN_TRAINING:
                kind = labels.label(TRAINING.types, each.type)
                text = i18n.t("training_form.already_in", kind=kind, day=each.starts_on)
                st.caption(f":material/info: {text}")


def under_way(total: int, today: date, viewer: Viewer) -> None:
    """The list of open enrolments, and saving the next step of one; a whole group is marked on the
    page of its course."""
    if st.button(
        i18n.t("courses.whole_group"),
        key=f"{TRAINING.name}_courses",
        icon=":material/co_present:",
        width="stretch",
    ):
        navigation.go("courses")
    wanted = steps.draw(
        read(training.open_enrolments, limit=long_list.limit(_LIST), viewer=viewer), today
    )
    long_list.button(_LIST, total)
    touched = steps.steps_back(read(training.own_last_steps, viewer=viewer), today)
    if wanted:
        _save_step(wanted, viewer)
    elif touched and save(actions.undo_status, touched, by=viewer.account_id):
        st.rerun()


def _save_step(wanted: tuple[Step, Problems], viewer: Viewer) -> None:
    step, problems = wanted
    act = edit_conflicts.in_words(actions.set_status, _WORDS)
    if submit(act, StatusInput, step.raw, viewer, problems) is None:
        return
    sentence = i18n.t(
        "training_form.step_saved",
        code=f"**{card_code(step.enrolment.case_code)}**",
        status=labels.label("TRAINING_STATUS", step.raw["status"]),
    )
    saved.remember(
        Result(
            form=TRAINING.name,
            sentence=ending.dated(sentence, step.raw["status_on"]),
            next_key="training_form.next_step",
            undo=(actions.undo_status, step.enrolment.id),
            person=ending.intervention_with(step.enrolment.case_id),
        )
    )
    st.rerun()
