"""Why something is done: one code of a list, or none until one is touched."""

from __future__ import annotations

import streamlit as st

from components.reads import labels
from components.saving.problems import Problems


def choose(form: str, label: str, list_name: str, problems: Problems) -> str | None:
    """The ``reason`` of a form, with what is wrong with it."""
    chosen: str | None = st.pills(
        label,
        list(labels.choices(list_name)),
        format_func=lambda code: labels.label(list_name, code),
        key=f"{form}_reason",
    )
    problems.beside("reason", label)
    return chosen
