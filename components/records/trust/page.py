"""The steps of the trust page: one interview from setting to save, one screen a question."""

from __future__ import annotations

import copy

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records.trust import interview as trust
from components.records.trust import last_look as trust_check
from components.records.trust import question as trust_question
from components.records.trust import setting as trust_setting
from components.records.trust.interview import FORM, STATE, Interview
from components.saving import draft, saved
from components.saving.draft import Draft
from components.saving.problems import Problems
from components.saving.saved import NOTE, Outcome
from components.saving.submit import submit
from components.visit import navigation
from db.access.viewer import Viewer
from db.actions import trust as actions
from db.inputs.trust import RefusalInput, TrustInput
from db.queries import trust as queries

NEXT = "trust_form.next"


def resume(kept: Draft) -> Interview:
    """The interview under way, from this session or from the draft, else a new one."""
    held = st.session_state.get(STATE)
    if held is None or held.get("submission_id") != kept.submission_id:
        held = {**trust.begin(), **(kept.get(STATE) or {})}
        held["submission_id"] = kept.submission_id
        st.session_state[STATE] = held
    return copy.deepcopy(held)


def keep(interview: Interview, kept: Draft, viewer: Viewer) -> None:
    """Carry the interview to the next run, and to the draft."""
    st.session_state[STATE] = interview
    kept.flush(viewer)


def _go(step: int, interview: Interview, kept: Draft, viewer: Viewer) -> None:
    interview["step"] = step
    st.session_state.pop("trust_shown", None)
    keep(interview, kept, viewer)
    st.rerun()


def setting(interview: Interview, kept: Draft, viewer: Viewer) -> None:
    """The first screen; a refusal at the door is one tap."""
    problems = Problems(FORM)
    agencies = [each.id for each in read(queries.ratable_agencies, viewer=viewer)]
    waves = {each.id: each.number for each in read(queries.open_waves, viewer=viewer)}
    if not (agencies and waves):
        st.info(i18n.t("error.trust_wave_closed"), icon=":material/event_busy:")
        return
    st.caption(i18n.t("trust_form.promise"))
    trust_setting.draw(
        interview, agencies=agencies, own=viewer.agencies, waves=waves, problems=problems
    )
    _counts(interview, viewer)
    chosen = interview["setting"]
    ready = bool(chosen["moment"] and chosen["language"])
    with st.bottom, st.container(key="trust_foot"):
        label = i18n.t("trust_form.start")
        start = st.button(
            label, key="trust_start", type="primary", width="stretch", disabled=not ready
        )
        refused = st.button(
            i18n.t("trust_form.refused"),
            key="trust_refused",
            icon=":material/do_not_disturb_on:",
            width="stretch",
        )
        _way_out(interview, kept, viewer)
    if refused:
        _refuse(interview, kept, viewer)
    if start:
        _go(1, interview, kept, viewer)
    keep(interview, kept, viewer)


def _counts(interview: Interview, viewer: Viewer) -> None:
    chosen = interview["setting"]
    so_far = read(queries.fieldwork, chosen["wave_id"], chosen["agency_id"], viewer=viewer)
    if so_far.approached:
        st.caption(
            i18n.t("trust_form.counts", approached=so_far.approached, refused=so_far.refused)
        )


def _way_out(interview: Interview, kept: Draft, viewer: Viewer) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
        if st.button(i18n.t("entry.leave"), key="trust_leave", type="tertiary", icon=icon):
            keep(interview, kept, viewer)
            navigation.go("my-day")
        kept.status()


def question(interview: Interview, item: str, kept: Draft, viewer: Viewer) -> None:
    """One question; a touch on an answer leads to the next one."""
    step = interview["step"]
    answer = trust_question.draw(interview, item)
    with st.bottom, st.container(key="trust_foot"):
        back = st.button(i18n.t("trust_form.back"), key="trust_back", width="stretch")
        _way_out(interview, kept, viewer)
    if answer is not None:
        interview["answers"][item] = answer
        _go(step + 1, interview, kept, viewer)
    if back:
        _go(step - 1, interview, kept, viewer)
    keep(interview, kept, viewer)


def last_look(interview: Interview, kept: Draft, viewer: Viewer) -> None:
    """Whether all is answered, and the save."""
    problems = Problems(FORM)
    gap = trust_check.draw(interview)
    if gap is not None:
        _go(trust.items(interview).index(gap) + 1, interview, kept, viewer)
    problems.beside("wave_id")
    with st.bottom, st.container(key="trust_foot"):
        pressed = st.button(
            i18n.t("trust_form.save"),
            key="trust_save",
            type="primary",
            width="stretch",
            disabled=bool(trust.missing(interview)),
        )
        back = st.button(i18n.t("trust_form.back"), key="trust_back", width="stretch")
        _way_out(interview, kept, viewer)
    if back:
        _go(interview["step"] - 1, interview, kept, viewer)
    if pressed:
        _save(interview, kept, problems, viewer)
    keep(interview, kept, viewer)


def _save(interview: Interview, kept: Draft, problems: Problems, viewer: Viewer) -> None:
    raw = trust.finished(interview) | {"submission_id": kept.submission_id}
    stored = submit(actions.record, TrustInput, raw, viewer, problems)
    if stored is None:
        return
    if not stored.value.as_asked:
        kept.renew(viewer)
        interview["submission_id"] = kept.submission_id
        st.warning(i18n.t("trust_form.already_differs"), icon=":material/difference:")
        return
    if stored.value.already:
        saved.remember(Outcome(FORM, i18n.t("trust_form.saved_already"), NEXT, icon=NOTE))
    else:
        undo = (actions.undo, kept.submission_id)
        saved.remember(Outcome(FORM, i18n.t("trust_form.saved"), NEXT, undo))
    # Once saved, the answers leave the browser session too.
    draft.begin_anew(FORM, {STATE: trust.begin(interview["setting"])})
    st.session_state.pop(STATE, None)
    st.rerun()


def _refuse(interview: Interview, kept: Draft, viewer: Viewer) -> None:
    raw = {name: interview["setting"][name] for name in ("agency_id", "wave_id")}
    raw["submission_id"] = interview["refusal_id"]
    if submit(actions.refuse, RefusalInput, raw, viewer, Problems(FORM)) is None:
        return
    undo = (actions.undo_refusal, RefusalInput(**raw))
    saved.remember(Outcome(FORM, i18n.t("trust_form.refusal_counted"), NEXT, undo))
    interview["refusal_id"] = trust.refusal_id()
    if kept.kept_at is None:
        # Nothing was answered yet: a new refusal id alone is not worth a draft.
        kept.seen = None
    keep(interview, kept, viewer)
    st.rerun()
