"""A workbook: numbers with a format, marks as text, no formula, and a sheet that explains it."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.cards import downloads, workbooks
from components.cards.workbooks import About, Sheet
from tests.components.cards.test_downloads import HOSTILE
from tests.read_back import workbook

TABLE = pd.DataFrame(
    {
        "Groupe": ["Rabat", "Tanger"],
        "Personnes": pd.Series([1250, "masqué"], dtype=object),
        "Moyenne": [6.4, 7.0],
    }
)
ABOUT = About(name="À propos", lines=[("Contenu", "Deux agences"), ("", "=1")], contents="Feuilles")


def made(*sheets: Sheet, rtl: bool = False) -> bytes:
    return workbooks.xlsx_bytes(sheets, ABOUT, rtl=rtl)


def sheet(name: str, table: pd.DataFrame = TABLE) -> Sheet:
    return Sheet(name=name, title=f"{name} & autres", table=table)


@pytest.mark.fault("F4")
def test_numbers_are_numbers_with_a_format_and_marks_are_text() -> None:
    page = workbook(made(sheet("Personnes")))["Personnes"]
    assert page.rows == [
        ["Groupe", "Personnes", "Moyenne"],
        ["Rabat", 1250.0, 6.4],
        ["Tanger", "masqué", 7.0],
    ]
    assert page.formats == {"#,##0", "#,##0.0##"}


@pytest.mark.fault("F4")
def test_what_explains_stands_first_among_several_and_last_beside_one() -> None:
    assert list(workbook(made(sheet("Sexe")))) == ["Sexe", "À propos"]
    several = workbook(made(sheet("Sexe"), sheet("Âge")))
    assert list(several) == ["À propos", "Sexe", "Âge"]
    told = several["À propos"].rows
    assert ["Contenu", "Deux agences"] in told and ["", "'=1"] in told
    assert ["Sexe", "Sexe & autres"] in told and ["Âge", "Âge & autres"] in told


@pytest.mark.fault("F4")
@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_names_of_sheets_are_distinct_and_such_as_a_spreadsheet_takes(
    names: list[str],
) -> None:
    found = workbooks.fitting([*names, *names])
    assert len({each.casefold() for each in found}) == len(found)
    for each in found:
        assert 0 < len(each) <= 31 and each.casefold() != "history"
        assert not set(each) & set("[]:*?/\\") and each.strip("'") == each == each.strip()


@pytest.mark.fault("F4")
def test_two_long_names_that_begin_alike_are_told_apart() -> None:
    names = [f"Part [2026]: a/b*?{'x' * 40}{end}" for end in "ab"]
    first, second = list(workbook(made(*map(sheet, names))))[1:]
    assert first.startswith("Part 2026") and second.endswith("(2)")


@pytest.mark.fault("F4")
def test_an_arabic_workbook_runs_from_right_to_left_on_every_sheet() -> None:
    pages = workbook(made(sheet("a"), sheet("b"), rtl=True)).values()
    assert all('rightToLeft="1"' in page.raw for page in pages)
    assert all("rightToLeft" not in page.raw for page in workbook(made(sheet("a"))).values())


@pytest.mark.fault("F4")
def test_a_column_is_as_wide_as_its_words() -> None:
    wide = pd.DataFrame({"a": ["x" * 40], "b": ["y"]})
    raw = workbook(made(sheet("a", wide)))["a"].raw
    assert '<cols><col min="1" max="1" width="4' in raw


@pytest.mark.fault("F4")
def test_a_row_of_notes_is_as_high_as_its_lines() -> None:
    lines = [("Règles", "x" * 60), ("", "x" * 200)]
    about = About(name="À propos", lines=lines, contents="Feuilles")
    raw = workbook(workbooks.xlsx_bytes([sheet("a")], about, rtl=False))["À propos"].raw
    assert [float(each) for each in re.findall(r'<row[^>]* ht="([\d.]+)"', raw)] == [45]


@pytest.mark.fault("F2")
@pytest.mark.parametrize("text", [*HOSTILE, "http://elsewhere.example", "{=1+1}"])
def test_no_cell_or_heading_of_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    table = pd.DataFrame({text: [text, "Rabat"], "n": [-4, 1]})
    for page in workbook(made(sheet(text, table))).values():
        assert "<f>" not in page.raw and "hyperlink" not in page.raw
        cells = [cell for row in page.rows for cell in row if isinstance(cell, str)]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_day_is_a_day_that_can_be_sorted() -> None:
    days = pd.DataFrame({"a": ["x", "y", "z"], "b": [date(2018, 3, 15), pd.NaT, "en cours"]})
    page = workbook(made(sheet("a", days)))["a"]
    assert page.rows[1:] == [["x", 43174.0], ["y"], ["z", "en cours"]]
    assert page.formats == {"yyyy-mm-dd"}
    assert downloads.csv_bytes(days, "fr").decode("utf-8-sig").splitlines()[1] == "x;2018-03-15"
