"""Which agencies are said to be behind, and what is said where none has a target."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.reads import labels
from components.results.agency import shortfalls
from components.results.agency.listing import answer, set_apart, why
from components.results.indicators import agencies as indicator_lines
from components.results.indicators import words
from db.measures.paths import State
from tests.languages import LANGUAGES

BEHIND: Any = SimpleNamespace(standing=SimpleNamespace(state=State.BEHIND))


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    names = {1: "Rabat", 2: "Tanger"}
    monkeypatch.setattr(labels, "agency", lambda each, **_: names[each])


def rows(*has_targets: bool) -> Any:
    return [[(None, SimpleNamespace(has_targets=each))] for each in has_targets]


def test_without_a_target_nobody_is_said_to_be_on_the_path() -> None:
    told = answer(rows(False, False), {1: [], 2: []})
    assert told == translate("fr", "agency.no_target")


def test_with_one_target_at_least_none_may_be_behind() -> None:
    told = answer(rows(False, True), {1: [], 2: []})
    assert told == translate("fr", "agency.none_behind")


def test_those_that_are_behind_are_named() -> None:
    told = answer(rows(True, True), {1: [], 2: ["Formations"]})
    assert "Tanger" in told and "Rabat" not in told


def test_where_nobody_was_posted_it_is_said_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indicator_lines, "behind", list)
    told = set_apart({1: [], 2: []})
    assert told == translate("fr", "agency.apart", agencies="Rabat, Tanger")


def test_targets_of_an_agency_without_an_agent_are_said_to_be_kept_by_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(indicator_lines, "behind", list)
    behind: Any = ["Confiance"]
    told = set_apart({1: [], 2: behind})
    assert translate("fr", "agency.apart_behind", agencies="Tanger") in told


def told_why(monkeypatch: pytest.MonkeyPatch, reasons: dict[str, str]) -> str:
    """Of an agency that is behind at two indicators, with so many reasons known."""
    monkeypatch.setattr(words, "lacks", lambda sheet, _, why: f"{sheet.code} ({why})")
    monkeypatch.setattr(shortfalls, "reasons", lambda *_: reasons)
    follower: Any = None
    found: Any = [(SimpleNamespace(code=code), BEHIND) for code in ("IR2.1", "SO.1")]
    return why(follower, 1, found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_reason_of_all_is_said_once(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    told = told_why(monkeypatch, {"IR2.1": "days", "SO.1": "days"})
    # In Arabic names are set apart, and the line ends with a mark that says whence it runs.
    told = told.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")))
    assert told.startswith("Rabat") and told.endswith("days.") and told.count("days") == 1
    assert "IR2.1 ()" in told and "SO.1 ()" in told


def test_other_reasons_stand_beside_what_they_explain(monkeypatch: pytest.MonkeyPatch) -> None:
    told = told_why(monkeypatch, {"IR2.1": "days", "SO.1": "pace"})
    assert "IR2.1 (days), SO.1 (pace)" in told


def test_a_reason_of_one_is_not_said_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "IR2.1 (days), SO.1 ()" in told_why(monkeypatch, {"IR2.1": "days"})
