"""Corrections that agents have proposed: what stands, what would be right, yes or no."""

from __future__ import annotations

from datetime import date

import streamlit as st

from components.language import i18n
from components.language.plain import isolated, plain
from components.programme import editing
from components.reads import reference
from components.reads.read import read
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import place_proposals as actions
from db.inputs.place_proposals import CLOSED, Decision
from db.queries import place_proposals
from db.queries.place_proposals import OpenProposal


def draw(viewer: Viewer) -> None:
    """Above the list, as long as one waits."""
    found = read(place_proposals.listed, viewer=viewer)
    if not found:
        return
    label = i18n.tn("proposals.waiting", len(found))
    with st.expander(label, icon=":material/edit_note:", key="proposals", expanded=True):
        for each in found:
            with st.container(border=True, key=f"proposal_{each.id}"):
                _one(each, viewer)


def _one(each: OpenProposal, viewer: Viewer) -> None:
    problems, key = Problems(f"proposal_{each.id}"), f"proposal_seen_{each.id}"
    # What the screen showed when the button was touched: this run may know more already.
    seen = st.session_state.get(key, each.now)
    st.session_state[key] = each.now
    st.markdown(f"**{plain(each.name)}**")
    st.write(plain(_said(each)))
    day = reference.local(each.at).date()
    st.caption(plain(i18n.t("proposals.by", name=each.by, day=day)))
    problems.beside("value", i18n.t("proposals.value"))
    with st.container(horizontal=True):
        is_right = st.button(
            i18n.t("proposals.accept"), key=f"proposal_accept_{each.id}", type="primary"
        )
        is_wrong = st.button(i18n.t("proposals.turn_down"), key=f"proposal_turn_down_{each.id}")
    problems.summary()
    if not (is_right or is_wrong):
        return
    raw = {"id": each.id, "is_accepted": is_right, "seen": seen}
    act = editing.in_words(actions.decide, {})
    if submit(act, Decision, raw, viewer, problems) is not None:
        editing.leave_notice(i18n.t("proposals.accepted" if is_right else "proposals.turned_down"))
        st.rerun()


def _said(each: OpenProposal) -> str:
    if each.field == CLOSED:
        return i18n.t("proposals.closes", day=date.fromisoformat(each.value))
    now, value = isolated(each.now or i18n.t("proposals.empty")), isolated(each.value)
    return i18n.t("proposals.line", field=i18n.t(f"places.{each.field}"), now=now, value=value)
