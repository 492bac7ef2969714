"""People whom nobody sees to any more since their agency closed: a manager says which agency goes
on with them."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.reads.read import read
from components.records.day import notices
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import closed_agencies as acts
from db.inputs.closed_agencies import CasesHandover
from db.queries import closed_agencies, transfers
from db.queries.closed_agencies import LeftCases


def draw(viewer: Viewer) -> None:
    """Each closed agency with open cases; nothing where there is none."""
    notices.draw(viewer, notices.AGENCIES)
    found = read(closed_agencies.left, viewer=viewer)
    if not found:
        return
    open_ones = read(transfers.destinations, viewer=viewer)
    for each in found:
        with st.container(border=True, key=f"days_left_{each.agency_id}"):
            _agency(viewer, each, open_ones)


def _agency(viewer: Viewer, left: LeftCases, open_ones: list[int]) -> None:
    agency = labels.agency(left.agency_id)
    if left.open:
        told = i18n.tn("days.left", left.open, agency=agency, day=left.closed_on)
        st.markdown(f":material/person_off: {plain(told)}")
    if left.asked:
        st.caption(plain(i18n.tn("days.left_asked", left.asked, agency=agency)))
    if not left.open:
        return
    if not open_ones:
        st.caption(i18n.t("days.left_nowhere"))
        return
    form = f"days_left_{left.agency_id}"
    problems, label = Problems(form), i18n.t("days.left_to")
    to_agency = st.selectbox(
        label,
        open_ones,
        index=None,
        format_func=labels.agency,
        placeholder=i18n.t("places.choose"),
        key=f"{form}_to",
    )
    problems.beside("to_agency_id", label)
    st.caption(plain(i18n.t("days.left_hint", agency=agency)))
    problems.summary()
    button = i18n.tn("days.left_send", left.open)
    if not st.button(button, key=f"{form}_send", icon=":material/forward:"):
        return
    raw = {"agency_id": left.agency_id, "to_agency_id": to_agency}
    done = submit(acts.hand_over, CasesHandover, raw, viewer, problems)
    if done and to_agency:
        said = i18n.tn("days.left_done", done.value, agency=labels.agency(to_agency))
        notices.leave(plain(said), page=notices.AGENCIES)
        st.rerun()
