"""Since when a figure has been where it is: by the rule that calls it so today."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from components.language import i18n
from components.results.indicators import line
from db.measures.indicator import Value
from db.measures.paths import Path, Point
from db.measures.targets import called
from db.models import AddsUp
from db.statistics import wilson

YEARS = [date(year, 12, 31) for year in (2024, 2025, 2026)]
PATH = Path(
    Point(date(2023, 12, 31), 0.4),
    tuple(Point(day, share) for day, share in zip(YEARS, (0.6, 0.7, 0.8), strict=True)),
    step=0.01,
)


def _series(*counts: tuple[int, int], days: list[date] = YEARS) -> list[tuple[date, Value]]:
    return [
        (day, Value(value=part / of, n=of, as_of=day, interval=wilson(part, of)))
        for day, (part, of) in zip(days, counts, strict=True)
    ]


def _headline(series: list[tuple[date, Value]], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    sheet: Any = SimpleNamespace(adds_up=AddsUp.RATIO)
    day, value = series[-1]
    found: Any = SimpleNamespace(path=PATH, standing=called(PATH, value, day, AddsUp.RATIO))
    return line._headline(sheet, found, series)


def test_a_year_of_few_is_not_the_first_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    series = _series((6, 12), (7, 12), (30, 60))
    assert _headline(series, monkeypatch) == "Behind its path since Dec 2026"


def test_years_of_many_are_all_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    series = _series((300, 600), (350, 600), (300, 600))
    assert _headline(series, monkeypatch) == "Behind its path since Dec 2024"


def test_first_days_of_a_year_are_too_early_to_be_called() -> None:
    """A share begins anew with each target."""
    ((day, value),) = _series((300, 600), days=[date(2026, 1, 20)])
    assert called(PATH, value, day, AddsUp.RATIO).state == "too_early"
    assert called(PATH, value, day, AddsUp.PERSONS).state == "behind"
