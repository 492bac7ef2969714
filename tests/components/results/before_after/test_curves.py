"""What is told of a curve: an interval where there were events, and none of no width."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import pytest

from components.language import i18n
from components.language.catalogue import translate, translate_plural
from components.results.before_after import curves
from db.measures.time_to_work import Curve, Curves
from db.statistics.incidence import Point


def headline(monkeypatch: pytest.MonkeyPatch, *points: Point) -> str:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    none = Curve(events=0, points=())
    found = dict.fromkeys(curves.TO_WORK.names, none) | {"WAGE": Curve(events=1, points=points)}
    asked = SimpleNamespace(measure=lambda _: Curves(followed=10, curves=found))
    with patch.object(curves, "_chart", lambda *_: None):
        return curves.card(asked, curves.TO_WORK).headline  # type: ignore[arg-type]


def test_without_an_event_no_interval_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = headline(monkeypatch, Point(0, 0, 0, 0, 10), Point(1, 0, 0, 0, 10))
    key = "before_after.to_work.nobody"
    assert told == translate_plural("fr", key, 1, count="1", n=10)


def test_with_events_the_interval_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = headline(monkeypatch, Point(0, 0, 0, 0, 10), Point(1, 0.2, 0.03, 0.47, 10))
    assert "3" in told and "47" in told and "n = 10" not in told


def test_nothing_is_told_of_the_first_day_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than ten are followed for a month: "0 months after" would say nothing."""
    told = headline(monkeypatch, Point(0, 0, 0, 0, 11))
    assert told == translate("fr", "before_after.too_early")
