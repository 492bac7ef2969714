"""The direction of what stands in a table is that of its own words."""

from __future__ import annotations

import pytest

from components.cards.blocks import Document
from components.language.catalogue import Language


@pytest.mark.parametrize(
    ("language", "text", "runs_left"),
    [
        ("ar", "كل 3 أشهر.", True),
        ("ar", "IR1.2 الأشخاص الملتحقون بالتكوين.", True),
        ("ar", "L'agent est parti en mai.", False),
        ("ar", "-3", False),
        ("ar", "", False),
        ("fr", "Registre de l'agence.", False),
        ("fr", "سجل الوكالة.", True),
        ("fr", "Registre (سجل)", False),
        ("fr", "-3", False),
    ],
)
def test_a_cell_runs_as_its_words_do(language: Language, text: str, runs_left: bool) -> None:
    made = Document(title="", under=[], blocks=[], foot="", author="", language=language)
    assert made.cell_runs_left(text) is runs_left
