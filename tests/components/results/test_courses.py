"""Which centre loses people: named where it is no chance, and never made of one centre alone."""

from __future__ import annotations

import pandas as pd
import pytest

from components.language import i18n
from components.language.catalogue import translate
from components.results.courses import who_leaves
from db.measures.courses import NO_CENTRE

NAMES = {1: "CEF Yacoub", 2: "OFPPT", 3: "Passerelles"}


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")


def told(*lines: tuple[int, int, int], has_more: bool = False) -> str:
    rows = pd.DataFrame(lines, columns=["centre_id", "numerator", "denominator"])
    rows["share"] = rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    return who_leaves(rows, NAMES.__getitem__, has_more=has_more)


def test_a_centre_that_loses_more_is_named_with_what_the_others_lose() -> None:
    found = told((1, 3, 30), (2, 18, 30), (3, 3, 30))
    assert found.startswith("OFPPT") and "18 sur 30" in found and "10" in found


def test_a_difference_by_chance_names_nobody() -> None:
    found = told((1, 4, 40), (2, 2, 35))
    assert found.startswith(translate("fr", "headline.leaving"))
    assert not any(name in found for name in NAMES.values())


def test_of_few_courses_none_is_said_to_be_like_the_others() -> None:
    found = told((1, 1, 4), (2, 0, 29))
    assert found.startswith(translate("fr", "headline.leaving.too_few"))
    assert "(1 sur 33)" in found


def test_of_few_courses_it_says_where_more_are() -> None:
    widen = translate("fr", "answer.widen")
    assert widen not in told((1, 1, 4), (2, 0, 29))
    assert f" {widen} " in told((1, 1, 4), (2, 0, 29), has_more=True)
    assert widen not in told((1, 4, 40), (2, 2, 35), has_more=True)


def test_courses_without_a_centre_make_no_centre_large_enough() -> None:
    found = told((1, 1, 4), (2, 1, 5), (NO_CENTRE, 6, 60))
    assert found.startswith(translate("fr", "headline.leaving.too_few"))


def test_one_centre_is_not_said_to_differ_from_others() -> None:
    assert "1 sur 4" in told((1, 1, 4), (2, 0, 0))
    for other in ((2, 0, 0), (NO_CENTRE, 1, 60)):
        found = told((1, 1, 4), other)
        assert translate("fr", "headline.leaving") not in found
        assert translate("fr", "headline.leaving.too_few") not in found


def test_nobody_who_left_is_said_as_such() -> None:
    said = told((1, 0, 3), (2, 0, 2))
    assert "5 formations" in said and said.startswith("Aucun abandon")
    assert told((1, 0, 0)) == translate("fr", "headline.no_completion")
