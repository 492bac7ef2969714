"""What a manager saw of a wave when its form came on screen; two may be at it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import streamlit as st

from components.reads import labels
from components.saving.edit_conflicts import Words, in_words
from db.errors import InvalidInput

Value = TypeVar("Value")


def _listed(name: str) -> Callable[[str], str]:
    return lambda codes: " · ".join(labels.label(name, each) for each in codes.split(","))


WORDS: Words = {"languages": _listed("LANGUAGE"), "moments": _listed("TRUST_MOMENT")}
#: What tells somebody that another one was faster.
STALE = frozenset({"error.stands_now", "error.wave_agencies_changed"})


def of(form: str, now: dict[str, Any]) -> dict[str, Any]:
    """What the form was opened with; at first what stands ``now``."""
    found: dict[str, Any] = st.session_state.setdefault(_key(form), now)
    return found


def discard(form: str) -> None:
    """The form is closed, or its reader has been told what stands now."""
    st.session_state.pop(_key(form), None)


def retryable(act: Callable[..., Value], form: str) -> Callable[..., Value]:
    """The act; whoever is refused for somebody else's change may then save over it."""

    spoken = in_words(act, WORDS)

    @wraps(act)
    def run(*wanted: object, by: int) -> Value:
        try:
            return spoken(*wanted, by=by)
        except InvalidInput as refused:
            if any(each.key in STALE for each in refused.problems.values()):
                discard(form)
            raise

    return run


def _key(form: str) -> str:
    return f"{form}_seen"
