"""What is said of one agency never claims more than its interval carries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from components.language import i18n
from components.language.catalogue import LANGUAGES, Language, translate, translate_plural
from components.results.before_after import page, words
from db.inputs.dates import month_index
from db.measures.before_after import Compared, Series
from db.statistics.interrupted_time_series import Bend, Change, Effect, Month, Side

ARRIVED = date(2026, 3, 1)
LEFT = date(2026, 7, 31)
#: Before a percent sign in French.
NARROW = "\u202f"


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    monkeypatch.setattr(words, "agency", lambda _: "Rabat")


def series(
    before: int = 24,
    after: int = 24,
    *,
    ends: tuple[float, float] | None = None,
    missing: int = 0,
    count: int = 20,
    left_on: date | None = None,
) -> Series:
    """So many months on either side, the last ones of which were not received."""
    first, whole = month_index(ARRIVED) - before, before + after
    months = tuple(
        Month(first + at, None if at >= whole - missing else count, 21,
              Side.BEFORE if at < before else Side.AFTER)
        for at in range(whole)
    )  # fmt: skip
    change = Change((ends[0] * ends[1]) ** 0.5, *ends, (), 1.0, 0.0, 1.0) if ends else None
    return Series(agency_id=1, arrived_on=ARRIVED, left_on=left_on, day=ARRIVED, months=months,
                  change=change)  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "verdict", "told"),
    [
        ((1.129, 1.871), "more", "+12 % au moins"),
        ((0.502, 0.889), "fewer", "-11 % au moins"),
        ((0.896, 1.302), "unclear", "entre -11 % et +31 %"),
        ((1.004, 1.302), "unclear", "entre 0 % et +31 %"),
    ],
)
def test_the_word_follows_from_the_interval(
    ends: tuple[float, float], verdict: str, told: str
) -> None:
    found = series(ends=ends)
    assert words.verdict(found) == verdict
    assert words.what(found).replace(NARROW, " ").replace("\u00a0", " ") == told


def bent(*ends: float, level: tuple[float, float] = (0.9, 1.1)) -> Change:
    """A trend that bent by that much a year, of a series whose step would be a clear fall."""
    lower, upper = ends
    bend = Bend((lower * upper) ** 0.5, lower, upper, Effect(1.0, *level))
    return Change(0.7, 0.6, 0.8, (), 1.0, 0.0, 1.0, bend)


@pytest.mark.parametrize(
    ("change", "verdict", "told"),
    [
        (bent(1.12, 1.5), "upwards", "+12 % au moins par an par rapport à la tendance d'avant"),
        (bent(0.6, 0.795), "downwards", "-20 % au moins par an par rapport à la tendance d'avant"),
        (
            bent(0.6, 0.795, level=(1.4, 1.9)),
            "downwards",
            "+39 % au moins à l'arrivée, puis -20 % au moins par an par rapport à la tendance"
            " d'avant",
        ),
        (
            bent(0.6, 1.02, level=(1.4, 1.9)),
            "more",
            "+39 % au moins à l'arrivée, puis une tendance incertaine",
        ),
        (bent(0.98, 1.5), "unclear", "un saut ne se distingue pas d'un changement de tendance"),
    ],
)
def test_where_the_trend_bends_it_is_told_and_no_step(
    change: Change, verdict: str, told: str
) -> None:
    found = replace(series(), change=change)
    assert words.verdict(found) == verdict
    assert words.what(found).replace(NARROW, " ").replace("\u00a0", " ") == told


@pytest.mark.usefixtures("named")
def test_the_first_line_tells_a_trend_with_its_interval_and_no_cause() -> None:
    found = Compared(series=(replace(EARLY, agency_id=1, change=bent(1.12, 1.5)),), p_value=None)
    said = page.answer(found, found).replace(NARROW, " ").replace("\u00a0", " ")
    assert "tendance infléchie à la hausse dans 1 agence (Rabat : +30 % par an" in said
    assert "entre +12 % et +50 %)" in said and "moins qu'attendu" not in said
    assert translate("fr", "before_after.cause").replace("\u00a0", " ") in said
    assert len(page.more(found, found)) == 1


def test_in_arabic_the_sign_stays_on_the_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "ar")
    assert words.percent(12) == "\u2066+12%\u2069"
    assert words.percent(-4) == "\u2066-4%\u2069"


def test_people_a_month_are_told_from_one_end_to_the_other() -> None:
    """20 a month; a half more than expected is 6.7 of them, twice as many is 10: 6 to 10."""
    assert words.a_month(series(ends=(1.5, 2.0))) == "entre +6 et +10"
    assert words.a_month(series(ends=(0.8, 1.25))) == "entre -5 et +4"
    assert words.a_month(series(ends=(1.01, 1.25))) == "entre 0 et +4"
    assert words.a_month(series()) == ""


@pytest.mark.parametrize(
    ("found", "verdict", "told"),
    [
        (series(24, 5), "early", "5 mois depuis l'arrivée"),
        (series(3, 5), "early", "3 mois avant l'arrivée"),
        (series(24, 11, missing=5), "early", "6 mois depuis l'arrivée"),
        (series(24, 5, left_on=LEFT), "gone", "5 mois avec un·e agent·e"),
        (series(3, 5, left_on=LEFT), "gone", "5 mois avec un·e agent·e"),
        # Time alone mends none of these.
        (series(4, 24), "short", "4 mois avant l'arrivée"),
        (series(24, 24, missing=20), "short", "4 mois depuis l'arrivée"),
        (series(24, 24, missing=24), "short", "0 mois depuis l'arrivée"),
        (series(12, 24, count=3), "few", "trop peu de personnes"),
        (series(0, 0), "none", "aucun registre reçu"),
    ],
)
def test_without_a_model_it_says_why_and_how_much_there_is(
    found: Series, verdict: str, told: str
) -> None:
    assert words.verdict(found) == verdict and words.what(found) == told


@pytest.mark.parametrize(
    ("found", "asks"),
    [
        (series(4, 24), ["d'avant le 1er mars 2026, encore 8 mois au moins"]),
        (series(24, 5), ["attendez encore 7 mois au moins"]),
        (series(24, 5, left_on=LEFT), ["n'y est affecté depuis le 31 juil. 2026"]),
        (series(24, 15, missing=10), ["les registres qui manquent, 10 mois"]),
        (series(24, 8, missing=2), ["les registres qui manquent, 2 mois", "encore 4 mois"]),
        (series(2, 3), ["encore 10 mois au moins", "attendez encore 9 mois"]),
        (series(0, 0), ["ses registres, d'avant et depuis le 1er mars 2026"]),
        (series(ends=(0.9, 1.1)), []),
    ],
)
def test_what_to_ask_the_agency_for(found: Series, asks: list[str]) -> None:
    said = list(words.asks(found))
    assert len(said) == len(asks)
    assert [part for part, each in zip(asks, said, strict=True) if part not in each] == []
    assert all("Rabat" in each for each in said)


def test_nothing_is_asked_of_an_agency_without_an_agent() -> None:
    beside = Series(agency_id=1, arrived_on=None, day=ARRIVED, months=series(4, 24).months,
                    change=None)  # fmt: skip
    assert list(words.asks(beside)) == []


EARLY = replace(series(24, 5), agency_id=3)
NONE = Series(agency_id=4, arrived_on=ARRIVED, day=ARRIVED, months=(), change=None)
CLOSED = Change(1.6, 1.3, 1.9, (), 1.0, 0.1, 0.6)


NAMES = ("Rabat", "Tanger", "Oujda", "Settat", "Nador", "Safi")


def known(agency_id: int, found: Change) -> Series:
    return replace(EARLY, agency_id=agency_id, change=found)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "agency", dict(enumerate(NAMES, 1)).__getitem__)


@pytest.mark.usefixtures("named")
def test_the_first_line_answers_and_says_of_how_many_agencies() -> None:
    maybe = known(2, replace(CLOSED, ratio=1.1, lower=0.9))
    found = Compared(series=(known(1, CLOSED), maybe, EARLY), p_value=None)
    said = page.answer(found, found)
    said = said.replace(NARROW, " ").replace("\u00a0", " ")
    assert "plus qu'attendu dans 1 agence (Rabat : +60 %, entre +30 % et +90 %)" in said
    assert "aucun changement démontré dans 1 agence (Tanger : entre -10 % et +90 %)" in said
    assert "trop tôt pour le dire dans 1 agence (Oujda)" in said
    assert "autre chose a pu se passer" in said
    (other,) = page.more(found, found)
    assert other.startswith("Entretiens") and "+60" in other


@pytest.mark.usefixtures("named")
def test_many_agencies_are_told_by_their_names_alone() -> None:
    found = [known(1 + at % len(NAMES), CLOSED) for at in range(words.FEW + 1)]
    assert "%" not in words.named(found) and "%" in words.named(found[:1])


@pytest.mark.usefixtures("named")
def test_registers_that_say_two_things_are_told_apart() -> None:
    early = Compared(series=(EARLY,), p_value=None)
    seen = Compared(series=(known(3, CLOSED),), p_value=None)
    said, (other,) = page.answer(early, seen), page.more(early, seen)
    assert "trop tôt" in said and "plus qu'attendu" not in said
    assert other.startswith("Entretiens") and "plus qu'attendu" in other
    assert not page.more(early, early)


@pytest.mark.usefixtures("named")
def test_no_cause_is_denied_where_no_change_is_seen_and_nobody_is_counted_without_agent() -> None:
    early = Compared(series=(EARLY,), p_value=None)
    assert translate("fr", "before_after.cause") not in page.answer(early, early)
    nobody = Compared(series=(replace(EARLY, arrived_on=None),), p_value=None)
    assert page.answer(nobody, nobody) == translate("fr", "before_after.answer.nobody")


@pytest.mark.parametrize(
    ("language", "few", "short", "none"),
    [
        (
            "fr",
            "trop peu de personnes pour le dire dans 1 agence (Nador)",
            "trop peu de mois reçus pour le dire dans 1 agence (Safi)",
            "aucun registre reçu de 1 agence (Settat)",
        ),
        (
            "en",
            "too few people to say in 1 agency (Nador)",
            "too few months received to say in 1 agency (Safi)",
            "no register received from 1 agency (Settat)",
        ),
        (
            "ar",
            "عدد الأشخاص قليل جداً للحكم في وكالة واحدة (Nador)",
            "الأشهر المستلمة قليلة جداً للحكم في وكالة واحدة (Safi)",
            "لم يصل أي سجل من وكالة واحدة (Settat)",
        ),
    ],
)
@pytest.mark.usefixtures("named")
def test_the_first_line_calls_early_only_what_time_will_mend(
    monkeypatch: pytest.MonkeyPatch, language: Language, few: str, short: str, none: str
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    rare = replace(series(12, 24, count=3), agency_id=5)
    late = replace(series(4, 24), agency_id=6)
    found = Compared(series=(EARLY, NONE, rare, late), p_value=None)
    # Latin names are set apart in the Arabic sentence.
    said = re.sub("[\u2068\u2069]", "", page.answer(found, found))
    early = translate_plural(language, "before_after.answer.early", 1, count="1", agencies="Oujda")
    assert [each for each in (early, few, short, none) if each not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verdict", ["unclear", "early", "gone", "few", "short", "none"])
def test_the_first_line_and_the_card_call_a_verdict_by_one_name(
    language: Language, verdict: str
) -> None:
    named = translate(language, f"before_after.{verdict}", agencies="|").split(":")[0].strip()
    line = translate_plural(language, f"before_after.answer.{verdict}", 1, count="1", agencies="|")
    assert line.casefold().startswith(named.casefold())
