"""A person who goes on with somebody else: a colleague here, or another agency."""

from __future__ import annotations

import streamlit as st

from components.fields import reason
from components.language import i18n
from components.language.plain import plain
from components.reads import labels
from components.records.day import handover, notices
from components.records.day import transfers as drawn
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import transfers
from db.inputs.tasks import TransferAsked
from db.queries.person import Person
from db.queries.person_page import PersonPage


def pending(viewer: Viewer, page: PersonPage, *, may_write: bool) -> None:
    """That another agency was asked, for whoever opens the person, and the way to withdraw it."""
    notices.draw(viewer, notices.PEOPLE)
    found = page.transfer
    if found is None or page.person.closed_on is not None:
        return
    with st.container(border=True, key="person_transfer"):
        st.markdown(f":material/move_up: {drawn.said(found)}")
        if may_write:
            drawn.withdrawn(viewer, found, "person_withdraw", notices.PEOPLE)


def draw(viewer: Viewer, page: PersonPage) -> None:
    """Two ways on, both closed at first; each only where somebody can go on."""
    person = page.person
    found = handover.takers(page.colleagues, person.agency_id)
    if found:
        label = i18n.t("day.hand_over")
        with st.expander(label, icon=":material/forward:", key="person_hand_over"):
            st.caption(i18n.t("transfer.hand_over_hint"))
            extent = {"case_id": person.id}
            handover.draw(viewer, f"person_hand_{person.id}", found, extent, done=_handed)
    others = [each for each in page.destinations if each != person.agency_id]
    if others and page.transfer is None:
        with st.expander(i18n.t("transfer.ask"), icon=":material/move_up:", key="person_move"):
            _ask(viewer, person, others)


def _handed(count: int, name: str) -> None:
    sentence = plain(i18n.tn("day.handed_over", count, name=name))
    notices.leave(sentence, page=notices.PEOPLE)
    st.rerun()


def _ask(viewer: Viewer, person: Person, agencies: list[int]) -> None:
    form = f"person_move_{person.id}"
    problems = Problems(form)
    st.caption(i18n.t("transfer.ask_hint"))
    to_agency = st.selectbox(
        i18n.t("transfer.where"),
        agencies,
        index=None,
        format_func=labels.agency,
        placeholder=i18n.t("places.choose"),
        key=f"{form}_to",
    )
    problems.beside("to_agency_id", i18n.t("transfer.where"))
    why = reason.choose(form, i18n.t("transfer.why"), "TRANSFER_REASON", problems)
    agrees = st.checkbox(i18n.t("transfer.agrees"), key=f"{form}_agrees")
    problems.beside("agrees", i18n.t("transfer.agrees"))
    problems.summary()
    if not st.button(i18n.t("transfer.send"), key=f"{form}_send", width="stretch"):
        return
    raw = {
        "case_id": person.id, "to_agency_id": to_agency, "reason": why, "agrees": agrees,
    }  # fmt: skip
    if (done := submit(transfers.ask, TransferAsked, raw, viewer, problems)) and to_agency:
        said = i18n.t("transfer.sent", agency=labels.agency(to_agency))
        notices.leave(plain(said), transfers.withdraw, done.value, page=notices.PEOPLE)
        st.rerun()
