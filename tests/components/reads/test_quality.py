"""The weakest part of a score, and the months that it is of."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.reads import quality, reference
from db.queries.quality_score import Part, Score


def test_a_part_is_weakest_only_where_something_is_missing() -> None:
    whole = {Part.IN_TIME: (4, 4), Part.WEEKS: (2, 2)}
    assert quality.weakest(Score(100.0, whole)) is None
    assert quality.weakest(Score(None, {})) is None
    found = quality.weakest(Score(75.0, whole | {Part.WEEKS: (1, 2)}))
    assert found == (quality.named(Part.WEEKS), 1, 2)


@pytest.mark.parametrize(
    ("began", "day"),
    [(date(2023, 1, 1), ""), (date(2025, 12, 31), ""), (date(2026, 1, 1), "1er janvier 2026")],
)
def test_a_younger_programme_has_no_twelve_months(
    began: date, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(reference, "programme", lambda: SimpleNamespace(starts_on=began))
    monkeypatch.setattr(reference, "today", lambda: date(2026, 11, 30))
    young = translate("fr", "quality.span.young", day=day)
    assert quality.span() == (young if day else translate("fr", "quality.span"))
