"""What was changed of the settings: when, by whom, from what to what, and why."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.programme.settings import fields
from components.reads import labels, reference
from components.reads.read import read
from db.access.viewer import Viewer
from db.queries import programme
from db.queries.programme import Change

FIRST = 10


def draw(viewer: Viewer) -> None:
    """The newest changes, and on demand all of them."""
    st.header(i18n.t("programme.history"))
    found = read(programme.history, viewer=viewer)
    if not found:
        st.info(i18n.t("programme.no_history"), icon=":material/history:")
    shown = found
    if len(found) > FIRST and not st.toggle(i18n.t("programme.all"), key="programme_history_all"):
        shown = found[:FIRST]
    for change in shown:
        _line(change)


def _line(change: Change) -> None:
    moment = i18n.moment(reference.local(change.at))
    with st.container(border=True):
        before, after = (_written(change.field, each) for each in (change.before, change.after))
        st.markdown(f"**{fields.label(change.field)}**")
        lines = (i18n.t("programme.before", value=before), i18n.t("programme.after", value=after))
        st.markdown("  \n".join(lines))
        st.caption(plain(i18n.line(moment, change.who, change.reason)))


def _written(field: str, value: str) -> str:
    if field == "big_types":
        return " · ".join(labels.label("INTERVENTION_TYPE", code) for code in value.split(","))
    return fields.written(field, value)
