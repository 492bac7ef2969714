"""Why an agency is behind, in words that go no further than the numbers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from components.language import i18n
from components.reads import indicator_words, reference
from components.results.agency import shortfalls
from components.results.indicators import words
from db.inputs.decomposition import Step
from db.inputs.results import ResultFilter
from db.measures.decomposition import Chain, Decomposition, Factor, Reason
from db.measures.indicator import Value
from db.measures.paths import Path, Point, State, standing
from db.measures.shortfall import Mean, Shortfall
from db.measures.targets import Followed
from db.models import AddsUp
from tests.cast import ago
from tests.languages import LANGUAGES

SHEET: Any = SimpleNamespace(adds_up=AddsUp.PERSONS, code="IR2.1")
SHARE: Any = SimpleNamespace(adds_up=AddsUp.RATIO, code="TR.1")
ABOVE = Mean(own=161, mean=Fraction(641, 4), without=Fraction(30), agencies=4)


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(indicator_words, "said", lambda *_: "Inscrites")


def behind(
    current: float, due: float, base: float = 0.0, *, share: bool = False, falling: bool = False
) -> Followed:
    path = Path(Point(ago(365), base), (Point(ago(0), due),), falling, 0.01 if share else 1.0)
    return Followed(
        code="IR2.1",
        agency_id=1,
        value=Value(
            value=current, n=round(current), as_of=ago(0), denominator=100 if share else None
        ),
        since=ago(364),
        path=path,
        standing=standing(path, current, ago(0)),
        has_targets=True,
        source="",
    )


def said(followed: Followed, beside: Mean | None = None, without: int = 0) -> str:
    assert followed.standing.state is State.BEHIND
    sheet = SHARE if followed.value.denominator else SHEET
    return shortfalls.in_words(sheet, Shortfall(followed=followed, without=without, beside=beside))


def why(reason: Reason) -> Decomposition:
    return Decomposition(
        own=Chain(36500, 100, 40),
        other=Chain(73000, 400, 160),
        agencies=2,
        parts={Factor.DAYS: Fraction(0), Factor.PACE: Fraction(-40), Factor.SHARE: Fraction(0)},
        reason=reason,
        period=ResultFilter(ago(364), ago(0)),
    )


def test_reached_due_missing_and_since_when() -> None:
    told = said(behind(161, 214))
    assert "161 sur les 214 attendus" in told and "il en manque 53" in told
    assert i18n.day(ago(364), "medium") in told
    assert "base" not in told


def test_the_baseline_is_said_to_be_among_them() -> None:
    assert "valeur de base de 20 comprise" in said(behind(161, 214, base=20))


def test_a_share_is_missing_points_and_a_falling_one_has_too_many() -> None:
    assert "il manque 12\u00a0pts" in said(behind(0.4, 0.52, share=True)).replace(
        " pts", "\u00a0pts"
    )
    assert "de trop" in said(behind(0.4, 0.3, base=0.5, share=True, falling=True))


def test_above_the_mean_and_yet_behind_is_said_plainly() -> None:
    told = said(behind(161, 214), ABOVE)
    assert "plus que la moyenne de 4 agences" in told and "Et pourtant en retard" in told
    assert "hasard" not in told


def test_at_the_mean_it_is_not_said_to_be_above() -> None:
    told = said(behind(161, 214), replace(ABOVE, mean=Fraction(161)))
    assert "exactement la moyenne" in told and "Et pourtant en retard" in told


def test_below_the_mean_the_reason_is_that_of_the_numbers() -> None:
    mean = replace(ABOVE, mean=Fraction(200), step=Step.REGISTERED, why=why(Reason.PACE))
    told = said(behind(161, 214), mean)
    assert "moins que la moyenne" in told and "moins de premiers contacts" in told
    assert "pourtant" not in told


def test_what_the_path_asks_for_above_the_mean_is_told_as_a_part_of_what_is_missing() -> None:
    mean = replace(ABOVE, mean=Fraction(641, 4), own=158)
    told = said(behind(158, 211), mean)
    # 160,3 of the mean and 50,7 above it are the 211 that were due.
    assert "il en manque 53" in told and "(160,3)" in told
    assert "la valeur cible demande de plus que cette moyenne : 50,7 sur 53." in told.replace(
        "\xa0", " "
    )
    assert "la valeur cible demande" not in said(
        behind(161, 214), replace(ABOVE, mean=Fraction(214))
    )


def test_without_a_reason_none_is_made_up() -> None:
    told = said(behind(161, 214), replace(ABOVE, mean=Fraction(200)))
    assert i18n.t("shortfall.not_shared") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_without_an_agent_stand_beside_the_mean_in_each_language(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    told = said(behind(161, 214), ABOVE, without=90)
    assert "90" in told and "30" in told and "{" not in told
    assert i18n.t("shortfall.without_mean", days="30") in told


def test_where_no_figure_is_told_no_time_is_either() -> None:
    found = behind(161, 214)
    assert words.counted_since(SHEET, found).startswith("Compté depuis")
    bare = replace(found, path=None, standing=standing(None, 161, ago(0)))
    assert words.counted_since(SHEET, bare) == ""


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        (ABOVE, "shortfall.short.above"),
        # Of 53 that are missing, 27 are asked for above this mean, and 26 above the other.
        (replace(ABOVE, mean=Fraction(187), why=why(Reason.DAYS)), "shortfall.short.above"),
        (replace(ABOVE, mean=Fraction(188), why=why(Reason.DAYS)), "shortfall.short.days"),
        (replace(ABOVE, mean=Fraction(200)), "shortfall.short.unknown"),
        (replace(ABOVE, mean=Fraction(200), why=why(Reason.PACE)), "shortfall.short.pace"),
        (replace(ABOVE, mean=Fraction(200), why=why(Reason.CHANCE)), "shortfall.short.unknown"),
        (replace(ABOVE, mean=Fraction(200), why=why(Reason.FEW)), "shortfall.short.unknown"),
        (None, ""),
    ],
)
def test_why_is_said_in_few_words_and_only_where_the_numbers_say_it(
    beside: Mean | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "today", lambda: ago(0))
    found = behind(161, 214)
    told = Shortfall(followed=found, without=0, beside=beside)
    follower: Any = SimpleNamespace(shortfall=lambda *_: told)
    reasons = shortfalls.reasons(follower, 1, [(SHEET, found)])
    assert reasons == ({SHEET.code: i18n.t(said)} if said else {})
    assert words.standings([(SHEET, found)], reasons).startswith(
        "En retard\xa0: inscriptions (il manque 53 sur 214"
    )


def test_what_is_missing_is_said_as_the_indicator_counts() -> None:
    assert words.lacks(SHEET, behind(161, 214)) == "inscriptions (il manque 53 sur 214)"
    told = words.lacks(SHARE, behind(0.4, 0.52, share=True))
    assert told.replace("\u202f", " ").replace("\xa0", " ") == "confiance (40 %, attendu 52 %)"
    assert "de trop" in words.lacks(SHEET, behind(40, 30, base=50, falling=True))


def test_beside_figures_of_another_period_it_is_said_since_when_it_counts() -> None:
    found = behind(161, 214)
    told = words.lacks(SHEET, found, is_dated=True)
    since = i18n.day(found.since, "medium")
    assert told == f"inscriptions (il manque 53 sur 214 depuis le {since})"
