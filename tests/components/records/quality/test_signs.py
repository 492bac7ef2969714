"""How much of trust goes with who asked, in a sentence."""

from __future__ import annotations

import pytest

from components.language import i18n
from components.records.quality import signs
from db.queries.quality_interviewers import Effect
from tests.languages import LANGUAGES

SAID = {
    "fr": "moins de 5\N{NO-BREAK SPACE}% des différences",
    "en": "under 5% of the differences",
    "ar": "أقل من 5",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_chance", [False, True])
def test_what_lies_below_the_first_step_is_said_to_be_under_it(
    language: str, is_chance: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1.5 % is kept as 0, and was told as "0 % ..., more than chance"."""
    monkeypatch.setattr(i18n, "language", lambda: language)
    found = Effect(wave=1, answers=900, interviewers=30, share=0.0, is_chance=is_chance)
    assert SAID[language] in signs._effect(found).replace("\N{NARROW NO-BREAK SPACE}", "\xa0")


def test_what_lies_above_it_is_said_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    found = Effect(wave=1, answers=900, interviewers=30, share=0.05, is_chance=False)
    assert "Wave 1: 5% of the differences" in signs._effect(found)
