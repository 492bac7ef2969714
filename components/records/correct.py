"""Correct an entry in the form it was recorded with, filled with what was entered."""

from __future__ import annotations

import streamlit as st

from components.fields import dates, void_reason
from components.language import i18n
from components.reads import reference
from components.reads.read import read
from components.records.kinds import Correction
from components.saving.first_values import Entered
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.codes import Role
from db.queries import corrections
from db.queries.entries import Entry


def choice_key(entry: Entry) -> str:
    """The key of the widget that says what is to be done to the entry."""
    return f"entries_change_{entry.kind}_{entry.id}"


def _opened_key(entry: Entry) -> str:
    """The key of the row's state when its form was opened, since each run reads the row again."""
    return f"entries_opened_{entry.kind}_{entry.id}"


def close(entry: Entry) -> None:
    """The form is not on screen: the next time it begins with the row as it is then."""
    st.session_state.pop(_opened_key(entry), None)


def draw(viewer: Viewer, entry: Entry, correction: Correction) -> None:
    """The form; the person cannot be changed: void such an entry and record it again."""
    row = read(corrections.entry, entry.kind, entry.id, viewer=viewer)
    if row is None:
        return
    form = f"correct_{entry.kind}_{entry.id}"
    problems = Problems(form)
    seen = st.session_state.setdefault(_opened_key(entry), row.seen)
    begun = dates.begun(form, reference.today())
    today = begun.day
    raw = correction.draw(Entered(form, correction.values(row, today)), today, problems)
    raw |= {"id": entry.id, "seen": seen}
    if viewer.role is Role.MANAGER:
        raw["reason"] = void_reason.choose(f"{form}_why") or ""
        problems.beside("reason", i18n.t("entries.why"))
    problems.summary()
    pressed = st.button(i18n.t("entries.correct_it"), key=f"{form}_save", type="primary")
    if pressed and not begun.has_turned and submit(*correction.write, raw, viewer, problems):
        st.session_state.pop(choice_key(entry), None)
        st.rerun()
