"""A new code: three labels; the code itself is made from them."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.programme.lists import saving, words
from components.reads import labels
from components.saving.problems import Problems
from db.access.viewer import Viewer
from db.actions import code_lists as actions
from db.inputs.code_lists import GROUPED, NewCode

FORM = "add_code"


def draw(viewer: Viewer, list_name: str) -> None:
    """Behind one touch; a nationality also names its group."""
    with st.expander(i18n.t("codes.add"), key="lists_add", icon=":material/add:"):
        if saving.tell(FORM):
            return
        problems = Problems(FORM)
        with st.form(f"{FORM}_form", border=False, enter_to_submit=False):
            raw: dict[str, str | None] = {"list": list_name, **words.fields(FORM, problems)}
            if groups := GROUPED.get(list_name):
                names = labels.choices(groups)
                raw["group"] = st.selectbox(
                    i18n.t("codes.group"),
                    list(names),
                    index=None,
                    format_func=names.__getitem__,
                    key=f"{FORM}_group",
                )
                problems.beside("group", i18n.t("codes.group"))
            problems.summary()
            submit = i18n.t("codes.add_submit")
            sent = st.form_submit_button(submit, key=f"{FORM}_submit", type="primary")
        if sent and saving.sent(actions.add, NewCode, raw, viewer, problems):
            saving.finish(FORM)
