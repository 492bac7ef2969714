"""What forms that change a row share: the row as they saw it first, and what others made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import streamlit as st

from components.language.plain import plain
from db.errors import EditConflict, InvalidInput, Problem

Value = TypeVar("Value")
Key = TypeVar("Key")
#: How a stored value of a field is called on screen.
Words = Mapping[str, Callable[[Any], str]]
NOTHING = "—"


def seen(form: str, now: Mapping[Key, Any]) -> dict[Key, Any]:
    """The row as this form saw it first: what has changed since is told, not overwritten."""
    held: dict[Key, Any] = st.session_state.setdefault(_seen_key(form), dict(now))
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
            refused.problems = {
                field: _worded(field, each, words) for field, each in refused.problems.items()
            }
            if isinstance(refused, EditConflict):
                refused.words = words
            raise

    return run


def _worded(field: str, problem: Problem, words: Words) -> Problem:
    value = problem.values.get("value", NOTHING)
    if value == NOTHING:
        return problem
    said = words[field](value) if field in words else value
    return Problem(problem.key, value=plain(said) if isinstance(said, str) else said)
