"""The servers of the twins."""

from pathlib import Path

import streamlit as st

_SCRIPTS = Path(__file__).parent / "scripts"


def __getattr__(name: str) -> st.App:
    """One application a process: ``benchmarks.apps:empty`` or ``:lean``."""
    return st.App(_SCRIPTS / f"{name}.py")
