"""A share of fewer than ten is told by its counts, and never in percent."""

from __future__ import annotations

import string

import pytest

from components.language import i18n, percents
from components.language.catalogue import messages, translate, translate_plural

#: Told of thirty or more alone.
ALWAYS_MANY = {"coordination.most", "coordination.least"}


@pytest.fixture(autouse=True)
def in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "fr")


@pytest.mark.parametrize(
    ("part", "whole", "written", "cell"),
    [
        (0, 0, "—", "—"),
        (None, None, "—", "—"),
        (1, 1, "1 sur 1", "1 sur 1"),
        (0, 9, "0 sur 9", "0 sur 9"),
        (7, 10, "70\xa0%", 70),
        (125, 200, "63\xa0%", 63),
    ],
)
def test_a_share_is_written_by_what_it_rests_on(
    part: int | None, whole: int | None, written: str, cell: int | str
) -> None:
    assert percents.written(part, whole).replace("\u202f", "\xa0") == written
    assert percents.cell(part, whole) == cell


def test_a_sentence_on_few_says_no_percentage() -> None:
    few = percents.sentence("headline.left", 9, 9)
    assert few == translate("fr", "headline.left.few", part=9, whole=9)
    many = percents.sentence("headline.left", 9, 10)
    assert many == translate("fr", "headline.left", share=i18n.percent(0.9), part=9, whole=10)
    assert "%" in many and "%" not in few


def test_a_sentence_that_says_what_it_counts_has_its_plural() -> None:
    few = percents.counted("headline.contracts", 1, 1)
    assert few == translate("fr", "headline.contracts.few", part=1, whole=1)
    many = percents.counted("headline.contracts", 5, 10)
    told = {"count": "10", "part": 5, "share": i18n.percent(0.5)}
    assert many == translate_plural("fr", "headline.contracts", 10, **told)


def test_each_sentence_that_tells_a_share_of_counts_has_a_wording_for_few() -> None:
    found = messages("fr")
    telling = set()
    for key, text in found.items():
        sentence = text if isinstance(text, str) else text[-1]
        named = {name for _, name, _, _ in string.Formatter().parse(sentence)}
        if {"share", "part"} <= named and named & {"whole", "count"}:
            telling.add(key)
    assert len(telling) > 10
    assert {each for each in telling if f"{each}.few" not in found} == ALWAYS_MANY
