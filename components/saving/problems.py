"""What is wrong with a field is shown beside it, until the next attempt to save."""

from __future__ import annotations

import streamlit as st

from components.language import i18n
from db.errors import InvalidInput, Problem


class Problems:
    """What is wrong with one form's fields; ``beside(field)`` goes right under each widget."""

    def __init__(self, form: str) -> None:
        self._key = f"{form}_problems"
        self._places: dict[str, object] = {}

    def beside(self, field: str) -> None:
        """Reserve the line under a field, and fill it with what the last attempt found."""
        place = st.container(key=f"{self._key}_{field}")
        self._places[field] = place
        if problem := self._kept().get(field):
            place.error(i18n.explain(problem), icon=":material/error:")

    def show(self, refused: InvalidInput) -> None:
        """Show each problem beside its field, or at the end when the field is not on screen."""
        st.session_state[self._key] = refused.problems
        for field, problem in refused.problems.items():
            place = self._places.get(field, st)
            place.error(i18n.explain(problem), icon=":material/error:")  # type: ignore[attr-defined]

    def names(self, field: str) -> bool:
        """Whether the last attempt found something wrong with the field."""
        return field in self._kept()

    def clear(self) -> None:
        """Forget the last attempt."""
        st.session_state.pop(self._key, None)

    def _kept(self) -> dict[str, Problem]:
        kept: dict[str, Problem] = st.session_state.get(self._key, {})
        return kept
