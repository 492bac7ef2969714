"""The list of entries where there is room: a table, searched, sorted, opened by a row."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import streamlit as st

from components.language.catalogue import Language, translate
from components.records import entry_filters, entry_table
from components.records.entry_filters import ORDER, SORT
from db.actions import events
from db.models import Case
from db.queries import entries
from db.store.engine import writing
from tests.cast import CAST
from tests.languages import LANGUAGES
from tests.pages.entered import met
from tests.pages.phone import Phone, SignedIn

PAGE = "work/entries.py"
OTHER_CODE = "234-5679"
SHOWN = entry_table._SHOWN

pytestmark = pytest.mark.fault("S3")


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.visit.browser.is_wide", lambda: True)


@pytest.fixture
def entered(signed_in: SignedIn) -> list[int]:
    """One entry about each person of Rabat; the other one is a woman of Syria."""
    with writing() as session:
        case = session.get_one(Case, CAST.case_rabat_2)
        case.nationality, case.birth_year = "SY", 1971
    signed_in(CAST.agent_rabat)
    return [met(), met(CAST.case_rabat_2, type="CV")]


def one_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (entries, entry_filters):
        monkeypatch.setattr(module, "PAGE", 1)


def table(desk: Phone) -> pd.DataFrame:
    found: pd.DataFrame = desk.app.dataframe[0].value
    return found


def column(desk: Phone, name: str, language: Language = "fr") -> list[Any]:
    return list(table(desk)[translate(language, f"entries.column.{name}")])


def touch(desk: Phone, *, row: int | None = None, heading: str = "") -> None:
    """As the browser does: the table's own state, then its callback, then a run."""
    rows = [] if row is None else [row]
    said = {"selection": {"rows": rows, "columns": [heading] if heading else [], "cells": []}}
    state = {entry_table.KEY: said, SHOWN: desk.app.session_state[SHOWN]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "session_state", state)
        entry_table._touched()
    for key in (entry_table._CHOSEN, SORT, ORDER):
        if key in state:
            desk.app.session_state[key] = state[key]
    desk.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_tells_who_it_is_about(entered: list[int], language: Language) -> None:
    desk = Phone(PAGE, language)
    assert column(desk, "birth_year", language)[0] == "1971"
    for name in ("day", "who", "sex", "nationality", "type"):
        assert all(column(desk, name, language))
    assert not any("\u200f" in day for day in column(desk, "day", language))
    said = str(desk.app.dataframe[0].proto.alt)
    assert translate(language, "entries.column.entered_at") in said


def test_one_agency_and_one_author_need_no_column(entered: list[int], signed_in: SignedIn) -> None:
    author, agency = (translate("fr", f"entries.column.{each}") for each in ("author", "agency_id"))
    assert not {author, agency} & set(table(Phone(PAGE)))
    signed_in(CAST.manager)
    assert {author, agency} <= set(table(Phone(PAGE)))


def test_columns_are_chosen(entered: list[int]) -> None:
    desk = Phone(PAGE)
    desk.app.button_group(key="entries_columns_intervention").set_value(["who", "type"])
    desk.run()
    assert list(table(desk)) == ["Personne ou groupe", "Type"]


@pytest.mark.parametrize("typed", ["345679", "234-5679", "syrie", "cv", "Syrie CV"])
def test_the_search_finds_codes_and_words_and_stays_out_of_the_address(
    entered: list[int], typed: str
) -> None:
    desk = Phone(PAGE)
    assert len(table(desk)) == 2
    desk.write("entries_search", typed)
    assert column(desk, "who") == [OTHER_CODE]
    assert not desk.app.query_params
    desk.write("entries_search", f"{typed} maroc")
    assert len(desk.app.info) == 1


def test_a_heading_sorts_the_whole_list_and_turns_it_round(
    entered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one_a_page(monkeypatch)
    desk = Phone(PAGE)
    assert column(desk, "who") == [OTHER_CODE]
    for who in ("234-5678", OTHER_CODE, "234-5678"):
        touch(desk, heading="Personne ou groupe")
        assert column(desk, "who") == [who]


def test_a_row_opens_what_can_be_done_and_stays_open_when_others_come(entered: list[int]) -> None:
    desk = Phone(PAGE)
    key = f"entries_change_intervention_{entered[0]}"
    assert not desk.shows(key)
    touch(desk, row=1)
    assert desk.shows(key)
    met(submission_id="meanwhile", type="ADMIN")
    desk.run()
    assert len(table(desk)) == 3
    assert desk.shows(key)
    assert desk.app.session_state[entry_table.KEY]["selection"]["rows"] == [2]
    desk.choose(key, "void")
    desk.choose(f"entries_reason_intervention_{entered[0]}", "WRONG_PERSON")
    desk.press(f"entries_void_intervention_{entered[0]}")
    assert column(desk, "state")[2].startswith(translate("fr", "entries.voided", reason=""))


def test_a_survey_names_nobody(entered: list[int]) -> None:
    desk = Phone(PAGE, entries_kind="Enquêtes")
    assert len(desk.app.info) == 1
    assert not desk.app.dataframe


def test_a_voided_entry_says_why_in_its_row(entered: list[int]) -> None:
    with writing() as session:
        events.void(session, "intervention", entered[1], "WRONG_PERSON", by=CAST.agent_rabat)
    assert column(Phone(PAGE), "state")[0]


@pytest.mark.fault("E7")
def test_the_place_in_the_list_is_in_the_address_unless_it_tells_of_somebody(
    entered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one_a_page(monkeypatch)
    desk = Phone(PAGE)
    desk.press("entries_next")
    assert column(desk, "who") == ["234-5678"]
    assert desk.app.query_params == {"entries_after": str(entered[1])}
    there = Phone(PAGE, entries_after=str(entered[1]))
    assert column(there, "who") == ["234-5678"]
    desk.app.selectbox(key=SORT).select("birth_year")
    desk.run()
    assert "entries_after" not in desk.app.query_params
    first = column(desk, "who")
    desk.press("entries_next")
    assert column(desk, "who") != first
    assert not desk.app.query_params


@pytest.mark.fault("E7")
@pytest.mark.parametrize("said", ["x", "-1", "2026-01-01~3", "9" * 30, "~", "1~1", ""])
def test_a_place_that_is_none_of_this_list_is_its_beginning(entered: list[int], said: str) -> None:
    assert len(table(Phone(PAGE, entries_after=said))) == 2


@pytest.mark.fault("E7")
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_link_of_another_language_opens_the_same_list(
    entered: list[int], language: Language
) -> None:
    desk = Phone(PAGE, entries_kind=translate(language, "entries.kind.training"))
    assert desk.app.button_group(key="entries_kind").value == "training"
