"""When somebody was last seen, as people say it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import streamlit as st

from components.language.catalogue import LANGUAGES
from components.records.people.lines import last_seen

TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    yield
    del st.session_state["language"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "seen today"), (0, "seen today"), (1, "seen yesterday"), (2, "seen 2 days ago"),
        (13, "seen 13 days ago"), (14, "seen 2 weeks ago"), (60, "seen 8 weeks ago"),
        (61, "seen 2 months ago"), (730, "seen 23 months ago"), (731, "seen 2 years ago"),
    ],
)  # fmt: skip
def test_days_become_weeks_months_and_years(days: int, said: str) -> None:
    st.session_state["language"] = "en"
    assert last_seen(TODAY - timedelta(days=days), TODAY) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_was_never_seen_is_told_so(language: str) -> None:
    st.session_state["language"] = language
    never = last_seen(None, TODAY)
    assert never
    assert never != last_seen(TODAY, TODAY)
