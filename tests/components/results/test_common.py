"""What the cards of all results pages share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from components.language import i18n
from components.reads import reference
from components.results import common
from components.results.common import Asked, leads, moved
from db.inputs.results import Comparison, ResultFilter


@pytest.mark.parametrize(
    ("counts", "one_leads"),
    [([10, 8, 8], True), ([3], True), ([10, 10, 8], False), ([1, 1], False)],
)
def test_only_a_count_above_all_others_is_called_the_first(
    counts: list[int], one_leads: bool
) -> None:
    assert leads(pd.Series(counts)) is one_leads


def test_nothing_in_both_periods_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    now = ResultFilter(date(2026, 1, 1), date(2026, 6, 30))
    spans = Comparison(now, ResultFilter(date(2025, 7, 4), date(2025, 12, 31)), True)
    assert moved("Interventions", 0, 0, spans).replace("\xa0", " ") == "Interventions : 0."
    assert "20" in moved("Interventions", 0, 20, spans)


def test_a_wider_period_is_advised_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    began, today = date(2026, 9, 1), date(2026, 11, 30)
    monkeypatch.setattr(reference, "programme", lambda: SimpleNamespace(starts_on=began))
    monkeypatch.setattr(reference, "today", lambda: today)
    monkeypatch.setattr(common, "is_anything_entered", lambda *_: True)
    whole = ResultFilter(began, today)
    some = frozenset({1})
    for wanted, is_widest in (
        (whole, True),
        (replace(whole, end=date(2026, 12, 31)), True),
        (replace(whole, start=date(2026, 10, 1)), False),
        (replace(whole, end=date(2026, 10, 31)), False),
        (replace(whole, agencies=some), False),
        (replace(whole, sexes=frozenset({"F"})), False),
    ):
        assert Asked(None, wanted, 1).is_widest is is_widest  # type: ignore[arg-type]
    monkeypatch.setattr(common, "is_anything_entered", lambda *_: False)
    assert Asked(None, replace(whole, agencies=some), 1).is_widest  # type: ignore[arg-type]
