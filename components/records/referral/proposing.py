"""What an agent proposes to put right of the place that is chosen."""

from __future__ import annotations

import streamlit as st

from components.fields import dates, text
from components.language import i18n
from components.reads import reference
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import place_proposals as actions
from db.inputs.place_proposals import CLOSED, FIELDS, ProposalInput

FORM = "proposal"
_SENT = f"{FORM}_sent"


def draw(organisation_id: int | None, viewer: Viewer) -> None:
    """Folded away below the place; agencies are put right by whoever runs the programme."""
    if organisation_id is None:
        return
    if st.session_state.pop(_SENT, None) == organisation_id:
        st.success(i18n.t("proposals.sent"), icon=":material/check_circle:")
    form = f"{FORM}_{organisation_id}"
    with st.expander(i18n.t("proposals.open"), icon=":material/edit_note:", key=f"{form}_open"):
        problems = Problems(form)
        what = st.pills(
            i18n.t("proposals.field"),
            [*FIELDS, CLOSED],
            format_func=_named,
            key=f"{form}_field",
        )
        problems.beside("field", i18n.t("proposals.field"))
        value = _value(form, what)
        problems.beside("value", i18n.t("proposals.value"))
        st.caption(i18n.t("proposals.hint"))
        problems.summary()
        if not st.button(i18n.t("proposals.send"), key=f"{form}_send", width="stretch"):
            return
        raw = {"organisation_id": organisation_id, "field": what or "", "value": value}
        if submit(actions.propose, ProposalInput, raw, viewer, problems) is not None:
            for name in ("field", "value", "day"):
                st.session_state.pop(f"{form}_{name}", None)
            st.session_state[_SENT] = organisation_id
            st.rerun()


def _named(field: str) -> str:
    return i18n.t("proposals.closed") if field == CLOSED else i18n.t(f"places.{field}")


def _value(form: str, what: str | None) -> str:
    if what == CLOSED:
        label = i18n.t("proposals.last_day")
        return str(dates.day_text(Entered(form, {}), f"{form}_day", label, reference.today()))
    return text.typed(i18n.t("proposals.value"), key=f"{form}_value", value="")
