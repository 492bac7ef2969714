"""Plan a wave, and plan it anew before it begins."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n
from components.programme.waves import fields, read_version
from components.reads import reference
from components.saving import dismissible
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import trust_waves as actions
from db.inputs.trust_waves import WaveChange, WavePlan
from db.queries.trust_waves import Wave

NEW = "wave_plan"
#: What was done, until it is noted.
DONE = "waves_done"
SEEN = ("name", "starts_on", "ends_on", "languages", "moments", "sampling")


def new(viewer: Viewer, *, is_first: bool) -> None:
    """A new wave, once there is an agency for it."""
    if not fields.open_agencies():
        st.info(i18n.t("postings.no_agency"), icon=":material/apartment:")
        return
    label = i18n.t("waves.plan")
    with st.expander(label, expanded=is_first, key="waves_plan", icon=":material/add_circle:"):
        st.caption(i18n.t("waves.plan_lead"))
        problems = Problems(NEW)
        raw = fields.draw(Entered(NEW, {}), problems)
        problems.summary()
        if _is_saved(NEW, "waves.plan_submit", raw):
            made = submit(actions.plan, WavePlan, raw, viewer, problems)
            if made is not None:
                planned = i18n.t("waves.planned", day=raw["starts_on"])
                dismissible.show(DONE, i18n.t("waves.begun") if _opens(raw) else planned)
                st.rerun()


def change(wave: Wave, viewer: Viewer) -> None:
    """Another plan of a wave that has not begun."""
    form = f"wave_change_{wave.row.id}"
    opened = st.expander(
        i18n.t("waves.change"), key=f"{form}_open", icon=":material/edit:", on_change="rerun"
    )
    if not opened.open:
        read_version.discard(form)
        return
    with opened:
        problems = Problems(form)
        raw = fields.draw(Entered(form, fields.entered(wave)), problems)
        raw |= {"id": wave.row.id, "seen": read_version.of(form, _as_seen(wave))}
        problems.summary()
        if _is_saved(form, "waves.change_submit", raw):
            act = read_version.retryable(actions.change, form)
            if submit(act, WaveChange, raw, viewer, problems) is not None:
                dismissible.show(DONE, i18n.t("waves.begun" if _opens(raw) else "waves.changed"))
                st.rerun()


def _opens(raw: dict[str, Any]) -> bool:
    return bool(raw["starts_on"] == reference.today())


def _is_saved(form: str, key: str, raw: dict[str, Any]) -> bool:
    """Whether the plan was saved, by somebody who has read that this opens the wave, if it does: it
    cannot be taken back."""
    opens, read = _opens(raw), f"{form}_opens"
    was_told = st.session_state.get(read) == opens
    st.session_state[read] = opens
    if opens:
        st.warning(i18n.t("waves.opens_now"), icon=":material/event_available:")
    label = i18n.t("waves.open_submit" if opens else key)
    touched = st.button(label, key=f"{form}_submit", type="primary")
    return touched and (was_told or not opens)


def _as_seen(wave: Wave) -> dict[str, Any]:
    return {name: getattr(wave.row, name) for name in SEEN} | {"targets": dict(wave.targets)}
