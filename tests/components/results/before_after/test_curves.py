"""What is told of a curve: an interval where there were events, and none of no width."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import pytest

from components.cards.card import Card
from components.language import i18n
from components.language.catalogue import translate, translate_plural
from components.results.before_after import curves
from components.results.before_after.curves import Asks
from db.measures.time_to_work import Curve, Curves
from db.statistics.incidence import Point


def card(monkeypatch: pytest.MonkeyPatch, asks: Asks, followed: int, *points: Point) -> Card:
    """With these points of the curve that the headline tells."""
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    none = Curve(events=0, points=())
    first = Curve(events=1 if points else 0, points=points)
    found = dict.fromkeys(asks.names, none) | {asks.first: first}
    asked = SimpleNamespace(measure=lambda _: Curves(followed=followed, curves=found))
    with patch.object(curves, "_chart", lambda *_: None):
        return curves.card(asked, asks)  # type: ignore[arg-type]


def headline(monkeypatch: pytest.MonkeyPatch, *points: Point) -> str:
    return card(monkeypatch, curves.TO_WORK, 60, *points).headline


def test_of_nobody_it_says_of_how_many_and_how_many_there_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of those followed to then, not of everybody who ever was."""
    told = headline(monkeypatch, Point(0, 0, 0, 0, 60), Point(1, 0, 0, 0.247, 13))
    share = i18n.percent(0.247)
    key = "before_after.to_work.nobody"
    assert told == translate_plural("fr", key, 1, count="1", n=13, upper=share)
    assert "13" in told and "25" in told and "60" not in told


def test_with_events_the_interval_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = headline(monkeypatch, Point(0, 0, 0, 0, 10), Point(1, 0.2, 0.03, 0.47, 10))
    assert "3" in told and "47" in told and "n = 10" not in told


def test_nothing_is_told_of_the_first_day_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer than ten are followed for a month: "0 months after" would say nothing."""
    told = headline(monkeypatch, Point(0, 0, 0, 0, 11))
    assert told == translate("fr", "before_after.to_work.too_early")


@pytest.mark.parametrize(("followed", "key"), [(9, "too_early"), (10, "none")])
def test_of_few_it_never_says_that_nothing_ended(
    monkeypatch: pytest.MonkeyPatch, followed: int, key: str
) -> None:
    """An end may be known of a job whose check is not due."""
    told = card(monkeypatch, curves.AT_WORK, followed).headline
    assert told == translate("fr", f"before_after.at_work.{key}")


def test_the_check_of_a_year_is_told_and_every_check_stands_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = [Point(month, month / 20, 0.01, 0.9, 40) for month in (0, 3, 6, 12)]
    made = card(monkeypatch, curves.AT_WORK, 40, *points)
    assert made.headline.startswith("12 mois") and "60" in made.headline
    assert list(made.table[translate("fr", "column.month")]) == [0, 3, 6, 12]
