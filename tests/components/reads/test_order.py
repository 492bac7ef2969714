"""Names stand where their reader looks for them."""

from __future__ import annotations

import random

import pytest

from components.language import i18n
from components.reads.order import by_name, in_order

pytestmark = pytest.mark.fault("E13")
FRENCH = [
    "3e Atelier", "Abdellatif", "cote", "coté", "côte", "côté", "Élodie", "Émilie", "Fatima",
    "Œuvre d'Oujda", "Offre", "Zoé",
]  # fmt: skip
ARABIC = ["أحمد", "إدريس", "بشرى", "خديجة", "زينب", "سعيد", "فاطمة", "مريم", "هند", "وفاء", "يوسف"]


def mixed(names: list[str]) -> list[str]:
    return random.Random(5).sample(names, len(names))


@pytest.fixture(params=[False, True], ids=["french", "arabic"])
def is_rtl(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    found: bool = request.param
    monkeypatch.setattr(i18n, "is_rtl", lambda: found)
    return found


def test_accents_and_case_decide_last(is_rtl: bool) -> None:
    assert sorted(mixed(FRENCH), key=by_name) == FRENCH


def test_arabic_names_follow_the_alphabet(is_rtl: bool) -> None:
    assert sorted(mixed(ARABIC), key=by_name) == ARABIC


def test_the_readers_own_script_comes_first(is_rtl: bool) -> None:
    both = sorted(mixed(["Zoé", "Amal", "يوسف", "أحمد"]), key=by_name)
    assert both == (["أحمد", "يوسف", "Amal", "Zoé"] if is_rtl else ["Amal", "Zoé", "أحمد", "يوسف"])


def test_names_keep_what_they_stand_for(is_rtl: bool) -> None:
    assert list(in_order({1: "Zoé", 2: "émilie", 3: "Fatima"})) == [2, 3, 1]
