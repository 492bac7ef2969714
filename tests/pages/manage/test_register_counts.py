"""The page of the registers: pasted or typed, answered beside the line, saved whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from components.language import i18n
from components.language.catalogue import Language, translate, translate_plural
from db.access.viewer import viewer_of
from db.actions import register_counts as actions
from db.inputs.dates import month_index, month_of
from db.inputs.parse import validated
from db.inputs.register_counts import RegisterInput
from db.queries import register_counts
from db.store.engine import reading, writing
from tests.cast import CAST, today
from tests.languages import LANGUAGES
from tests.pages.phone import Phone, SignedIn

PAGE = "manage/register_counts.py"
MONTHS = [date(2023 + at // 12, at % 12 + 1, 1) for at in range(36)]
THREE_YEARS = "\n".join(f"{month:%m/%Y}\t{20 + at}\t{5 + at}" for at, month in enumerate(MONTHS))


@pytest.fixture(autouse=True)
def manager(signed_in: SignedIn) -> None:
    signed_in(CAST.manager)


def stored(agency: int = CAST.rabat) -> dict[str, int]:
    with reading() as session:
        viewer = viewer_of(session, CAST.manager)
        found = register_counts.stored(session, agency, viewer=viewer)
    return {f"{month:%Y-%m} {measure.value}": value for (month, measure), value in found.items()}


def pasted(phone: Phone, table: str, agency: int = CAST.rabat) -> None:
    phone.app.text_area(key=f"register_pasted_{agency}").set_value(table)
    phone.run()
    phone.press("register_read")


def sourced(phone: Phone, day: str = "3/3/2026") -> None:
    phone.write("register_source", "Registre ANAPEC, note du 3 mars")
    phone.write("register_noted_on", day)


def confirm(phone: Phone) -> None:
    (box,) = phone.app.checkbox
    box.check()
    phone.run()


def grid(phone: Phone) -> pd.DataFrame:
    (found,) = (each for each in phone.app.dataframe if "REGISTERED" in each.value.columns)
    frame: pd.DataFrame = found.value
    return frame


def test_three_years_are_pasted_in_one_go() -> None:
    phone = Phone(PAGE)
    pasted(phone, THREE_YEARS)
    assert translate_plural("fr", "register.read", 72, count=72) in phone.said
    assert len(grid(phone)) >= 36
    assert stored() == {}
    sourced(phone)
    phone.press("register_save")
    assert not phone.app.error
    assert len(stored()) == 72
    said = phone.said.replace("\\", "")
    assert translate_plural("fr", "register.saved", 72, agency="Agence Rabat", count=72) in said
    assert not phone.shows("register_save")
    # What is saved is not there to be read once more.
    assert phone.app.text_area(key=f"register_pasted_{CAST.rabat}").value == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_line_is_told_and_nothing_is_taken(language: Language) -> None:
    phone = Phone(PAGE, language)
    pasted(phone, "01/2024\t12\n02/2024\t12,5\n02/2099\t4")
    told = "\n".join(each.value for each in phone.app.error)
    assert translate(language, "register.nothing_taken") in told
    assert translate(language, "error.register_number") in told
    assert translate(language, "error.register_month_not_over") in told
    assert not phone.shows("register_save")
    kept = phone.app.text_area(key=f"register_pasted_{CAST.rabat}").value or ""
    assert kept.startswith("01/2024")


def test_a_doubt_is_told_beside_its_month_and_confirmed() -> None:
    phone = Phone(PAGE)
    pasted(phone, "01/2024\t12\n02/2024\t0\n04/2024\t9")
    assert translate("fr", "doubt.register_zero", before=12) in phone.said
    assert "**mars 2024, Personnes inscrites**" in phone.said
    sourced(phone)
    phone.press("register_save")
    assert translate("fr", "error.register_doubts") in phone.said
    assert stored() == {}
    confirm(phone)
    phone.press("register_save")
    assert stored() == {"2024-01 REGISTERED": 12, "2024-02 REGISTERED": 0, "2024-04 REGISTERED": 9}


def test_source_and_day_are_asked_for_and_nothing_is_lost() -> None:
    phone = Phone(PAGE)
    pasted(phone, "01/2024\t12")
    phone.press("register_save")
    told = phone.told_at_the_button("register")
    assert translate("fr", "register.source") in told
    assert translate("fr", "register.noted_on") in told
    sourced(phone)
    phone.press("register_save")
    assert stored() == {"2024-01 REGISTERED": 12}


def by_another(cells: dict[str, str]) -> None:
    raw = {
        "agency_id": CAST.rabat,
        "source": "autre",
        "noted_on": today(),
        "cells": cells,
        "seen": {},
    }
    with writing() as session:
        actions.save(session, validated(RegisterInput, raw), by=CAST.manager)


def test_the_later_of_two_managers_is_told_then_saves_knowingly() -> None:
    phone = Phone(PAGE)
    pasted(phone, "01/2024\t12\n02/2024\t13")
    by_another({"2024-01 REGISTERED": "40"})
    sourced(phone)
    phone.press("register_save")
    assert translate("fr", "error.stands_now", value="40") in phone.said
    assert stored() == {"2024-01 REGISTERED": 40}
    phone.press("register_save")
    assert stored() == {"2024-01 REGISTERED": 12, "2024-02 REGISTERED": 13}


def test_what_another_saved_is_shown_where_nothing_is_typed() -> None:
    phone = Phone(PAGE)
    by_another({"2026-01 REGISTERED": "40"})
    phone.run()
    assert "40" in set(grid(phone)["REGISTERED"])


def test_each_change_is_shown_with_what_stood_there() -> None:
    by_another({"2024-01 REGISTERED": "40"})
    phone = Phone(PAGE)
    (changes,) = (each for each in phone.app.dataframe if "REGISTERED" not in each.value.columns)
    row = changes.value.iloc[0]
    assert row[translate("fr", "register.column.before")] == translate(
        "fr", "register.not_received"
    )
    assert row[translate("fr", "register.column.now")] == "40"
    assert row[translate("fr", "register.column.who")] == "Manager"


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """``types("janv. 2026", "REGISTERED", "12")``: what a hand does in the grid, from now on."""
    typed: dict[tuple[str, str], str] = {}
    drawn = st.data_editor

    def edited(frame: pd.DataFrame, **options: Any) -> pd.DataFrame:
        shown: pd.DataFrame = drawn(frame, **options).copy()
        for (month, measure), said in typed.items():
            shown.loc[shown["month"] == month, measure] = said
        return shown

    monkeypatch.setattr(st, "data_editor", edited)

    def write(month: str, measure: str, said: str) -> None:
        typed[month, measure] = said

    return write


def test_a_typed_cell_is_answered_and_saved(types: Callable[[str, str, str], None]) -> None:
    types("janv. 2026", "REGISTERED", "12,5")
    phone = Phone(PAGE)
    assert translate("fr", "error.register_number") in phone.said
    sourced(phone)
    phone.press("register_save")
    assert stored() == {}
    types("janv. 2026", "REGISTERED", "١٢")
    phone.run()
    phone.press("register_save")
    assert stored() == {"2026-01 REGISTERED": 12}


def test_an_emptied_cell_takes_the_count_away(types: Callable[[str, str, str], None]) -> None:
    by_another({"2026-01 REGISTERED": "40"})
    types("janv. 2026", "REGISTERED", "")
    phone = Phone(PAGE)
    assert translate("fr", "doubt.register_cleared", before=40) in phone.said
    sourced(phone)
    confirm(phone)
    phone.press("register_save")
    assert stored() == {}


def newest() -> str:
    """The last month that is over, as the grid names it."""
    with i18n.speaking("fr"):
        return i18n.month(month_of(month_index(today()) - 1))


def test_the_grid_opens_at_the_newest_months() -> None:
    months = grid(Phone(PAGE))["month"].tolist()
    assert len(months) == 12
    assert months[-1] == newest()


def test_what_is_typed_stays_where_other_months_are_shown(
    types: Callable[[str, str, str], None],
) -> None:
    types(newest(), "REGISTERED", "12")
    phone = Phone(PAGE)
    phone.app.selectbox(key=f"register_since_{CAST.rabat}").select(2023)
    phone.run()
    shown = grid(phone).set_index("month")["REGISTERED"]
    assert len(shown) > 24
    assert shown[newest()] == "12"
    assert phone.shows("register_save")


def test_what_is_typed_can_be_thrown_away() -> None:
    phone = Phone(PAGE)
    pasted(phone, "01/2024\t12")
    phone.press("register_discard")
    assert not phone.shows("register_save")
    assert stored() == {}


def test_what_is_typed_for_one_agency_waits_while_another_is_open() -> None:
    phone = Phone(PAGE)
    pasted(phone, "01/2024\t12")
    phone.app.selectbox(key="register_agency").select(CAST.tanger)
    phone.run()
    assert not phone.shows("register_save")
    pasted(phone, "02/2024\t7", CAST.tanger)
    sourced(phone)
    phone.press("register_save")
    assert stored(CAST.tanger) == {"2024-02 REGISTERED": 7}
    phone.app.selectbox(key="register_agency").select(CAST.rabat)
    phone.run()
    assert phone.shows("register_save")
    phone.press("register_save")
    assert stored() == {"2024-01 REGISTERED": 12}
