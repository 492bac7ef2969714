"""The steps of the placement page: its two views, saving, and what is said afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from components.fields import dates, long_list
from components.fields import view as views
from components.language import i18n
from components.reads import labels
from components.reads.labels import card_code
from components.reads.read import read
from components.records import ending
from components.records.kinds import PLACEMENT, RETENTION
from components.records.links import CHECK
from components.records.placement import checks
from components.saving import saved
from components.saving.problems import Problems
from components.saving.saved import Result
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import retention as answers
from db.codes import RetentionStatus
from db.queries import retention
from db.queries.retention import DueCheck

NEW, DUE = "new", "due"
_OPEN, _LIST = "retention_check", "retention_due"


def view(due_count: int) -> str:
    """A new placement, or the checks that wait; a link to one check opens the latter."""
    names = {NEW: i18n.t("placement_form.new"), DUE: i18n.t("placement_form.due", count=due_count)}
    first = DUE if CHECK in st.query_params else None
    return views.choose(PLACEMENT.name, i18n.t("placement_form.view"), names, first=first)


def wanted_check(viewer: Viewer) -> DueCheck | None:
    """The check to answer, from the list or a link; a link to no open check shows a message."""
    linked = navigation.link_id(st.query_params.get(CHECK, ""))
    wanted = st.session_state.get(_OPEN) or linked
    if wanted is None:
        return None
    check = read(retention.due_check, wanted, viewer=viewer)
    if check is None:
        _close()
        st.info(i18n.t("error.check_not_open"), icon=":material/info:")
    return check


def choose(total: int, viewer: Viewer) -> None:
    """The list of checks that wait."""
    due = read(retention.due_checks, limit=long_list.limit(_LIST), viewer=viewer)
    if not due:
        st.info(i18n.t("retention_form.none_due"), icon=":material/event_available:")
    touched = checks.choose(due)
    if touched is not None:
        st.session_state[_OPEN] = touched
        st.rerun()
    long_list.button(_LIST, total)


def answer(check: DueCheck, today: date, viewer: Viewer) -> None:
    """One check, its answer, and the way back to the list."""
    problems = Problems(RETENTION.name)
    begun = dates.begun(f"retention_{check.id}", today)
    raw = checks.draw(check, begun.day, today, problems)
    problems.summary()
    label, ready = i18n.t("retention_form.save"), bool(raw["status"])
    pressed = st.button(
        label, key="retention_save", type="primary", width="stretch", disabled=not ready
    )
    label = i18n.t("retention_form.back")
    if st.button(label, key="retention_back", type="tertiary", width="stretch"):
        _close()
        st.rerun()
    if pressed and not begun.has_turned:
        _save_answer(check, raw, problems, viewer)


def _save_answer(check: DueCheck, raw: dict[str, Any], problems: Problems, viewer: Viewer) -> None:
    if submit(*RETENTION.record, raw, viewer, problems) is None:
        return
    sentence = i18n.t(
        "retention_form.saved",
        code=card_code(check.case_code),
        status=labels.label(RETENTION.types, raw["status"]),
    )
    has_died = raw["status"] == RetentionStatus.DIED
    saved.remember(
        Result(
            form=PLACEMENT.name,
            sentence=ending.dated(sentence, raw["done_on"]),
            next_key=RETENTION.next_key,
            undo=(answers.undo, check.id),
            person=None if has_died else ending.intervention_with(check.case_id),
        )
    )
    _close()
    st.rerun()


def _close() -> None:
    st.session_state.pop(_OPEN, None)
    st.query_params.pop(CHECK, None)
