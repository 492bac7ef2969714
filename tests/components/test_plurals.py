"""Plural forms follow the header of the catalogues, in Arabic above all."""

from __future__ import annotations

import pytest

from components.catalogue import translate_plural


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
