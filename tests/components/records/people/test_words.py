"""What is typed over the list of people, as a counter types it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
import sqlalchemy as sa
import streamlit as st

from components.records.people import words
from db.codes import Sex
from db.inputs.people import PeopleSearch, PersonWord


@pytest.fixture(autouse=True)
def _in_french(sqlite_engine: sa.Engine) -> Iterator[None]:
    st.session_state["language"] = "fr"
    yield
    del st.session_state["language"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("234-5", ["2345"]),
        ("cfg", ["CFG"]),
        ("bos", ["8Q5"]),
        ("234 5678", ["2345678"]),
        ("23 45 678", ["2345678"]),
        ("234-5678", ["2345678"]),
        # More than a card holds: two words, and nobody who fits both.
        ("2345678 CFG", ["2345678", "CFG"]),
    ],
)
def test_a_code_may_be_half_of_it_in_any_spelling(typed: str, codes: list[str]) -> None:
    read = words.read(typed)
    assert read.unknown == ()
    assert [word.code for word in read.search.words] == codes


def test_a_year_a_nationality_and_a_sex_are_told_apart() -> None:
    born, coast, ivory, woman = words.read("1995 Cote d'ivoire FEM").search.words
    assert born == PersonWord(birth_year=1995)
    assert coast.nationalities & ivory.nationalities == {"CI"}
    assert woman == PersonWord(sexes=frozenset({Sex.WOMAN}))


def test_a_word_may_mean_two_things() -> None:
    (word,) = words.read("sou").search.words
    assert word.code == "5QV"
    assert "SD" in word.nationalities


@pytest.mark.parametrize(("language", "typed"), [("en", "Sudan"), ("ar", "السُّودان")])
def test_a_nationality_is_typed_in_the_language_of_the_screen(language: str, typed: str) -> None:
    st.session_state["language"] = language
    (word,) = words.read(typed).search.words
    assert "SD" in word.nationalities


@pytest.mark.parametrize("typed", ["Aminata", "0612345678", "19", "é", "in", "%", "'; DROP"])
def test_what_means_nothing_is_given_back(typed: str) -> None:
    read = words.read(typed)
    assert read.unknown == tuple(typed.split())
    assert read.search.words == ()


def test_nothing_typed_asks_for_nothing() -> None:
    assert words.read("  ") == words.Read(PeopleSearch(()), ())


def contact_words(typed: str) -> list[dict[str, Any]]:
    """What each word means to whoever may see contacts: only what it has."""
    empty = PersonWord()
    return [
        {
            each.name: getattr(word, each.name)
            for each in fields(word)
            if getattr(word, each.name) != getattr(empty, each.name)
        }
        for word in words.read(typed, in_contacts=True).search.words
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("06 12 34 56 78", [{"phone": "06 12 34 56 78"}]),
        ("+212 612-345678", [{"phone": "+212 612-345678"}]),
        ("Mohamed 06 12 34 56 78", [{"phone": "06 12 34 56 78"}, {"name": "Mohamed"}]),
        ("Abd el Kader", [{"name": "Abd el Kader"}]),
        ("Mohamed 1995", [{"name": "Mohamed"}, {"birth_year": 1995}]),
        # Seven digits may be a card's code or the end of a number.
        ("345678", [{"code": "345678", "phone": "345678"}]),
        ("2345678", [{"code": "2345678", "phone": "2345678"}]),
        ("محمد", [{"name": "محمد"}]),
        # The country and the name.
        ("mali", [{"name": "mali", "nationalities": frozenset({"ML"})}]),
        ("234-5", [{"code": "2345"}]),
        ("1995 234-5", [{"birth_year": 1995}, {"code": "2345"}]),
    ],
)
def test_a_word_may_also_be_a_name_or_a_number(typed: str, found: list[dict[str, Any]]) -> None:
    assert contact_words(typed) == found


def test_whoever_may_see_no_contact_reads_no_name() -> None:
    assert words.read("Mohamed").unknown == ("Mohamed",)
    assert not any(word.phone for word in words.read("2345678").search.words)
