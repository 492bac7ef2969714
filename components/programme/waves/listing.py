"""The waves, one below the other: what each is, how far it is, what may be done."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.programme.slips import screen as slips
from components.programme.waves import plan, progress, wave_actions, words
from components.saving import dismissible
from db.access.viewer import Viewer
from db.codes import WaveState
from db.queries.trust_waves import Wave


def done() -> bool:
    """What was done just now, until it is noted; whether there is something."""
    said: str | None = dismissible.current(plan.DONE)
    if said is None:
        return False
    st.success(said, icon=":material/check_circle:")
    dismissible.dismiss(plan.DONE)
    return True


def line(wave: Wave, viewer: Viewer) -> None:
    """One wave."""
    with st.container(border=True, key=f"waves_line_{wave.row.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(words.title(wave.row))}**")
            st.badge(i18n.t(f"waves.state.{wave.state}"), color=words.COLOURS[wave.state])
        for each in _facts(wave):
            st.caption(plain(each))
        if wave.state is not WaveState.PLANNED:
            _progress(wave, viewer)
        wave_actions.draw(wave, viewer)
        _slips(wave, viewer)


def _slips(wave: Wave, viewer: Viewer) -> None:
    """Opened when it is asked for: it reads once more."""
    opened = st.expander(i18n.t("slips.title"), key=f"waves_slips_{wave.row.id}", on_change="rerun")
    if opened.open:
        with opened:
            slips.draw(viewer, wave.row.id)


def _facts(wave: Wave) -> list[str]:
    row = wave.row
    where = i18n.tn("waves.in_agencies", len(wave.targets), agencies=words.agencies(wave))
    found = [
        f"{words.days(row)} · {where}",
        f"{words.target(wave)} · {words.languages(row)} · {words.moments(row)}",
    ]
    if row.sampling:
        found.append(i18n.t("waves.sampled", how=row.sampling))
    if row.closed_on:
        found.append(i18n.t("waves.closed_because", day=row.closed_on, reason=row.close_reason))
    if row.reopened_on:
        told = {"day": row.reopened_on, "reason": row.reopen_reason}
        found.append(i18n.t("waves.reopened_because", **told))
    return found


def _progress(wave: Wave, viewer: Viewer) -> None:
    """At once while it runs; of one that is over when it is asked for."""
    if wave.state in (WaveState.OPEN, WaveState.CLOSING):
        progress.draw(wave, viewer)
        return
    opened = st.expander(
        i18n.t("waves.progress"), key=f"waves_progress_{wave.row.id}", on_change="rerun"
    )
    if opened.open:
        with opened:
            progress.draw(wave, viewer)
