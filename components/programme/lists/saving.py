"""How a change of a list ends: it is said on the next run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from components.language import i18n
from components.saving import dismissible
from components.saving.problems import Problems
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
) -> bool:
    """Save a form; whether that worked."""
    return submit(act, model, raw, viewer, problems) is not None


def finish(form: str = "") -> None:
    """Say on the next run that it is saved; in place of ``form``, which then begins anew, or above
    the list, whose open line closes."""
    st.session_state.pop(OPEN, None)
    dismissible.show(f"{form}_saved" if form else SAVED, True)
    st.rerun()


def tell(form: str) -> bool:
    """What a form has saved, until it is noted; whether there is that, and no form."""
    if dismissible.current(f"{form}_saved") is None:
        return False
    st.success(i18n.t("codes.saved"), icon=":material/check_circle:")
    dismissible.dismiss(f"{form}_saved")
    return True
