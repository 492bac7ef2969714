"""What a definition says is a part of is what is counted."""

from __future__ import annotations

import pytest

from components.language.catalogue import LANGUAGES, Language, translate
from seed_data import indicators


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_a_share_of_referrals_with_consent(language: Language) -> None:
    """Of the others no place is asked (``db.measures.referrals.is_ripe``)."""
    (found,) = [each for each in indicators.rows() if each["code"] == "IR3.1"]
    assert found["texts"][language]["denominator"] == translate(language, "unit.ripe_referrals")
