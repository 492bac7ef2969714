"""Files of exactly what a card shows: a picture, a table; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd

#: A cell that begins like this would be run as a formula by a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
#: A plain number with its sign is no formula.
SIGNED = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
#: A longer line of a picture would be cut off, and would narrow its plot.
LINE_LENGTH = 95


def safe(cell: Any) -> Any:
    """Text that cannot be taken for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS) and not SIGNED.fullmatch(cell):
        return "'" + cell
    return None if cell is None or (not isinstance(cell, str) and pd.isna(cell)) else cell


def csv_bytes(table: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """The notes, an empty line, the table; with a byte-order mark, as spreadsheets like it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[safe(note)] for note in notes])
    writer.writerow([])
    writer.writerow([safe(str(name)) for name in table.columns])
    writer.writerows([safe(cell) for cell in row] for row in table.itertuples(index=False))
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


def _write(sheet: Any, table: pd.DataFrame, notes: Sequence[str], bold: Any) -> None:
    for line, note in enumerate(notes):
        sheet.write_string(line, 0, note)
    top = len(notes) + 1
    for column, name in enumerate(table.columns):
        sheet.write_string(top, column, str(name), bold)
    for line, row in enumerate(table.itertuples(index=False), start=top + 1):
        for column, cell in enumerate(row):
            value = safe(cell)
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, float(value))
    sheet.set_column(0, 0, 40)


def picture(spec: dict[str, Any], notes: Sequence[str], kind: str, *, rtl: bool) -> bytes:
    """The chart as ``png`` or ``svg`` under the notes, the first as its title; needs no network."""
    import vl_convert

    title, *lines = ([*textwrap.wrap(note, LINE_LENGTH)] or [""] for note in notes)
    if rtl:
        title, *lines = ([f"\u202b{line}\u202c" for line in note] for note in (title, *lines))
    drawn = json.loads(json.dumps(spec))
    drawn |= {
        "width": 720,
        "background": "white",
        "padding": 16,
        "title": {
            "text": title,
            "subtitle": [part for line in lines for part in line],
            "anchor": "end" if rtl else "start",
            "offset": 12,
        },
    }
    svg = _LINES.sub(_apart, vl_convert.vegalite_to_svg(drawn, allowed_base_urls=[]))
    return svg.encode() if kind == "svg" else bytes(vl_convert.svg_to_png(svg, scale=2))


#: A text of several lines; from right to left they would be drawn over each other.
_LINES = re.compile(r"<text([^>]*)>((?:<tspan[^>]*>[^<]*</tspan>)+)</text>")
_LINE = re.compile(r'<tspan(?: x="[^"]*")?(?: dy="([^"]*)")?>([^<]*)</tspan>')


def _apart(several: re.Match[str]) -> str:
    """Each line as a text of its own."""
    texts, down = [], 0.0
    for dy, line in _LINE.findall(several[2]):
        down += float(dy or 0)
        texts.append(f'<text{several[1]} y="{down:g}">{line}</text>')
    return "".join(texts)
