"""Who answers referrals: a place is named where it has enough of them and differs not by chance."""

from __future__ import annotations

from typing import get_args
from unittest.mock import patch

import pytest

from components.language import i18n
from components.language.catalogue import Language, translate
from components.results import coordination
from components.results.coordination import Way, who_answers
from db.statistics import FEW

NAMES = {1: "CEF Yacoub", 2: "OFPPT", 3: "Passerelles"}


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")


def told(*answered: tuple[int, int, int], has_more: bool = False) -> str:
    """Of places with how many were answered in time, of how many."""
    ways = [Way(1, place, 0, whole, whole, part, None) for place, part, whole in answered]
    with patch.object(coordination, "name", lambda place, _: NAMES[place]):
        return who_answers(ways, has_more=has_more)


def test_the_one_that_answers_most_and_the_one_that_answers_least_are_named() -> None:
    found = told((1, 38, 40), (2, 20, 40), (3, 4, 40))
    most, least = found.index("CEF Yacoub"), found.index("Passerelles")
    assert most < least and "OFPPT" not in found
    assert "38 sur 40" in found and "4 sur 40" in found


def test_a_place_with_few_referrals_is_never_named() -> None:
    found = told((1, 0, FEW - 1), (2, FEW - 1, FEW - 1))
    assert found == translate("fr", "coordination.too_few", few=FEW)


def test_of_few_referrals_it_says_where_more_are() -> None:
    widen = translate("fr", "answer.widen")
    assert told((1, 2, 4), (2, 3, 5), has_more=True).endswith(f" {widen}")
    assert widen not in told((1, 20, 40), (2, 22, 40), has_more=True)


@pytest.mark.parametrize("language", get_args(Language))
def test_where_more_are_is_named_as_it_stands_on_the_button(language: Language) -> None:
    button = translate(language, "filter.period.all")
    assert button in translate(language, "answer.widen")


def test_differences_by_chance_name_nobody() -> None:
    assert told((1, 20, 40), (2, 22, 40)) == translate("fr", "coordination.alike")


def test_one_place_alone_is_not_compared() -> None:
    assert told((1, 20, 40)) == told((1, 20, 40), (2, 0, 0)) == ""
