"""What the cards of all results pages share."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from components.language import i18n
from components.results.common import leads, moved
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
