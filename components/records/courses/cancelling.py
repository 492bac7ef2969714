"""A course that does not take place, with the reason; and one that does after all."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels
from components.records.courses import view
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import courses as actions
from db.inputs.courses import Cancelling
from db.queries.courses import CourseLine


def draw(viewer: Viewer, course: CourseLine) -> None:
    """Behind a tap: it is rare."""
    if course.cancelled_on is not None:
        if st.button(i18n.t("courses.reopen"), key="courses_reopen") and save(
            actions.reopen, course.id, by=viewer.account_id
        ):
            view.leave_notice(i18n.t("courses.reopened"))
            st.rerun()
        return
    form = f"course_cancel_{course.id}"
    with st.expander(i18n.t("courses.cancel"), key=f"{form}_open", icon=":material/event_busy:"):
        _cancel(viewer, course, form)


def _cancel(viewer: Viewer, course: CourseLine, form: str) -> None:
    problems, label = Problems(form), i18n.t("courses.why_cancelled")
    st.write(i18n.t("courses.cancel_hint"))
    names = labels.choices("CANCEL_REASON")
    reason = st.pills(
        label, list(names), format_func=names.__getitem__, required=True, key=f"{form}_reason"
    )
    problems.beside("reason", label)
    problems.summary()
    sent = st.button(i18n.t("courses.cancel_now"), key=f"{form}_submit")
    raw = {"id": course.id, "reason": reason or ""}
    if sent and submit(actions.cancel, Cancelling, raw, viewer, problems):
        view.leave_notice(i18n.t("courses.cancelled"))
        st.rerun()
