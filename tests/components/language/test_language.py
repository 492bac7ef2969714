"""Plural forms follow the catalogues' header, in Arabic above all; dates read as one says them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from components.language import i18n
from components.language.catalogue import (
    LANGUAGES,
    Language,
    messages,
    translate,
    translate_plural,
    unbroken,
)
from tests.source import ROOT


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (1, "متأخر بيوم واحد"),
        (2, "متأخر بيومين"),
        (3, "متأخر بـ3 أيام"),
        (10, "متأخر بـ10 أيام"),
        (11, "متأخر بـ11 يوماً"),
        (16, "متأخر بـ16 يوماً"),
        (99, "متأخر بـ99 يوماً"),
        (100, "متأخر بـ100 يوم"),
        (108, "متأخر بـ108 أيام"),
    ],
)
def test_arabic_counts_in_six_forms(count: int, form: str) -> None:
    assert translate_plural("ar", "retention_form.late", count, count=count) == form


@pytest.mark.parametrize(("count", "form"), [(0, "d'un jour"), (1, "d'un jour"), (2, "2 jours")])
def test_french_counts_nothing_as_one(count: int, form: str) -> None:
    assert form in translate_plural("fr", "retention_form.late", count, count=count)


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2026, 7, 1), "1er juillet 2026", "1er juil."),
        (date(2026, 7, 21), "21 juillet 2026", "21 juil."),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(
    monkeypatch: pytest.MonkeyPatch, day: date, long: str, short: str
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    assert (i18n.day(day), i18n.day_short(day)) == (long, short)


def test_a_moment_in_arabic_has_the_arabic_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 7, 21, 9, 30, tzinfo=UTC)
    monkeypatch.setattr(i18n, "language", lambda: "ar")
    assert i18n.moment(at) == i18n.moment_in("ar", at) == "21 يوليوز 2026، 09:30"
    assert i18n.moment_in("fr", at) == "21 juillet 2026, 09:30"


def test_no_comma_is_written_into_what_is_said_in_three_languages() -> None:
    """``i18n.joined`` knows the comma of each."""
    written = re.compile(
        r"""f["'].*, \{(i18n|words|labels)\.|["'], ["']\.join\((labels|names|words)"""
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "components").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if written.search(line)
    ]
    assert found == []


#: What stands for a number in a sentence; names of shares, days and codes are not here.
NUMBERS = (
    *("all", "before", "count", "days", "expected", "held", "hidden", "least", "limit", "most"),
    *("n", "now", "number", "part", "points", "total", "whole", "with_agent"),
)
#: Words that may follow a number without being what is counted.
LINKS = {
    "en": {"of", "to", "so", "over", "where", "is", "in", "against", "are", "was", "before"},
    "fr": {"sur", "à", "de", "dans", "contre", "est", "là", "au", "avant"},
    "ar": {"من", "إلى", "في", "مقابل", "حيث", "على", "ليست", "قبلها"},
}
COUNTED = re.compile(r"\{(" + "|".join(NUMBERS) + r")\}\s+([^\W\d_]{2,})")


@pytest.mark.fault("T13")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_beside_what_it_counts_has_plural_forms(language: Language) -> None:
    alone = {
        f"{key}: {said}"
        for key, said in messages(language).items()
        if isinstance(said, str)
        for _, word in COUNTED.findall(said)
        if word not in LINKS[language]
    }
    assert alone == set()


@pytest.mark.fault("T13")
@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_sentence_can_be_said_of_every_number(language: Language, count: int) -> None:
    others = dict.fromkeys(re.findall(r"\{(\w+)\}", str(messages("fr"))), "x") | {"count": count}
    for key, forms in messages(language).items():
        if isinstance(forms, tuple):
            said = translate_plural(language, key, count, **others)
            assert said.strip() and "{" not in said
            assert str(count) in said or "{count}" not in "".join(forms) or count in (0, 1, 2)


@pytest.mark.fault("T13")
@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("fr", "1 personne migrante inscrite"),
        ("en", "1 migrant registered"),
        ("ar", "مهاجر واحد مسجل"),
    ],
)
def test_one_person_is_one_person(language: Language, form: str) -> None:
    assert form in translate_plural(language, "headline.register", 1, count=1, with_agent=1)


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("fr", "Quand ? Demain : non ; oui !", "Quand\xa0? Demain\xa0: non\xa0; oui\xa0!"),
        ("fr", "Intervalle à 95 %", "Intervalle à 95\xa0%"),
        ("fr", "Page « Ma journée »", "Page «\xa0Ma journée\xa0»"),
        ("fr", "{count} : {names}", "{count}\xa0: {names}"),
        ("fr", "Ouvrir :material/home: ici", "Ouvrir :material/home: ici"),
        ("en", "When ? « {words} »", "When ? «\xa0{words}\xa0»"),
        ("ar", "« {words} »", "«\xa0{words}\xa0»"),
    ],
)
def test_no_line_begins_with_a_sign_of_the_word_before(
    language: Language, written: str, shown: str
) -> None:
    assert unbroken(language, written) == shown


def test_every_french_sentence_is_held_together() -> None:
    said = [
        form
        for text in messages("fr").values()
        for form in ((text,) if isinstance(text, str) else text)
    ]
    assert [each for each in said if re.search(r" [;?!%»]| :(?!material/)|« ", each)] == []


@pytest.mark.parametrize(
    ("names", "marked"), [("Awa Diallo", True), ("\u0631\u062d\u0645\u0629", False)]
)
def test_what_follows_a_foreign_name_stands_after_it_in_arabic(names: str, marked: bool) -> None:
    """A number at the beginning of the next sentence was drawn before the name."""
    assert translate("ar", "agency.team", names=names).endswith("\u200f") is marked
    assert "\u200f" not in translate("fr", "agency.team", names=names)


@pytest.mark.parametrize(
    ("name", "filled"),
    [
        ("Najat B.", "\u2068Najat B.\u2069"),
        ("\u2066234-5678\u2069", "\u2066234-5678\u2069"),
        ("**Rabat**", "**Rabat**"),
        ("\u0646\u062c\u0627\u0629 B.", "\u0646\u062c\u0627\u0629 B."),
        ("12 %", "12 %"),
    ],
)
def test_a_foreign_name_is_set_apart_in_an_arabic_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, filled: str
) -> None:
    """Its last dot stood before it: ".Najat B"."""
    monkeypatch.setattr(i18n, "language", lambda: "ar")
    said = translate("ar", "accounts.closed", name="|").rstrip("\u200f")
    assert i18n.t("accounts.closed", name=name).rstrip("\u200f") == said.replace("|", filled)
    assert i18n.joined(name, name) == f"{filled}\u060c {filled}"


def test_a_name_that_runs_as_the_language_has_no_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")
    arabic = "\u0646\u062c\u0627\u0629"
    said = i18n.line("Najat B.", "", None, f"{arabic}.", "12")
    assert said == f"Najat B. · \u2068{arabic}.\u2069 · 12"
    assert i18n.bidi_isolated(i18n.bidi_isolated(arabic)) == f"\u2068{arabic}\u2069"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decimal_stands_before_no_word_that_has_a_plural(language: Language) -> None:
    """ "0,1 mégaoctets": in French the plural begins at 2, and a decimal asks for no form."""
    assert translate(language, "backups.size", size="0,1").endswith("0,1")
