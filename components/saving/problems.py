"""What is wrong with a field is shown beside it, and named beside the save button, until the next
attempt to save; the first such field comes into view and takes the keyboard."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import streamlit as st

from components.language import i18n
from components.saving import choices
from components.visit.streamlit_private import DeltaGenerator
from db.errors import EditConflict, InvalidInput, Problem

LEAD = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


class Problems:
    """What is wrong with one form's fields.

    ``beside(field, label)`` goes right under each widget, ``summary()`` right above the button that
    saves.
    """

    def __init__(self, form: str) -> None:
        self._key = f"{form}_problems"
        #: Of the fields that were on screen at the last attempt.
        self._on_screen = f"{self._key}_on_screen"
        #: Whether this run's attempt was refused for what somebody else has changed.
        self.told = False
        #: Whether it had nothing to store, since what somebody else has stored was chosen.
        self.theirs_stay = False
        self._places: dict[str, _Place] = {}
        self._labels: dict[str, str] = {}
        self._end = _Place()
        self._choices: DeltaGenerator | None = None

    def beside(self, field: str, label: str) -> None:
        """Reserve the line under a field, and fill it with what the last attempt found."""
        place = _Place(st.container(key=f"{self._key}_{field}"))
        self._places[field], self._labels[field] = place, label
        if problem := self._kept().get(field):
            place.say(i18n.explain(problem))

    def summary(self) -> None:
        """Reserve the line that names every wrong field, and fill it in the same way; above it the
        choices, where somebody else has changed the same row."""
        self._choices = st.empty()
        with self._choices.container():
            choices.draw(self._key, self._labels)
        self._end = _Place(st.container(key=f"{self._key}_summary"))
        # A field that another answer has taken off the screen is wrong no longer.
        gone = st.session_state.get(self._on_screen, frozenset()) - self._labels.keys()
        kept = self._kept().items()
        self._sum_up({field: problem for field, problem in kept if field not in gone})

    def show(self, refused: InvalidInput) -> None:
        """Show each problem beside its field, name them in the summary, and lead to the first."""
        st.session_state[self._key] = refused.problems
        st.session_state[self._on_screen] = frozenset(self._labels)
        for field, problem in refused.problems.items():
            if place := self._places.get(field):
                place.say(i18n.explain(problem))
        self._sum_up(refused.problems)
        if isinstance(refused, EditConflict):
            self._ask(refused)
        self._lead(refused.problems)

    def chosen(self, raw: dict[str, Any]) -> dict[str, Any]:
        """The raw values, with those that somebody else has stored where these are to stay."""
        return choices.chosen(self._key, raw)

    def settle(self) -> None:
        """It is saved: there is nothing left to choose."""
        choices.forget(self._key)

    def _ask(self, refused: EditConflict) -> None:
        self.told = True
        choices.hold(self._key, refused)
        if self._choices is not None:
            with self._choices.container():
                choices.draw(self._key, self._labels)

    def say(self, sentence: str) -> None:
        """What is wrong with no field: in the summary's place, or here if there is none."""
        self._end.say(sentence)

    def tell(self, sentence: str) -> None:
        """What is no fault: in the same place."""
        self._end.tell(sentence)

    def warn(self, sentence: str, icon: str) -> None:
        """What is to be decided before it is saved: in the same place."""
        self._end.warn(sentence, icon)

    def names(self, field: str) -> bool:
        """Whether the last attempt found something wrong with the field."""
        return field in self._kept()

    def clear(self) -> None:
        """Forget the last attempt."""
        st.session_state.pop(self._key, None)
        st.session_state.pop(self._on_screen, None)
        for place in (self._end, *self._places.values()):
            place.clear()

    def _kept(self) -> dict[str, Problem]:
        kept: dict[str, Problem] = st.session_state.get(self._key, {})
        return kept

    def _sum_up(self, problems: dict[str, Problem]) -> None:
        """The labels of the wrong fields; of a field that is not on screen the problem itself."""
        named = [label for field, label in self._labels.items() if field in problems]
        lines = [i18n.t("entry.to_correct", fields=" · ".join(named))] if named else []
        lines += [i18n.explain(each) for name, each in problems.items() if name not in self._labels]
        if lines:
            self._end.say("  \n".join(lines))

    def _lead(self, problems: dict[str, Problem]) -> None:
        first = next((field for field in self._places if field in problems), None)
        if first is None:
            return
        # The name of its container as Streamlit writes it; the moment makes each refusal a new
        # script: the browser runs none a second time.
        named = re.sub(r"[^a-zA-Z0-9_-]", "-", f"{self._key}_{first}")
        wanted = json.dumps([named, time.time_ns()])
        with self._end.outer, st.container(key=f"{self._key}_lead_unseen"):
            st.html(f"<script>({LEAD})({wanted})</script>", unsafe_allow_javascript=True)


class _Place:
    """A reserved line: it takes no room before something is said there, and then says one thing."""

    def __init__(self, outer: DeltaGenerator | None = None) -> None:
        self.outer = outer or st.container()
        self._line: DeltaGenerator | None = None

    def say(self, sentence: str) -> None:
        self._only().error(sentence, icon=":material/error:")

    def warn(self, sentence: str, icon: str) -> None:
        self._only().warning(sentence, icon=icon)

    def tell(self, sentence: str) -> None:
        self._only().info(sentence, icon=":material/info:")

    def clear(self) -> None:
        if self._line:
            self._line.empty()

    def _only(self) -> DeltaGenerator:
        self._line = self._line or self.outer.empty()
        return self._line
