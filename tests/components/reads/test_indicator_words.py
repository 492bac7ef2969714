"""Every indicator has a name in few words."""

from __future__ import annotations

import pytest

from components.language.catalogue import Language, messages
from db.measures.indicators import INDICATORS
from tests.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_indicator_has_a_short_name_of_its_own(language: Language) -> None:
    names = [messages(language)[f"indicators.short.{code}"] for code in INDICATORS]
    assert len(set(names)) == len(names)
    assert max(len(str(each).split()) for each in names) <= 6
