"""Targets typed into a table, key indicators, a definition, a deviation: as a manager does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from components.language.catalogue import translate
from db.access.viewer import viewer_of
from db.queries import indicators
from db.store.engine import reading, writing
from tests.acts_indicators import due, save_targets
from tests.cast import CAST
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/targets.py"
CODE = "IR2.1"
pytestmark = pytest.mark.usefixtures("no_figures_of_another_test")
Types = Callable[[int, str, Any], None]


@pytest.fixture(autouse=True)
def manager(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a desktop, but for a test that says otherwise."""
    monkeypatch.setattr("components.visit.browser.is_wide", lambda: True)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """``types(1, "value", "12")``: what a hand does in a row of the grid, from now on."""
    typed: dict[tuple[int, str], Any] = {}
    drawn = st.data_editor

    def edited(frame: pd.DataFrame, **options: Any) -> pd.DataFrame:
        shown: pd.DataFrame = drawn(frame, **options).copy()
        for (row, column), said in typed.items():
            if column in shown:
                shown.loc[row, column] = said
        return shown

    monkeypatch.setattr(st, "data_editor", edited)

    def write(row: int, column: str, said: Any) -> None:
        typed[row, column] = said

    return write


def day() -> str:
    with reading() as session:
        return due(session).isoformat()


def stored() -> dict[int, float]:
    """The targets of the end of this year, by place."""
    with reading() as session:
        found = indicators.stated(session, CODE, viewer=viewer_of(session, CAST.manager))
        return {place: row.targets[due(session)] for place, row in found.items() if row.targets}


def test_a_wrong_cell_is_named_and_nothing_typed_is_lost(types: Types) -> None:
    types(0, day(), "500")
    types(1, day(), "douze")
    phone = Phone(PAGE, indicator=CODE)
    assert "Agence Rabat" in phone.said
    assert "«\xa0douze\xa0» n'est pas un nombre." in phone.said
    phone.press("targets_save")
    assert stored() == {}
    types(1, day(), "12")
    phone.run()
    phone.press("targets_save")
    assert stored() == {0: 500.0, 1: 12.0}
    assert "2 cases enregistrées." in phone.said


def test_whoever_is_overtaken_is_told_by_whom_and_chooses(types: Types) -> None:
    phone = Phone(PAGE, indicator=CODE)
    types(0, day(), "500")
    phone.run()
    with writing() as session:
        save_targets(session, {f"0 {day()}": "300"})
    phone.press("targets_save")
    assert stored() == {0: 300.0}
    assert "Manager" in phone.said
    phone.press("targets_save")
    assert stored() == {0: 500.0}


def test_a_day_is_added_as_a_column() -> None:
    phone = Phone(PAGE, indicator=CODE)
    phone.write(f"targets_day_{CODE}", "32/1/2027")
    phone.press("targets_add")
    assert translate("fr", "error.date_form") in phone.said
    phone.write(f"targets_day_{CODE}", "31/3/2027")
    phone.press("targets_add")
    assert "2027-03-31" in phone.app.dataframe[0].value.columns


def test_a_phone_has_fields_and_keeps_those_of_another_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("components.visit.browser.is_wide", lambda: False)
    phone = Phone(PAGE, indicator=CODE)
    assert len(phone.app.dataframe) == 0
    phone.write(f"targets_cell_{CODE}_0_{day()}_0", "500")
    phone.app.selectbox(key=f"targets_place_{CODE}").set_value(CAST.rabat).run()
    phone.write(f"targets_cell_{CODE}_{CAST.rabat}_{day()}_0", "douze")
    assert "«\xa0douze\xa0» n'est pas un nombre." in phone.said
    phone.app.selectbox(key=f"targets_place_{CODE}").set_value(0).run()
    assert phone.app.text_input(key=f"targets_cell_{CODE}_0_{day()}_0").value == "500"
    phone.app.selectbox(key=f"targets_place_{CODE}").set_value(CAST.rabat).run()
    phone.write(f"targets_cell_{CODE}_{CAST.rabat}_{day()}_0", "12")
    phone.press("targets_save")
    assert stored() == {0: 500.0, CAST.rabat: 12.0}


def test_key_indicators_are_chosen(types: Types) -> None:
    types(16, "is_key", True)
    types(16, "explain_over", "3")
    phone = Phone(PAGE, part="key")
    phone.press("indicator_keys_save")
    assert "Il faut un nombre entier de 5 à 100." in phone.said
    types(16, "explain_over", "30")
    phone.run()
    phone.press("indicator_keys_save")
    with reading() as session:
        last = indicators.sheets(session, viewer=viewer_of(session, CAST.manager))[-1]
    assert (last.code, last.is_key, last.explain_over) == ("IR3.2", True, 30)


def test_a_definition_is_made_anew_with_a_reason() -> None:
    phone = Phone(PAGE, part="define", indicator=CODE)
    phone.write(f"indicator_definition_{CODE}_1_title_fr", "Personnes inscrites")
    phone.press("indicator_define")
    assert phone.told_at_the_button("indicator_definition")
    phone.write(f"indicator_definition_{CODE}_1_reason", "Plus court")
    phone.press("indicator_define")
    with reading() as session:
        found = indicators.versions(session, CODE, viewer=viewer_of(session, CAST.manager))
    assert [each.number for each in found] == [2, 1]
    assert found[0].texts["fr"]["title"] == "Personnes inscrites"


def test_a_deviation_gets_its_sentence() -> None:
    with writing() as session:
        save_targets(session, {f"0 {day()}": "500"})
    phone = Phone(PAGE, part="explain", indicator=CODE)
    form = f"deviation_{CODE}_0_{day()}"
    phone.press(f"{form}_save")
    assert phone.told_at_the_button(form)
    phone.write(f"{form}_sentence", "Un agent est parti.")
    phone.press(f"{form}_save")
    assert "Un agent est parti." in phone.said
    assert translate("fr", "targets.explained") in phone.said
