"""Which types of intervention are big buttons of the form: up to ten, in the order chosen."""

from __future__ import annotations

import streamlit as st

from components.fields import text
from components.language import i18n
from components.programme.lists import saving
from components.reads import labels, reference
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.actions import programme as actions
from db.inputs.code_lists import MOST_BIG, BigTypes

FORM = "big_types"


def draw(viewer: Viewer) -> None:
    """Behind one touch, with what it would change for whoever uses the form."""
    with st.expander(i18n.t("codes.big_types"), key="lists_big", icon=":material/apps:"):
        if saving.tell(FORM):
            return
        st.write(i18n.t("codes.big_types_lead", most=MOST_BIG))
        st.warning(i18n.t("codes.reorder_warning"), icon=":material/touch_app:")
        names = labels.choices("INTERVENTION_TYPE")
        if f"{FORM}_types" not in st.session_state:
            present = reference.programme().big_types
            st.session_state[f"{FORM}_column"] = present
            # Not by "default": Streamlit sets the state itself when a label changes.
            chosen = [code for code in present.split(",") if code in names]
            st.session_state[f"{FORM}_types"] = chosen
        known = st.session_state[f"{FORM}_column"]
        problems = Problems(FORM)
        with st.form(f"{FORM}_form", border=False, enter_to_submit=False):
            chosen = st.multiselect(
                i18n.t("codes.big_types"),
                list(names),
                format_func=names.__getitem__,
                max_selections=MOST_BIG,
                key=f"{FORM}_types",
            )
            problems.beside("types", i18n.t("codes.big_types"))
            reason = text.typed(i18n.t("programme.reason"), key=f"{FORM}_reason")
            problems.beside("reason", i18n.t("programme.reason"))
            problems.summary()
            submit = i18n.t("programme.submit")
            sent = st.form_submit_button(submit, key=f"{FORM}_submit", type="primary")
        if sent:
            raw = {"types": chosen, "seen": known, "reason": reason}
            # Who is told that others have chosen meanwhile may then save over it.
            st.session_state[f"{FORM}_column"] = reference.programme().big_types
            if saving.sent(actions.choose_big_types, BigTypes, raw, viewer, problems):
                saving.finish(FORM)
