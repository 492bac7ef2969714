"""A table of text holds exactly what the card shows, and no spreadsheet can be made to run it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.cards import downloads
from components.cards.cells import safe
from components.language.catalogue import LANGUAGES, Language
from tests.read_back import ANY, SEPARATORS, formulas_in, is_formula, table_of

TABLE = pd.DataFrame(
    {"Agence": ["Rabat", "الرباط"], "Événements": [1250, -3], "Moyenne": [6.4, None]}
)
HOSTILE = (
    "=1+1", "+1+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "Rabat;=1+1", "Rabat,+1+1",
    "Rabat\t=1", "Rabat\n@SUM(A1)", 'Rabat;"=1+1"', 'Rabat"";-1+2', "Rabat; =1+1", "\ufeff=1",
    "Rabat|=1", "\u200f=1", "Rabat;\u202b=1", "＝1+1", "Rabat;;=1+1", '";=1+1;"',
)  # fmt: skip
NASTY = st.one_of(
    st.text(alphabet="=+-@;,|\t\n\r\"' Rab19٣\u200f\ufeff＝\u2028", max_size=14),
    st.text(max_size=14),
    st.sampled_from(HOSTILE),
)
ROWS = st.lists(
    st.tuples(
        NASTY, st.one_of(NASTY, st.integers(-999, 99_999), st.floats(-9, 9)), st.floats(-9, 9)
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.fault("F1")
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ["Agence;Événements;Moyenne", "Rabat;1250;6,4", "الرباط;-3;"]),
        ("en", ["Agence,Événements,Moyenne", "Rabat,1250,6.4", "الرباط,-3,"]),
        ("ar", ["Agence,Événements,Moyenne", "Rabat,1250,6.4", "الرباط,-3,"]),
    ],
)
def test_a_csv_is_its_heading_and_its_rows_in_the_form_of_its_language(
    language: Language, lines: list[str]
) -> None:
    data = downloads.csv_bytes(TABLE, language)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == lines


@pytest.mark.fault("F1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_a_csv_are_numbers_to_its_reader(language: Language) -> None:
    read = table_of(downloads.csv_bytes(TABLE, language), language)
    pd.testing.assert_frame_equal(read, TABLE, check_dtype=False)


@pytest.mark.parametrize(
    ("value", "digits"),
    [(1e-7, "0.0000001"), (1e20, "1" + "0" * 20), (np.int64(7), "7"), (np.float64(0.5), "0.5"),
     (float("inf"), ""), (float("nan"), ""), (pd.NA, ""), (-0.5, "-0.5"), (3.0, "3")],
)  # fmt: skip
def test_a_number_is_written_in_digits_and_nothing_else(value: Any, digits: str) -> None:
    table = pd.DataFrame({"a": ["x"], "b": pd.Series([value], dtype=object)})
    assert downloads.csv_bytes(table, "en").decode("utf-8-sig") == f"a,b\r\nx,{digits}\r\n"


@pytest.mark.fault("F2")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_or_heading_of_a_csv_is_a_formula_by_any_separator(
    text: str, language: Language
) -> None:
    table = pd.DataFrame({text: [text, "Rabat"], "n": [-4, 1.5], f"{text} 2": ["a", text]})
    data = downloads.csv_bytes(table, language)
    assert formulas_in(data) == []
    assert table_of(data, language)["n"].to_list() == [-4, 1.5]


def check_the_rows(rows: list[tuple[object, ...]], language: Language) -> None:
    table = pd.DataFrame(rows, columns=["a", "b", "c"], dtype=object)
    data = downloads.csv_bytes(table, language)
    assert formulas_in(data) == []
    own, _ = SEPARATORS[language]
    for separator in ANY:
        read = pd.read_csv(
            io.BytesIO(data), sep=separator, encoding="utf-8-sig", header=None, dtype=str,
            names=list(range(48)), keep_default_na=False, quoting=0 if separator == own else 3,
            skip_blank_lines=False, index_col=False,
        )  # fmt: skip
        assert not any(is_formula(cell) for cell in read.to_numpy().ravel())
        assert len(read) == 1 + len(rows)
        if separator == own:
            assert [str(safe(row[0])) for row in rows] == read[0].to_list()[1:]


@pytest.mark.fault("F2")
@settings(deadline=None, max_examples=10)
@given(rows=ROWS, language=st.sampled_from(LANGUAGES))
def test_no_names_make_a_formula_or_move_a_row(
    rows: list[tuple[object, ...]], language: Language
) -> None:
    check_the_rows(rows, language)


@pytest.mark.long
@pytest.mark.fault("F2")
@settings(deadline=None, max_examples=300)
@given(rows=ROWS, language=st.sampled_from(LANGUAGES))
def test_no_names_make_a_formula_or_move_a_row_long(
    rows: list[tuple[object, ...]], language: Language
) -> None:
    check_the_rows(rows, language)


@settings(deadline=None)
@given(NASTY)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@pytest.mark.parametrize("text", ["Rabat - Agdal", "15-17", "CDI, déclaré", "—", "l'un; l'autre"])
def test_an_ordinary_name_is_left_alone(text: str) -> None:
    assert safe(text) == text


def test_a_quote_is_doubled() -> None:
    table = pd.DataFrame({"a": ['dit "le centre"; ici', "b"]})
    assert '"dit ""le centre""; ici"' in downloads.csv_bytes(table, "fr").decode("utf-8-sig")


@pytest.mark.fault("F1")
def test_the_notes_are_a_text_of_their_own() -> None:
    lines = [("Contenu", "Trois personnes."), ("", "=HYPERLINK(1)"), ("Période", "juin")]
    assert downloads.notes_bytes(lines).decode("utf-8-sig").split("\r\n") == [
        *("Contenu", "Trois personnes.", "'=HYPERLINK(1)", "", "Période", "juin", ""),
    ]
