"""While a new person is entered, the known ones are out of the way, with a way back to them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.language import i18n
from components.saving.draft import Draft

NEW = "new"


def is_folded(draft: Draft, chosen: list[Any]) -> bool:
    """Whether only those are shown who are chosen; whoever unfolded the list keeps it for this
    entry, until the new person is chosen again."""
    if NEW not in chosen:
        st.session_state.pop(_key(draft), None)
        return False
    return bool(st.session_state.get(_key(draft)) != draft.submission_id)


def way_back(draft: Draft) -> None:
    """The button that shows the known people again; what was typed stays."""
    st.button(
        i18n.t("entry.who.known"),
        key=f"{draft.form}_show_known",
        icon=":material/groups:",
        type="tertiary",
        on_click=_unfold,
        args=(draft,),
    )


def _unfold(draft: Draft) -> None:
    st.session_state[_key(draft)] = draft.submission_id


def _key(draft: Draft) -> str:
    return f"{draft.form}_known_unfolded"
