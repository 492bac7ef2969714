"""A value is told with the days that it is counted over."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from components.language import i18n
from components.results.indicators import words
from db.measures.indicator import Value
from db.models import AddsUp


@pytest.mark.parametrize(
    ("language", "adds_up", "since", "said"),
    [
        ("fr", AddsUp.PERSONS, date(2026, 1, 2), "n = 23 · du 2 janv. 2026 au 3 nov. 2026"),
        ("en", AddsUp.PERSONS, date(2026, 1, 2), "n = 23 · 2 Jan 2026 to 3 Nov 2026"),
        ("fr", AddsUp.LAST, date(2026, 1, 2), "n = 23 · jusqu'au 3 nov. 2026"),
        ("fr", AddsUp.PERSONS, date(2026, 12, 2), "n = 23 · jusqu'au 3 nov. 2026"),
    ],
)
def test_a_value_says_since_when_it_is_counted(
    language: str, adds_up: AddsUp, since: date, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trust is of a wave, and what begins later has no time yet."""
    monkeypatch.setattr(i18n, "language", lambda: language)
    sheet: Any = SimpleNamespace(adds_up=adds_up)
    value = Value(value=23.0, n=23, as_of=date(2026, 11, 3))
    found: Any = SimpleNamespace(value=value, since=since)
    assert words.rests_on(sheet, found) == said
