"""Tables as files, holding exactly what a card shows; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | None

#: A cell that begins like this would be run as a formula by a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: A plain number with its sign is no formula.
SIGNED = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def safe(cell: Cell) -> Cell:
    """Text that cannot be taken for a formula; numbers stay numbers."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(DANGEROUS) and not SIGNED.fullmatch(cell) else cell
    return None if pd.isna(cell) else cell


def _rows(table: pd.DataFrame) -> Iterator[tuple[Cell, ...]]:
    return table.itertuples(index=False, name=None)


def csv_bytes(table: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """The notes, an empty line, the table; with a byte-order mark, as spreadsheets like it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[safe(note)] for note in notes])
    writer.writerow([])
    writer.writerow([safe(str(name)) for name in table.columns])
    writer.writerows([safe(cell) for cell in row] for row in _rows(table))
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets: dict[str, pd.DataFrame], notes: Sequence[str], *, rtl: bool) -> bytes:
    """One sheet a table, the notes above each; no cell is ever a formula."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for number, (name, table) in enumerate(sheets.items(), start=1):
            sheet = book.add_worksheet(_sheet_name(name, number))
            if rtl:
                sheet.right_to_left()
            _write(sheet, table, [name, *notes], bold)
    return out.getvalue()


def _sheet_name(name: str, number: int) -> str:
    clean = "".join(letter for letter in name if letter not in "[]:*?/\\'")
    return f"{number} {clean}"[:31]


def _write(sheet: Worksheet, table: pd.DataFrame, notes: Sequence[str], bold: Format) -> None:
    for line, note in enumerate(notes):
        sheet.write_string(line, 0, note)
    top = len(notes) + 1
    for column, name in enumerate(table.columns):
        sheet.write_string(top, column, str(name), bold)
    for line, row in enumerate(_rows(table), start=top + 1):
        for column, cell in enumerate(row):
            value = safe(cell)
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, float(value))
    sheet.set_column(0, 0, 40)
