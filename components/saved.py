"""After an intervention: what was saved in one line, 30 seconds to take it back, and the way on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components import i18n, navigation, session
from components.draft import begin_anew
from components.save import save
from db.actions import events
from db.permissions import Permission, Viewer


@dataclass(frozen=True)
class Outcome:
    """What was saved, in words; ``again`` are first values of the same for another person, and
    ``whole`` those of the very same, for whoever takes it back to put it right.
    """

    form: str
    kind: str
    submission_id: str
    sentence: str
    already: bool
    at: float
    again: dict[str, Any]
    whole: dict[str, Any]


def remember(outcome: Outcome) -> None:
    """Keep the outcome for the next run, which shows it instead of the form."""
    st.session_state[f"{outcome.form}_outcome"] = outcome


def outcome_of(form: str) -> Outcome | None:
    """The outcome to be shown instead of the form, if any."""
    found: Outcome | None = st.session_state.get(f"{form}_outcome")
    return found


def show(outcome: Outcome) -> None:
    """The line, "undo", and the ways on."""
    form = outcome.form
    if outcome.already:
        st.info(i18n.t("entry.already", what=outcome.sentence), icon=":material/done_all:")
    else:
        st.success(outcome.sentence, icon=":material/check_circle:")
    if st.button(i18n.t("entry.next"), key=f"{form}_next", type="primary", width="stretch"):
        _go_on(form, {})
    if outcome.again and st.button(i18n.t("entry.again"), key=f"{form}_again", width="stretch"):
        _go_on(form, outcome.again)
    if st.button(i18n.t("entry.to_day"), key=f"{form}_to_day", width="stretch"):
        _forget(form, {})
        navigation.go("my-day")
    _undo(outcome)


@st.fragment(run_every="5s")
def _undo(outcome: Outcome) -> None:
    """Only the button's presence is timed here; the act itself is checked in ``db``."""
    session.require(Permission.ENTRIES_CORRECT)
    left = events.UNDO_SECONDS - (time.time() - outcome.at)
    if outcome.already or left <= 0:
        return
    pressed = st.button(
        i18n.t("entry.undo"), key=f"{outcome.form}_undo", type="tertiary", icon=":material/undo:"
    )
    if pressed:
        st.session_state[f"{outcome.form}_undo_wanted"] = True
        st.rerun()


def undo_if_wanted(form: str, viewer: Viewer) -> None:
    """Take back what was just saved; called in the page's body, where the right is checked."""
    outcome = outcome_of(form)
    if outcome is None or not st.session_state.pop(f"{form}_undo_wanted", False):
        return
    if save(events.undo, outcome.kind, outcome.submission_id, by=viewer.account_id):
        _forget(form, outcome.whole)
        st.toast(i18n.t("entry.undone"), icon=":material/undo:")


def _go_on(form: str, first: dict[str, Any]) -> None:
    _forget(form, first)
    st.rerun()


def _forget(form: str, first: dict[str, Any]) -> None:
    st.session_state.pop(f"{form}_outcome", None)
    begin_anew(form, first)
