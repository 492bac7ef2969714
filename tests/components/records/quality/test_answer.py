"""Who has not entered anything is named as long as the names are few."""

from __future__ import annotations

from typing import Any

import pytest

from components.language import i18n
from components.records.quality import answer
from db.queries.last_entries import LastEntry


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        (2, "A0 (jamais), A1 (jamais)."),
        (3, "A0 (jamais), A1 (jamais), A2 (jamais)."),
        (4, "A0 (jamais), A1 (jamais), A2 (jamais) et 1 autre."),
        (12, "A0 (jamais), A1 (jamais), A2 (jamais) et 9 autres."),
    ],
)
def test_three_are_named_and_the_others_counted(
    monkeypatch: pytest.MonkeyPatch, silent: int, said: str
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    agents = [
        LastEntry(agency_id=1, name=f"A{number}", day=None, is_silent=True)
        for number in range(silent)
    ]
    monkeypatch.setattr(answer, "last", lambda _: agents)
    asked: Any = None
    (told,) = answer._silent(asked)
    assert told.replace("\u2068", "").replace("\u2069", "").endswith(said)
