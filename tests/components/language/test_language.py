"""Plural forms follow the catalogues' header, in Arabic above all; dates read as one says them."""

from __future__ import annotations

from datetime import date

import pytest

from components.language import i18n
from components.language.catalogue import translate_plural


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
