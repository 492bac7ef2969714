"""A case that is closed with a reason, and opened again when the person comes back."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.reads import labels
from components.records.people import facts
from components.saving.edit_conflicts import in_words
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import case_facts
from db.inputs.people import CaseClosing
from db.queries.person import Person

FORM = "person_closing"


def closed(viewer: Viewer, person: Person, *, may_write: bool) -> None:
    """That the case is closed, since when and why, and the way to open it again."""
    reason = labels.label("CLOSE_REASON", person.close_reason or "OTHER")
    said = i18n.t("people.closed_since", day=person.closed_on, reason=reason)
    st.warning(said, icon=":material/lock:")
    if (
        may_write
        and st.button(
            i18n.t("people.reopen"),
            key="person_reopen",
            icon=":material/lock_open:",
            width="stretch",
        )
        and save(case_facts.reopen, person.id, by=viewer.account_id)
    ):
        facts.leave_notice(i18n.t("people.reopened"))
        st.rerun()


def draw(viewer: Viewer, person: Person) -> None:
    """The reasons, and what closing does."""
    problems = Problems(FORM)
    with st.expander(i18n.t("people.close"), icon=":material/lock:", key="person_close"):
        st.caption(i18n.t("people.close_hint"))
        reason = st.pills(
            i18n.t("people.close_why"),
            list(labels.choices("CLOSE_REASON")),
            format_func=lambda code: labels.label("CLOSE_REASON", code),
            key=f"{FORM}_reason_{person.id}",
        )
        problems.beside("reason", i18n.t("people.close_why"))
        problems.beside("closed_on", i18n.t("people.close"))
        problems.summary()
        if not st.button(i18n.t("people.close_now"), key="person_close_now", width="stretch"):
            return
    raw = {"case_id": person.id, "reason": reason}
    act = in_words(case_facts.close, {"closed_on": i18n.day})
    if done := submit(act, CaseClosing, raw, viewer, problems):
        said = i18n.t("people.close_done")
        if done.value.appointments:
            said += f" {i18n.tn('people.close_dropped', done.value.appointments)}"
        if done.value.transfer:
            said += f" {i18n.t('transfer.fell_away')}"
        facts.leave_notice(said)
        st.rerun()
