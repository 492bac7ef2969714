"""What the page of postings shows instead of its list: the form of a new one, or one posting."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from components.programme.editing import look_again

_OPEN = "postings_opened"
NEW = 0
VIEWS = ("agencies", "charts")


def wants_charts() -> bool:
    """Whether the charts stand in the place of the list."""
    chosen = st.segmented_control(
        i18n.t("postings.view"),
        VIEWS,
        format_func=lambda each: i18n.t(f"postings.view.{each}"),
        default=VIEWS[0],
        required=True,
        key="postings_view",
        label_visibility="collapsed",
    )
    return chosen == VIEWS[1]


def opened() -> int | None:
    """The posting that was opened in this session, ``NEW`` for a form, or nothing."""
    held: int | None = st.session_state.get(_OPEN)
    return held


def open_one(posting_id: int) -> None:
    """Show one posting, or the form of a new one, from the next run on."""
    for act in ("end", "move", "extend"):
        look_again(form_of(act, posting_id))
    st.session_state[_OPEN] = posting_id


def back_to_list() -> None:
    """Show the list again."""
    st.session_state.pop(_OPEN, None)


def form_of(act: str, posting_id: int) -> str:
    """The name of the form of one act on one posting."""
    return f"postings_{act}_{posting_id}"
