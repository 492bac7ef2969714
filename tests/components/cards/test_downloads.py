"""A file holds exactly what the card shows, and no spreadsheet can be made to run it."""

from __future__ import annotations

import csv
import io
import zipfile
from xml.etree import ElementTree

import pandas as pd
import pytest

from components.cards import downloads

HOSTILE = ("=1+1", "+1+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1")
NOTES = ["Du 1er janvier au 30 juin 2026", "=HYPERLINK(1)"]
TABLE = pd.DataFrame({"Agence": ["Rabat", "الرباط"], "Événements": [12, 3], "Part": [0.25, None]})
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def read_xlsx(data: bytes) -> tuple[list[list[object]], str]:
    """The cells of the first sheet row by row, and its raw XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = [
            "".join(part.text or "" for part in item.iter(f"{CELL}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - ours
        ]
        raw = book.read("xl/worksheets/sheet1.xml").decode()
    rows = []
    for row in ElementTree.fromstring(raw).iter(f"{CELL}row"):  # noqa: S314 - ours
        rows.append([_value(cell, texts) for cell in row])
    return rows, raw


def _value(cell: ElementTree.Element, texts: list[str]) -> object:
    written = cell.findtext(f"{CELL}v") or ""
    return texts[int(written)] if cell.get("t") == "s" else float(written)


def test_a_csv_begins_with_the_mark_that_tells_a_spreadsheet_its_letters() -> None:
    assert downloads.csv_bytes(TABLE, NOTES).startswith(b"\xef\xbb\xbf")


def test_a_csv_holds_the_notes_and_then_the_table_as_it_is() -> None:
    rows = read_csv(downloads.csv_bytes(TABLE, NOTES[:1]))
    assert rows == [
        NOTES[:1],
        [],
        ["Agence", "Événements", "Part"],
        ["Rabat", "12", "0.25"],
        ["الرباط", "3", ""],
    ]


def test_a_workbook_holds_the_notes_and_then_the_table_as_it_is() -> None:
    rows, _ = read_xlsx(downloads.xlsx_bytes({"Interventions": TABLE}, NOTES[:1], rtl=False))
    assert rows == [
        ["Interventions"],
        NOTES[:1],
        ["Agence", "Événements", "Part"],
        ["Rabat", 12.0, 0.25],
        ["الرباط", 3.0],
    ]


@pytest.mark.parametrize("text", ["+5", "-3", "-0,5", "+1.25"])
def test_a_signed_number_of_a_csv_is_no_formula(text: str) -> None:
    assert read_csv(downloads.csv_bytes(pd.DataFrame({"Écart": [text]}), [])) == [
        [],
        ["Écart"],
        [text],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_heading_or_note_of_a_csv_is_a_formula(text: str) -> None:
    table = pd.DataFrame({text: [text, "Rabat"]})
    cells = [cell for row in read_csv(downloads.csv_bytes(table, [text])) for cell in row]
    assert [cell for cell in cells if cell.startswith(downloads.DANGEROUS)] == []
    assert len([cell for cell in cells if cell.startswith("'")]) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_heading_or_note_of_a_workbook_is_a_formula(text: str) -> None:
    table = pd.DataFrame({text: [text, "http://elsewhere.example"]})
    data = downloads.xlsx_bytes({"Feuille": table}, [text], rtl=False)
    _, raw = read_xlsx(data)
    assert "<f>" not in raw and "hyperlink" not in raw


def test_a_negative_number_stays_a_number() -> None:
    table = pd.DataFrame({"points": [-4]})
    assert read_csv(downloads.csv_bytes(table, []))[-1] == ["-4"]
    assert read_xlsx(downloads.xlsx_bytes({"x": table}, [], rtl=False))[0][-1] == [-4.0]


def test_an_arabic_workbook_runs_from_right_to_left() -> None:
    raw = {
        rtl: read_xlsx(downloads.xlsx_bytes({"x": TABLE}, [], rtl=rtl))[1] for rtl in (False, True)
    }
    assert 'rightToLeft="1"' in raw[True] and 'rightToLeft="1"' not in raw[False]


def test_a_title_that_no_sheet_may_bear_is_made_fit() -> None:
    titles = {"Part [2026]: a/b*?" + "x" * 40: TABLE, "Part [2026]: a/b*?" + "x" * 41: TABLE}
    assert read_xlsx(downloads.xlsx_bytes(titles, [], rtl=False))[0][0][0] in titles
