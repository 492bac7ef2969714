"""A code reads the same way round in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from components.language import i18n
from components.reads import labels, reference
from db.inputs import case_codes
from db.models import Agency, Code, Organisation


@pytest.mark.fault("S10")
@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_code_is_set_apart_from_arabic_words(
    monkeypatch: pytest.MonkeyPatch, is_rtl: bool
) -> None:
    monkeypatch.setattr(i18n, "is_rtl", lambda: is_rtl)
    written = labels.card_code("366C692")
    assert written.strip("\u2066\u2069") == "366-C692"
    assert (written[0], written[-1]) == (("\u2066", "\u2069") if is_rtl else ("3", "2"))
    assert case_codes.normal(written) == "366C692"


def test_a_code_is_offered_from_its_first_day_to_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    def code(name: str, first: int | None, last: int | None) -> Code:
        days = [date(2026, 1, day) if day else None for day in (first, last)]
        return Code(
            list="SEX", code=name, sort=0, label_fr=name, label_en=name, label_ar=name,
            valid_from=days[0], valid_to=days[1],
        )  # fmt: skip

    rows = [code("OPEN", None, None), code("LAST", None, 15), code("GONE", None, 14)]
    rows += [code("FIRST", 15, None), code("SOON", 16, None)]
    monkeypatch.setattr(reference, "codes", lambda _: {each.code: each for each in rows})
    monkeypatch.setattr(reference, "now", lambda: datetime(2026, 1, 15, tzinfo=UTC))
    assert list(labels.choices("SEX")) == ["OPEN", "LAST", "FIRST"]
    assert labels.label("SEX", "GONE") == "GONE"


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("fr", "Agence Fès", "Fès"),
        ("en", "Fez Agency", "Fès"),
        ("ar", "وكالة فاس", "وكالة فاس"),
    ],
)
def test_an_agency_has_its_name_in_the_language_of_the_screen(
    monkeypatch: pytest.MonkeyPatch, language: str, full: str, short: str
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    row = Agency(
        code="FES", name="Agence Fès", name_en="Fez Agency", name_ar="وكالة فاس",
        short_name="Fès", city="Fès", region="MA-03", host_id=1,
    )  # fmt: skip
    assert labels.agency_name(row) == full
    assert labels.agency_name(row, short=True) == short


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_place_without_a_name_in_a_language_keeps_its_own(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(i18n, "language", lambda: language)
    row = Agency(code="FES", name="Agence Fès", short_name="Fès", city="F", region="R", host_id=1)
    assert (labels.agency_name(row), labels.agency_name(row, short=True)) == ("Agence Fès", "Fès")
    assert labels.place_name(Organisation(code="A", name="Amal", type="CSO")) == "Amal"


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [
        ("fr", ["Fès", "Fès 2", "Taza"], ["Agence Fès", "Agence Fès 2", "Agence Taza"]),
        ("en", ["Fès", "Fès 2", "Taza"], ["Agence Fès", "Agence Fès 2", "Agence Taza"]),
        ("ar", ["Fès", "Fès 2", "تازة"], ["Agence Fès", "Agence Fès 2", "تازة"]),
    ],
)
def test_a_translated_name_that_two_places_have_gives_way_to_their_own(
    monkeypatch: pytest.MonkeyPatch, language: str, short: list[str], full: list[str]
) -> None:
    rows = {
        number: Agency(
            id=number, code=name, name=f"Agence {name}", name_ar=arabic, short_name=name, city=name,
            region="MA-03", host_id=1,
        )
        for number, (name, arabic) in enumerate(
            [("Fès", "فاس"), ("Fès 2", "فاس"), ("Taza", "تازة")], 1
        )
    }  # fmt: skip
    centres = {
        1: Organisation(id=1, code="A", name="Centre Amal", name_en="Hope Centre", type="CSO"),
        2: Organisation(id=2, code="B", name="Centre Espoir", name_en="Hope Centre", type="CSO"),
        3: Organisation(id=3, code="C", name="Hope Centre", type="CSO"),
    }
    monkeypatch.setattr(i18n, "language", lambda: language)
    monkeypatch.setattr(reference, "agencies", lambda: rows)
    monkeypatch.setattr(reference, "organisations", lambda: centres)
    assert [labels.agency(each, short=True) for each in rows] == short
    assert [labels.agency(each) for each in rows] == full
    found = [labels.organisation(each) for each in centres]
    assert found == ["Centre Amal", "Centre Espoir", "Hope Centre"]
