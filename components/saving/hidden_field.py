"""What the browser holds of a form while it is open, in case the server forgets its session."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from components.language import i18n


class HiddenField(NamedTuple):
    """What the browser holds of a form: its submission, and the page and mark of its draft."""

    submission_id: str
    writer: str = ""
    mark: str = ""

    @classmethod
    def read(cls, text: str) -> HiddenField:
        """As ``str`` wrote it; whatever else a browser may send is a submission."""
        parts = text.split()
        return cls(*parts) if 1 <= len(parts) <= 3 else cls(text)

    def __str__(self) -> str:
        return " ".join(each for each in self if each)


def draw_hidden(form: str, own: HiddenField, *, is_new: bool = False) -> HiddenField:
    """A hidden field that holds the submission id in the browser, in case the server forgets it:
    the save may have been committed just before its answer was lost. What came back."""
    key = f"{form}_submission"
    # ``look.css`` hides it by the end of this name.
    with st.container(key=f"{key}_unseen"):
        if not is_new and st.session_state.get(key) != str(own):
            st.session_state[key] = str(own)
        value = str(own) if is_new else ""
        sent = st.text_input(i18n.t("draft.submission"), value=value, key=key)
    return HiddenField.read(sent) if sent else own
