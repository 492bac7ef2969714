"""What is said of each way of merging, and which merge is proposed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
import streamlit as st

from components.fields import release_groups as words
from components.language.catalogue import LANGUAGES, Language
from components.releases import groups
from db.inputs.release_groups import LEVELS, Groups
from db.releases.compare import Level

FEW = Level("age", "THREE", cells=9, shown_cells=5, people=100, shown_people=80)
MORE = Level("age", "TWO", cells=6, shown_cells=6, people=100, shown_people=100)
NO_SEX = Level("sex", "TWO", cells=6, shown_cells=2, people=100, shown_people=60)

pytestmark = pytest.mark.usefixtures("sqlite_engine")


@pytest.fixture(autouse=True)
def french(sqlite_engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", "fr")


def said(levels: list[Level]) -> list[str]:
    return [each.replace("\xa0", " ") for each in groups.proposals(levels, Groups())]


def test_the_next_merge_is_proposed_with_what_it_would_show() -> None:
    assert said([FEW, MORE]) == [
        "Âge : 44 % des cases et 20 % des personnes seraient masquées. Avec « 15-24, 25 ans et"
        " plus », 100 % des cases et 100 % des personnes seraient montrées."
    ]


def test_a_breakdown_without_a_wider_group_had_better_be_left_out() -> None:
    (sentence,) = said([NO_SEX])
    assert "67 % des cases" in sentence and "Ce tableau peut être laissé de côté" in sentence


def test_a_merge_that_shows_no_more_is_not_proposed() -> None:
    (sentence,) = said([FEW, replace(MORE, shown_cells=2)])
    assert "Ce tableau peut être laissé de côté" in sentence


def test_nothing_is_proposed_for_what_hides_little_or_is_not_chosen() -> None:
    assert groups.proposals([MORE, NO_SEX], Groups(sex="NONE", age="TWO")) == []


def test_a_row_says_what_a_way_would_show_and_which_is_chosen() -> None:
    rows = groups.comparison([FEW, MORE], Groups()).to_numpy().tolist()
    assert [[each.replace("\xa0", " ") for each in row] for row in rows] == [
        ["Âge : 15-24, 25-34, 35 ans et plus", "56 %", "80 %", "oui"],
        ["Âge : 15-24, 25 ans et plus", "100 %", "100 %", ""],
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_has_its_words(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.session_state, "language", language)
    for name, levels in LEVELS.items():
        assert len({words.level(name, level) for level in levels}) == len(levels)
    assert words.written(Groups().stored()).count(" · ") == len(LEVELS) - 1
