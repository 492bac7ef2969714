"""What is done to a wave: begun today, extended, closed for good, reopened with a reason."""

from __future__ import annotations

import streamlit as st

from components.fields import dates, text
from components.language import i18n
from components.programme.waves import plan, read_version
from components.reads import reference
from components.saving import dismissible
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.save import save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import trust_waves as actions
from db.codes import WaveState
from db.inputs.days import Side
from db.inputs.trust_waves import WaveClosing, WaveExtension, WaveReopening
from db.queries.trust_waves import Wave


def draw(wave: Wave, viewer: Viewer) -> None:
    """What may be done to the wave as it stands."""
    if wave.state is WaveState.PLANNED:
        _begin(wave, viewer)
        plan.change(wave, viewer)
        return
    with st.container(horizontal=True):
        if wave.state is WaveState.OPEN:
            _extend(wave, viewer)
            _close(wave, viewer)
        else:
            _reopen(wave, viewer)


def _begin(wave: Wave, viewer: Viewer) -> None:
    key = f"wave_begin_{wave.row.id}"
    with st.popover(i18n.t("waves.begin"), icon=":material/play_arrow:", key=f"{key}_open"):
        st.write(i18n.t("waves.opens_now"))
        problems = Problems(key)
        problems.summary()
        if st.button(i18n.t("waves.open_submit"), key=key, type="primary") and save(
            actions.begin, wave.row.id, by=viewer.account_id, problems=problems
        ):
            _done("waves.begun")


def _extend(wave: Wave, viewer: Viewer) -> None:
    form = f"wave_extend_{wave.row.id}"
    with st.popover(i18n.t("waves.extend"), icon=":material/event:", key=f"{form}_open"):
        problems = Problems(form)
        raw = {
            "id": wave.row.id,
            "ends_on": _last_day(form, problems),
            "seen": read_version.of(form, {"ends_on": wave.row.ends_on}),
        }
        problems.summary()
        act = read_version.retryable(actions.extend, form)
        if _is_pressed(form, "waves.extend_submit") and submit(
            act, WaveExtension, raw, viewer, problems
        ):
            read_version.discard(form)
            _done("waves.extended")


def _close(wave: Wave, viewer: Viewer) -> None:
    form = f"wave_close_{wave.row.id}"
    with st.popover(i18n.t("waves.close"), icon=":material/lock:", key=f"{form}_open"):
        st.write(i18n.t("waves.close_sure"))
        problems = Problems(form)
        raw = {"id": wave.row.id, "reason": _reason(form, problems)}
        problems.summary()
        if _is_pressed(form, "waves.close_submit") and submit(
            actions.close, WaveClosing, raw, viewer, problems
        ):
            _done("waves.closed")


def _reopen(wave: Wave, viewer: Viewer) -> None:
    form = f"wave_reopen_{wave.row.id}"
    with st.popover(i18n.t("waves.reopen"), icon=":material/lock_open:", key=f"{form}_open"):
        st.write(i18n.t("waves.reopen_sure"))
        problems = Problems(form)
        raw = {
            "id": wave.row.id,
            "ends_on": _last_day(form, problems),
            "reason": _reason(form, problems),
        }
        problems.summary()
        if _is_pressed(form, "waves.reopen_submit") and submit(
            actions.reopen, WaveReopening, raw, viewer, problems
        ):
            _done("waves.reopened")


def _is_pressed(form: str, key: str) -> bool:
    return st.button(i18n.t(key), key=f"{form}_submit", type="primary")


def _last_day(form: str, problems: Problems) -> object:
    label = i18n.t("waves.field.new_end")
    first = Entered(form, {})
    found = dates.day_text(first, f"{form}_ends_on", label, reference.today(), Side.AHEAD)
    problems.beside("ends_on", label)
    return found


def _reason(form: str, problems: Problems) -> str:
    label = i18n.t("waves.field.reason")
    typed = text.typed(label, key=f"{form}_reason")
    problems.beside("reason", label)
    return typed


def _done(key: str) -> None:
    dismissible.show(plan.DONE, i18n.t(key))
    st.rerun()
