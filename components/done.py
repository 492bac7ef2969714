"""What stands where a short form stood once it was saved: what was saved, undo, and what is next.

The form is not drawn meanwhile, so that its fields come back empty.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import streamlit as st

from components import i18n

UNDO, NEXT = "undo", "next"
#: As long as ``events.undo`` accepts it; later, an entry is struck out with a reason.
UNDO_SECONDS = 30


@dataclass(frozen=True)
class Done:
    """What was saved, in words; ``act`` and ``undo_id`` are what an undo needs to know."""

    sentence: str
    act: str = ""
    undo_id: str | int | None = None
    is_news: bool = True
    at: float = field(default_factory=time.time)


def remember(form: str, done: Done) -> None:
    """Show this from the next run on, instead of the form."""
    st.session_state[f"{form}_done"] = done


def current(form: str) -> Done | None:
    """What the last save left to show."""
    found: Done | None = st.session_state.get(f"{form}_done")
    return found


def forget(form: str) -> None:
    """Back to the form."""
    st.session_state.pop(f"{form}_done", None)


def draw(form: str, done: Done, next_label: str) -> str | None:
    """The line, and its buttons; ``UNDO``, ``NEXT`` or ``None``."""
    if done.is_news:
        st.success(done.sentence, icon=":material/check_circle:")
    else:
        st.info(done.sentence, icon=":material/info:")
    if st.button(next_label, key=f"{form}_next", type="primary", width="stretch"):
        return NEXT
    if done.undo_id is None or time.time() - done.at > UNDO_SECONDS:
        return None
    label = i18n.t("short_form.undo")
    if st.button(label, key=f"{form}_undo", icon=":material/undo:", width="stretch"):
        return UNDO
    return None


def card_code(code: str) -> str:
    """A case's code as it stands on its card: "234-5678"."""
    return f"{code[:3]}-{code[3:]}"
