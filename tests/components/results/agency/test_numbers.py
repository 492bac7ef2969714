"""The figures of an agency's page as its files hold them: numbers, with the mean beside them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.reads import indicator_words
from components.results.agency import beside, numbers
from components.results.indicators import words
from db.inputs.results import Against
from db.measures.paths import State

ASKED: Any = SimpleNamespace(without_agent_in_period=[])


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    people = dict.fromkeys(beside.FIRST, 10)
    told = beside.Beside(
        own=people, sums=dict.fromkeys(people, 25), number=2, is_among=True, together={}
    )
    monkeypatch.setattr(beside, "found", lambda *_: told)
    monkeypatch.setattr(words, "sentence", lambda *_: "Dix sur vingt.")
    monkeypatch.setattr(words, "counted_since", lambda *_: "Compté depuis hier.")
    monkeypatch.setattr(indicator_words, "said", lambda *_: "Confiance")


def row(current: float | None, *, is_share: bool, part: int = 556, of: int = 1000) -> Any:
    standing = SimpleNamespace(current=current, state=State.BEHIND)
    sheet = SimpleNamespace(adds_up=SimpleNamespace(is_share=is_share))
    value = SimpleNamespace(numerator=part, denominator=of)
    return sheet, SimpleNamespace(standing=standing, value=value)


def test_figures_are_numbers_and_stand_beside_the_mean() -> None:
    table = numbers.table(ASKED, 1, [])
    assert list(table.iloc[:, 1]) == [10] * len(beside.FIRST)
    assert set(table.iloc[:, 3]) == {translate("fr", "agency.mean", mean="12,5")}


@pytest.mark.parametrize(
    ("current", "is_share", "value", "unit"),
    [(0.556, True, 56, "%"), (31.0, False, 31, ""), (None, True, "—", ""), (None, False, "—", "")],
)
def test_an_indicator_says_its_value_and_where_it_stands(
    current: float | None, is_share: bool, value: object, unit: str
) -> None:
    rows = [row(current, is_share=is_share)]
    table = numbers.table(ASKED, 1, rows)
    state = translate("fr", f"indicators.state.{State.BEHIND}")
    assert table.iloc[-1].tolist() == [
        "Confiance",
        value,
        unit,
        state,
        "Dix sur vingt. Compté depuis hier.",
    ]


def test_a_share_of_few_is_told_by_its_counts() -> None:
    table = numbers.table(ASKED, 1, [row(1.0, is_share=True, part=9, of=9)])
    assert table.iloc[-1].tolist()[1:3] == ["9 sur 9", ""]


def test_where_nobody_was_posted_no_figure_stands_beside_a_mean() -> None:
    asked: Any = SimpleNamespace(without_agent_in_period=[1])
    table = numbers.table(asked, 1, [row(0.556, is_share=True)])
    assert list(table.iloc[:, 0]) == ["Confiance"]


@pytest.mark.parametrize(("number", "is_said"), [(0, False), (1, False), (2, True)])
def test_a_chart_without_a_mean_never_says_that_it_stands_beside_one(
    number: int, is_said: bool
) -> None:
    people = dict.fromkeys(beside.FIRST, 10)
    told = beside.Beside(own=people, sums=people, number=number, is_among=True, together={})
    asked: Any = SimpleNamespace(against=Against.LAST_YEAR)
    said = beside._reading(asked, told)
    assert said.endswith(translate("fr", "compare.mean_always")) is is_said
    assert bool(said) is is_said
