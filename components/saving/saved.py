"""What replaces a form once it was saved: one line, 30 seconds to undo, and buttons to go on.

The form is not drawn meanwhile, so that its fields come back empty.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from components.language import i18n
from components.saving.draft import begin_again, begin_anew
from components.saving.save import save
from components.visit import navigation, session
from db.access.permissions import Permission
from db.access.viewer import Viewer
from db.actions import events

#: The icon of the line; only with the first one was something stored just now.
STORED, STORED_BEFORE, NOTE = (
    ":material/check_circle:",
    ":material/done_all:",
    ":material/info:",
)


@dataclass(frozen=True)
class Outcome:
    """What was saved, in words; ``undo`` is the action that undoes it, and its arguments.

    ``again`` are first values for the same entry about another person. ``whole`` are all values of
    this entry: after an undo the form opens with them; without them only a line is shown.
    """

    form: str
    sentence: str
    next_key: str
    undo: tuple[Any, ...] = ()
    icon: str = STORED
    leads_home: bool = False
    again: dict[str, Any] | None = None
    whole: dict[str, Any] | None = None
    at: float = field(default_factory=time.time)


def remember(outcome: Outcome) -> None:
    """Keep the outcome for the next run, which shows it instead of the form."""
    st.session_state[f"{outcome.form}_outcome"] = outcome


def latest(form: str, viewer: Viewer) -> Outcome | None:
    """The outcome to be shown instead of the form, if any; a requested undo is done first.

    Called in the page's body, where the right is checked, and before the form's draft is started.
    """
    found = _kept(form)
    wanted = st.session_state.pop(f"{form}_undo_wanted", False)
    if found and wanted and save(*found.undo, by=viewer.account_id):
        _tell_undone(found, viewer)
    return _kept(form)


def _kept(form: str) -> Outcome | None:
    found: Outcome | None = st.session_state.get(f"{form}_outcome")
    return found


def _forget(form: str) -> None:
    st.session_state.pop(f"{form}_outcome", None)


def _tell_undone(outcome: Outcome, viewer: Viewer) -> None:
    form = outcome.form
    if outcome.whole is None:
        remember(Outcome(form, i18n.t("short_form.undone"), outcome.next_key, icon=NOTE))
        return
    _forget(form)
    begin_again(form, outcome.whole, viewer)
    st.toast(i18n.t("entry.undone"), icon=":material/undo:")


def show(outcome: Outcome) -> None:
    """The line, the ways on, and "undo"."""
    form = outcome.form
    tell = st.success if outcome.icon == STORED else st.info
    tell(outcome.sentence, icon=outcome.icon)
    if st.button(i18n.t(outcome.next_key), key=f"{form}_next", type="primary", width="stretch"):
        _forget(form)
        st.rerun()
    if outcome.again and st.button(i18n.t("entry.again"), key=f"{form}_again", width="stretch"):
        _forget(form)
        begin_anew(form, outcome.again)
        st.rerun()
    if outcome.leads_home:
        _way_home(form)
    if outcome.undo:
        _undo(outcome)


def _way_home(form: str) -> None:
    if st.button(i18n.t("entry.to_day"), key=f"{form}_to_day", width="stretch"):
        _forget(form)
        navigation.go("my-day")


@st.fragment(run_every="5s")
def _undo(outcome: Outcome) -> None:
    """The button disappears after 30 seconds; ``db`` checks the time again."""
    session.require(Permission.ENTRIES_CORRECT)
    if time.time() - outcome.at >= events.UNDO_SECONDS:
        return
    # Among several ways on it is the least of them.
    pressed = st.button(
        i18n.t("entry.undo"),
        key=f"{outcome.form}_undo",
        type="tertiary" if outcome.leads_home else "secondary",
        width="content" if outcome.leads_home else "stretch",
        icon=":material/undo:",
    )
    if pressed:
        st.session_state[f"{outcome.form}_undo_wanted"] = True
        st.rerun()
