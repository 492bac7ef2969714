"""A page held in one hand: every touch is counted, and nothing may break on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from tests.pages.opening import opened_at

#: What the fixture ``signed_in`` gives: opens a session for an account, or for nobody.
SignedIn = Callable[[int | None], str | None]


class Phone:
    """One page of the app, opened through the gate."""

    def __init__(self, page: str, language: str = "fr", **query: str) -> None:
        self.app = opened_at(page)
        self.app.session_state["language"] = language
        # AppTest writes the labels of choices outside the app's own run, in this session.
        st.session_state["language"] = language
        self.page, self.query, self.taps = page, query, 0
        for name, value in query.items():
            self.app.query_params[name] = value
        self.run()

    def run(self) -> None:
        self.app.run()
        assert not self.app.exception, self.app.exception

    def choose(self, key: str, value: Any) -> None:
        """Touch one pill or segment."""
        self.app.button_group(key=key).select(value)
        self._tapped()

    def write(self, key: str, text: str) -> None:
        """Touch a field and type in it."""
        self.app.text_input(key=key).set_value(text)
        self._tapped()

    def press(self, key: str) -> None:
        """Touch a button."""
        self.app.button(key=key).click()
        self._tapped()

    def _tapped(self) -> None:
        self.taps += 1
        self.run()

    def shows(self, key: str) -> bool:
        """Whether something with this key is on screen."""
        return any(getattr(node, "key", None) == key for node in self.app.main)

    def offers(self, key: str) -> bool:
        """Whether there is a button with this key, at the foot too."""
        return any(each.key == key for each in self.app.button)

    def told_at_the_button(self, form: str) -> str:
        """What a refused form says beside the button that saves."""
        return "\n".join(
            each.value for each in self.app.container(key=f"{form}_problems_summary").error
        )

    @property
    def said(self) -> str:
        """All that the page says in words."""
        parts = [*self.app.markdown, *self.app.caption, *self.app.success, *self.app.info]
        parts += [*self.app.error, *self.app.warning, *self.app.title]
        return "\n".join(part.value for part in parts)
