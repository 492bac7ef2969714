"""How a change of a list ends: it is said on the next run, above the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.language import i18n
from components.saving.problems import Problems
from components.saving.save import Saved, save
from components.saving.submit import submit
from db.access.viewer import Viewer
from db.inputs.parse import Model

SAVED = "lists_saved"
#: The line that is open to be changed, and the labels that its form was filled with.
OPEN, COLUMNS = "lists_open", "lists_open_columns"


def sent(
    act: Callable[..., Any],
    model: type[Model],
    raw: dict[str, Any],
    viewer: Viewer,
    problems: Problems,
    form: str,
) -> None:
    """Save a form; when it worked its fields begin anew."""
    _ended(submit(act, model, raw, viewer, problems), form)


def done(act: Callable[..., Any], *wanted: object, viewer: Viewer) -> None:
    """Save what one touch has said."""
    _ended(save(act, *wanted, by=viewer.account_id), "")


def _ended(saved: Saved[Any] | None, form: str) -> None:
    if saved is None:
        return
    for key in [each for each in st.session_state if form and str(each).startswith(f"{form}_")]:
        del st.session_state[key]
    st.session_state.pop(OPEN, None)
    st.session_state[SAVED] = i18n.t("codes.saved")
    st.rerun()
