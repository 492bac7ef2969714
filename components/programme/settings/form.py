"""The form of the settings: one reason for all that is changed at once."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.fields import text
from components.language import i18n
from components.programme.settings import fields
from components.reads.read import read
from components.saving import dismissible
from components.saving.edit_conflicts import in_words
from components.saving.problems import Problems
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.actions import programme as actions
from db.errors import InvalidInput
from db.inputs.programme import ProgrammeChange, ProgrammeSettings, in_order
from db.models import Programme
from db.queries import programme as queries

FORM = fields.FORM
_SEEN, _SAVED = f"{FORM}_columns", f"{FORM}_saved"


def draw(viewer: Viewer) -> None:
    """The form, filled with what stands; what is wrong and what was saved is said here."""
    if saved := dismissible.current(_SAVED):
        done = i18n.t("programme.saved", fields=" · ".join(dict.fromkeys(map(fields.label, saved))))
        st.success(done, icon=":material/check_circle:")
        dismissible.dismiss(_SAVED)
        return
    st.write(i18n.t("programme.lead"))
    columns = _columns()
    problems = Problems(FORM)
    with st.form(f"{FORM}_form", border=False, enter_to_submit=False):
        raw = fields.draw(columns, problems)
        st.subheader(i18n.t("programme.why"))
        reason = text.typed(i18n.t("programme.reason"), key=f"{FORM}_reason")
        problems.beside("reason", i18n.t("programme.reason"))
        problems.summary()
        sent = st.form_submit_button(
            i18n.t("programme.submit"), key=f"{FORM}_submit", type="primary"
        )
    if sent:
        _save(viewer, raw, reason, columns, problems)


def _columns() -> dict[str, Any]:
    """What stood when the form was opened, which is when its fields were filled."""
    if f"{FORM}_name" not in st.session_state:
        st.session_state[_SEEN] = _standing()
    found: dict[str, Any] = st.session_state[_SEEN]
    return found


def _standing() -> dict[str, Any]:
    row: Programme = read(queries.current)
    return {name: getattr(row, name) for name in ProgrammeSettings.model_fields}


def _save(
    viewer: Viewer, raw: dict[str, Any], reason: str, columns: dict[str, Any], problems: Problems
) -> None:
    first = raw.pop("first_language")
    try:
        raw["languages"] = in_order(raw["languages"], first)
    except InvalidInput as refused:
        problems.clear()
        problems.show(refused)
        return
    wanted = {"settings": raw, "seen": columns, "reason": reason}
    act = in_words(actions.change, fields.WORDS)
    saved = submit(act, ProgrammeChange, wanted, viewer, problems)
    if saved is None:
        if problems.told:
            _take_note(columns, problems)
        return
    dismissible.show(_SAVED, saved.value)
    st.rerun()


def _take_note(columns: dict[str, Any], problems: Problems) -> None:
    """Who was told what stands now may save over it."""
    for name, value in _standing().items():
        if problems.names(name):
            columns[name] = value
