"""The page of rows: as many lines as the figure, who may read them, the way on and back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from components.cards.exports import Reader
from components.language.catalogue import translate
from components.visit import browser
from db.codes import TrainingStatus
from tests.cast import CAST
from tests.pages.opening import opened_at
from tests.pages.phone import SignedIn
from tests.pages.results_page import fill, said

PEOPLE = "people_seen"


def rows(figure: str, language: str = "fr", **words: str) -> AppTest:
    app = opened_at("results/rows.py")
    app.session_state["language"] = language
    for name, value in {"rows_figure": figure, "rows_back": "overview", **words}.items():
        app.query_params[name] = value
    return app.run()


@pytest.fixture(autouse=True)
def on_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "is_wide", lambda: True)


@pytest.mark.parametrize(
    ("who", "people"), [(CAST.manager, 2), (CAST.agent_rabat, 1), (CAST.agent_casablanca, 1)]
)
def test_there_are_as_many_rows_as_the_figure_says(
    signed_in: SignedIn, who: int, people: int
) -> None:
    fill()
    signed_in(who)
    app = rows(PEOPLE)
    assert not app.exception
    (table,) = app.dataframe
    assert len(table.value) == people
    assert f"\u00a0: {people} " in said(app)


def test_a_group_of_rows_is_one_agency_of_the_address(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.manager)
    app = rows("interventions", rows_agency=str(CAST.rabat))
    assert len(app.dataframe[0].value) == 3
    app.button("rows_not_only").click().run()
    assert len(app.dataframe[0].value) == 6
    assert "rows_agency" not in app.query_params
    assert not [each for each in app.button if each.key == "rows_not_only"]


def test_agencies_are_chosen_once(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.manager)
    app = rows("interventions")
    (pills,) = (each for each in app.button_group if each.key == "filter_agency")
    both = set(pills.options)
    assert len(both) > 1
    chosen = [set(each.options) & both for each in app.selectbox]
    assert not any(chosen)


def test_a_phone_has_a_line_for_each(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "is_wide", lambda: False)
    fill()
    signed_in(CAST.manager)
    app = rows(PEOPLE, "ar")
    assert not app.exception
    assert len([each for each in app.get("page_link") if "people" in each.proto.page]) >= 2


@pytest.mark.parametrize("figure", ["", "trust", "TR.1", "<b>"])
def test_a_figure_without_rows_says_how_one_is_opened(signed_in: SignedIn, figure: str) -> None:
    signed_in(CAST.manager)
    app = rows(figure)
    assert not app.exception
    assert translate("fr", "rows.which") in said(app)


def test_words_that_a_link_invents_open_nothing_wrong(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.agent_rabat)
    app = rows(
        "checks",
        rows_agency=str(CAST.casablanca),
        rows_first="2026-13-40",
        rows_last="x",
        rows_state="invented",
        rows_back="../released?x=1",
    )
    assert not app.exception
    assert "Casablanca" not in "".join(table.value.to_csv() for table in app.dataframe)


def test_the_way_back_is_a_page_of_results_alone(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    assert not [
        each for each in rows(PEOPLE, rows_back="accounts").button if each.key == "rows_back_to"
    ]
    assert [each for each in rows(PEOPLE).button if each.key == "rows_back_to"]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("enrolments", {"rows_agency": f"{CAST.rabat}+{CAST.casablanca}"}),
        ("retention", {"rows_check": "3+6"}),
        ("interventions", {"rows_first": "0999-01-01", "rows_last": "0999-12-31"}),
        ("interventions", {"rows_first": "9999-01-01", "rows_last": "9999-12-31"}),
    ],
)
def test_what_no_bar_stands_for_narrows_nothing(
    signed_in: SignedIn, figure: str, words: dict[str, str]
) -> None:
    fill()
    signed_in(CAST.manager)
    app = rows(figure, **words)
    assert not app.exception
    assert not set(words) & set(app.query_params)


def test_several_codes_of_one_bar_stay_one_choice(signed_in: SignedIn) -> None:
    fill()
    signed_in(CAST.manager)
    several = f"{TrainingStatus.ENROLLED}+{TrainingStatus.COMPLETED}"
    app = rows("courses", rows_status=several)
    assert not app.exception
    assert app.selectbox("rows_choice_status").value == several


def test_a_way_back_sets_none_of_streamlits_own_words(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)
    app = rows(PEOPLE, rows_back="overview?embed=true&embed_options=dark_theme&filter_sex=F")
    app.button("rows_back_to").click().run()
    assert not app.exception


def test_another_page_of_the_list_has_a_choice_of_its_own(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = set[str]()
    table = st.dataframe

    def drawn(*parts: Any, **options: Any) -> Any:
        chosen.add(options["key"])
        return table(*parts, **options)

    monkeypatch.setattr(st, "dataframe", drawn)
    fill()
    signed_in(CAST.manager)
    app = rows("interventions", rows_agency=str(CAST.rabat))
    app.run()
    assert len(chosen) == 1
    app.button("rows_not_only").click().run()
    assert len(chosen) == 2


def test_a_file_made_outside_of_any_session_speaks_the_language_of_its_page(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    signed_in(CAST.manager)
    offered: dict[str, Callable[[], bytes]] = {}

    def offer(
        _: Reader, name: str, make: Callable[[], bytes], **_refused: object
    ) -> Callable[[], bytes]:
        offered[name] = make
        return make

    monkeypatch.setattr(Reader, "checked", offer)
    assert not rows("interventions", "ar").exception
    (make,) = [each for name, each in offered.items() if name.endswith(".csv")]
    with ThreadPoolExecutor(1) as bare:
        file = bare.submit(make).result().decode("utf-8-sig")
    assert translate("ar", "column.person") in file.splitlines()[0]
