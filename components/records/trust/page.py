"""The steps of the trust page: one interview from setting to save, one screen a question."""

from __future__ import annotations

import copy

import streamlit as st

from components.language import i18n
from components.reads.read import read
from components.records import ending
from components.records.ending import Ending, Said
from components.records.kinds import TRUST
from components.records.trust import interview as trust
from components.records.trust import last_look as trust_check
from components.records.trust import question as trust_question
from components.records.trust import setting as trust_setting
from components.records.trust.interview import STATE, Interview
from components.records.trust.setting import Places
from components.saving import form_footer, saved
from components.saving.draft import Draft
from components.saving.form_footer import Button
from components.saving.problems import Problems
from components.saving.saved import Result
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import trust as actions
from db.inputs.trust import RefusalInput
from db.queries import trust as queries

START, REFUSED, BACK, SAVE = "start", "refused", "back", "save"


def resume(draft: Draft) -> Interview:
    """The interview under way, from this session or from the draft, else a new one."""
    held = st.session_state.get(STATE)
    if held is None or held.get("submission_id") != draft.submission_id:
        held = {**trust.begin(), **(draft.get(STATE) or {})}
        held["submission_id"] = draft.submission_id
        st.session_state[STATE] = held
    return copy.deepcopy(held)


def _hold(interview: Interview, draft: Draft) -> None:
    """Carry the interview to the next run."""
    interview["submission_id"] = draft.submission_id
    st.session_state[STATE] = interview


def _keep(interview: Interview, draft: Draft, viewer: Viewer) -> None:
    """Carry the interview to the next run, and to the draft."""
    _hold(interview, draft)
    draft.flush(viewer)


def _go(step: int, interview: Interview, draft: Draft, viewer: Viewer) -> None:
    interview["step"] = step
    trust_question.leave()
    _keep(interview, draft, viewer)
    st.rerun()


def setting(interview: Interview, draft: Draft, viewer: Viewer) -> None:
    """The first screen; a refusal at the door is one tap."""
    problems = Problems(TRUST.name)
    places = _places(viewer)
    if not places.agencies:
        is_elsewhere = bool(places.waves)
        said = "trust_form.not_in_a_wave" if is_elsewhere else "error.trust_wave_closed"
        st.info(i18n.t(said), icon=":material/event_busy:")
        return
    st.caption(i18n.t("trust_form.promise"))
    trust_setting.draw(interview, places, problems)
    _counts(interview, viewer)
    _hold(interview, draft)
    touched = form_footer.draw(draft, problems, viewer, *_first_buttons(interview))
    if touched == REFUSED:
        _refuse(interview, draft, problems, viewer)
    if touched == START:
        interview["day"] = draft.day.isoformat()
        _go(1, interview, draft, viewer)
    _keep(interview, draft, viewer)


def _places(viewer: Viewer) -> Places:
    waves = {each.id: each for each in read(queries.open_waves, viewer=viewer)}
    agencies_of = read(queries.agencies_of_waves, viewer=viewer)
    asked_in = frozenset[int]().union(*agencies_of.values())
    ratable = [each.id for each in read(queries.ratable_agencies, viewer=viewer)]
    agencies = [each for each in ratable if each in asked_in]
    return Places(agencies=agencies, own=viewer.agencies, waves=waves, agencies_of=agencies_of)


def _counts(interview: Interview, viewer: Viewer) -> None:
    chosen = interview["setting"]
    so_far = read(queries.fieldwork, chosen["wave_id"], chosen["agency_id"], viewer=viewer)
    if so_far.approached:
        st.caption(
            i18n.t("trust_form.counts", approached=so_far.approached, refused=so_far.refused)
        )


def _first_buttons(interview: Interview) -> tuple[Button, Button]:
    chosen = interview["setting"]
    ready = bool(chosen["moment"] and chosen["language"])
    icon = ":material/do_not_disturb_on:"
    return (
        Button(name=START, label=i18n.t("trust_form.start"), is_main=True, is_ready=ready),
        Button(name=REFUSED, label=i18n.t("trust_form.refused"), icon=icon),
    )


def question(interview: Interview, item: str, draft: Draft, viewer: Viewer) -> None:
    """One question; a touch on an answer leads to the next one."""
    step = interview["step"]
    answer = trust_question.draw(interview, item)
    touched = form_footer.draw(draft, Problems(TRUST.name), viewer, _back())
    if answer is not None:
        interview["answers"][item] = answer
        _go(step + 1, interview, draft, viewer)
    if touched == BACK:
        _go(step - 1, interview, draft, viewer)
    _keep(interview, draft, viewer)


def _back() -> Button:
    return Button(name=BACK, label=i18n.t("trust_form.back"))


def last_look(interview: Interview, draft: Draft, viewer: Viewer) -> None:
    """Whether all is answered, and the save."""
    problems = Problems(TRUST.name)
    gap = trust_check.draw(interview)
    if gap is not None:
        _go(trust.items(interview).index(gap) + 1, interview, draft, viewer)
    has_turned = trust_check.day(interview, draft.day)
    problems.beside("answered_on", i18n.t("entry.day"))
    problems.beside("wave_id", i18n.t("trust_form.wave"))
    ready = not trust.missing(interview)
    save = Button(name=SAVE, label=i18n.t("trust_form.save"), is_main=True, is_ready=ready)
    touched = form_footer.draw(draft, problems, viewer, save, _back())
    if touched == BACK:
        _go(interview["step"] - 1, interview, draft, viewer)
    if touched == SAVE and not has_turned:
        _save(interview, draft, problems, viewer)
    _keep(interview, draft, viewer)


def said(draft: Draft) -> Said:
    """What is said of the questionnaire of this draft once it is stored."""
    return lambda _: _ending(draft)


def _ending(draft: Draft) -> Ending:
    return Ending(
        now=Result(
            form=TRUST.name,
            sentence=i18n.t("trust_form.saved"),
            next_key=TRUST.next_key,
            undo=(actions.undo, draft.submission_id),
        ),
        already=i18n.t("trust_form.saved_already"),
        differs=i18n.t("trust_form.already_differs"),
    )


def _save(interview: Interview, draft: Draft, problems: Problems, viewer: Viewer) -> None:
    raw, first = trust.finished(interview), {STATE: trust.after(interview)}
    if ending.save_new(TRUST, raw, draft, problems, viewer, said(draft), first=first):
        # Once saved, the answers leave the browser session too.
        st.session_state.pop(STATE, None)
        st.rerun()


def _refuse(interview: Interview, draft: Draft, problems: Problems, viewer: Viewer) -> None:
    raw = {name: interview["setting"][name] for name in ("agency_id", "wave_id")}
    raw["submission_id"] = interview["refusal_id"]
    if submit(actions.refuse, RefusalInput, raw, viewer, problems) is None:
        return
    saved.remember(
        Result(
            form=TRUST.name,
            sentence=i18n.t("trust_form.refusal_counted"),
            next_key=TRUST.next_key,
            undo=(actions.undo_refusal, RefusalInput(**raw)),
        )
    )
    interview["refusal_id"] = trust.refusal_id()
    if draft.kept_at is None:
        # Nothing was answered yet: a new refusal id alone is not worth a draft.
        draft.on_server = None
    _keep(interview, draft, viewer)
    st.rerun()
