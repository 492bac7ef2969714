"""What forms that change a row share: what they saw first, and what was done in the last run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from components.language import i18n
from components.language.plain import plain
from db.errors import InvalidInput, Problem

Value = TypeVar("Value")
#: How a stored value of a field is called on screen.
Words = Mapping[str, Callable[[Any], str]]
_NOTICE = "programme_notice"
NOTHING = "—"
#: A form is one column that an eye follows, on a desktop too.
FORM_PX = 720


def seen(form: str, now: Mapping[str, Any]) -> dict[str, Any]:
    """The row as this form saw it first: what has changed since is told, not overwritten."""
    held: dict[str, Any] = st.session_state.setdefault(_seen_key(form), dict(now))
    return held


def look_again(form: str) -> None:
    """Take the row as it is now, when the form opens or after it was told what stands there."""
    st.session_state.pop(_seen_key(form), None)


def _seen_key(form: str) -> str:
    return f"{form}_seen"


def in_words(act: Callable[..., Value], words: Words) -> Callable[..., Value]:
    """The action, with its refusals as people read them: labels for codes, names as typed."""

    def run(*wanted: Any, by: int) -> Value:
        try:
            return act(*wanted, by=by)
        except InvalidInput as refused:
            raise InvalidInput(
                {field: _worded(field, each, words) for field, each in refused.problems.items()}
            ) from None

    return run


def _worded(field: str, problem: Problem, words: Words) -> Problem:
    value = problem.values.get("value", NOTHING)
    if value == NOTHING:
        return problem
    said = words[field](value) if field in words else value
    return Problem(problem.key, value=plain(said) if isinstance(said, str) else said)


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
