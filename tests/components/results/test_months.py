"""The table of a card of months: 0 where nothing was counted, a dash where nothing could be."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results import marks, months
from components.results.overview import INTERVENTIONS
from components.results.training import ENROLMENTS
from db.statistics import trend


def test_a_month_that_has_not_begun_is_no_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(marks, "with_column", lambda _, table: table)
    asked = SimpleNamespace(months=["oct.", "nov.", "déc."], ahead=["déc."])
    named = pd.DataFrame({"month": ["oct."], "series": ["Rabat"], "value": [25]})
    table = months.by_month(asked, named, ["Rabat"])  # type: ignore[arg-type]
    assert list(table["Rabat"]) == [25, 0, "—"]


class _Long:
    """A period of many months, and how often it worked out which are ahead."""

    def __init__(self) -> None:
        self.months = self.unfinished = [str(each) for each in range(1200)]
        self.asked = 0

    @property
    def ahead(self) -> list[str]:
        self.asked += 1
        return self.months[600:]


def test_what_is_ahead_is_worked_out_once_however_many_months(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For each month anew, a period that somebody types took a server a minute."""
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(marks, "with_column", lambda _, table: table)
    asked = _Long()
    named = pd.DataFrame({"month": ["1"], "series": ["Rabat"], "value": [25]})
    months.by_month(asked, named, ["Rabat"])  # type: ignore[arg-type]
    months.not_whole(asked)  # type: ignore[arg-type]
    assert asked.asked == 2


def test_a_test_of_weighed_counts_is_not_called_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """6 against 21 is a fall for an exact test; several events of one person weigh less."""
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    assert trend(6, 21) == "fall" and trend(6, 21, spread=400) == "steady"
    for counted in (INTERVENTIONS, ENROLMENTS):
        assert "exact" in months._how_tested(counted, None)
        assert "exact" not in months._how_tested(counted, 400.0)
    assert "formation" in months._how_tested(ENROLMENTS, 400.0)


def test_a_month_that_has_not_begun_is_not_called_lighter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    asked = SimpleNamespace(unfinished=["nov.", "d\u00e9c."], ahead=["d\u00e9c."])
    told = months.not_whole(asked)  # type: ignore[arg-type]
    assert told == translate("fr", "note.unfinished", months="nov.")
