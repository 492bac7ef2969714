"""What the forms of the programme share: the way back, and what was done in the last run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from components.saving.edit_conflicts import NOTHING as NOTHING
from components.saving.edit_conflicts import Words as Words
from components.saving.edit_conflicts import in_words as in_words
from components.saving.edit_conflicts import look_again as look_again
from components.saving.edit_conflicts import seen as seen

_NOTICE = "programme_notice"
#: A form is one column that an eye follows, on a desktop too.
FORM_PX = 720


def back(label: str, key: str, go: Callable[[], None]) -> None:
    """The way back to a list."""
    icon = ":material/arrow_forward:" if i18n.is_rtl() else ":material/arrow_back:"
    st.button(label, key=key, type="tertiary", icon=icon, on_click=go)


def leave_notice(sentence: str) -> None:
    """What was done, for the next run to say."""
    st.session_state[_NOTICE] = sentence


def show_notice() -> None:
    """What the last run has done, if anything."""
    if said := st.session_state.pop(_NOTICE, ""):
        st.success(plain(said), icon=":material/check_circle:")
