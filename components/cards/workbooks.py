"""Tables as a workbook; the only importer of xlsxwriter.

An upgrade must keep: a text written by ``write_string`` is never a formula or a link, and
``autofit`` gives a column the width of its words.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from components.cards import workbook_charts
from components.cards.cells import Cell, headings, rows, safe
from components.cards.charts.native import Native
from components.cards.downloads import Line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

#: The longest name of a sheet that a spreadsheet opens, and what may not stand in it.
LONGEST_NAME = 31
FORBIDDEN = "[]:*?/\\"
#: A header of a printed page that is longer is refused.
LONGEST_HEADER = 240
WIDEST_PIXELS = 420
#: The column of notes, in characters; fewer stand on a line, since wide letters are counted alike.
NOTES_WIDE, ON_A_LINE, LINE_HIGH = 90, 78, 15
WHOLE, BROKEN, DAY = "#,##0", "#,##0.0##", "yyyy-mm-dd"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table on a sheet; ``title`` is printed above it and stands among the contents. ``chart``
    is drawn beside it by the spreadsheet."""

    name: str
    title: str
    table: pd.DataFrame
    chart: Native | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """The sheet that says what the others are, first among several and last beside one."""

    name: str
    lines: Sequence[Line]
    contents: str


@dataclass(frozen=True)
class Formats:
    """How cells of each kind are written."""

    heading: Format
    label: Format
    text: Format
    whole: Format
    broken: Format
    day: Format
    #: Cells as a formula names them; only charts do.
    reference: Callable[..., str]


def xlsx_bytes(
    sheets: Sequence[Sheet], about: About, *, rtl: bool, meaning: About | None = None
) -> bytes:
    """A sheet a table, its heading in the first row; numbers are numbers, marks are text.
    ``meaning``: a second sheet in words, after the one that is first among several."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    is_first = len(sheets) > 1
    with xlsxwriter.Workbook(out, options) as book:
        formats = _formats(book)
        # Named last: a sheet of numbers keeps the name that the words call it by.
        *names, first, second = fitting(
            [*(sheet.name for sheet in sheets), about.name, meaning.name if meaning else "."]
        )
        if is_first:
            _explain(_sheet(book, first, rtl=rtl), about, list(zip(names, sheets, strict=True)),
                     formats)  # fmt: skip
        if meaning is not None:
            _explain(_sheet(book, second, rtl=rtl), meaning, [], formats)
        for name, sheet in zip(names, sheets, strict=True):
            page = _sheet(book, name, rtl=rtl)
            _fill(page, sheet, formats)
            if sheet.chart is not None:
                beside = len(sheet.table.columns) + 1
                workbook_charts.draw(book, page, sheet.chart, sheet.title, beside, formats)
            page.autofit(WIDEST_PIXELS)
        if not is_first:
            _explain(_sheet(book, first, rtl=rtl), about, [], formats)
    return out.getvalue()


def fitting(names: Sequence[str]) -> list[str]:
    """Names that a spreadsheet takes, all different whatever their case."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = "".join(" " if each in FORBIDDEN or ord(each) < 32 else each for each in name)
        clean = " ".join(plain.split()).strip("'") or "1"
        fit, number = clean[:LONGEST_NAME].strip(), 1
        while fit.casefold() in taken or fit.casefold() == "history":
            number += 1
            end = f" ({number})"
            fit = clean[: LONGEST_NAME - len(end)].strip() + end
        taken.add(fit.casefold())
        found.append(fit)
    return found


def _formats(book: Workbook) -> Formats:
    from xlsxwriter.utility import xl_range_formula

    return Formats(
        book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": WHOLE}),
        book.add_format({"num_format": BROKEN}),
        book.add_format({"num_format": DAY, "align": "left"}),
        xl_range_formula,
    )


def _sheet(book: Workbook, name: str, *, rtl: bool) -> Worksheet:
    sheet = book.add_worksheet(name)
    if rtl:
        sheet.right_to_left()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def _explain(
    page: Worksheet, about: About, named: Sequence[tuple[str, Sheet]], formats: Formats
) -> None:
    lines = [*about.lines]
    if named:
        lines += [("", ""), (about.contents, "")]
        lines += [(name, sheet.title) for name, sheet in named]
    for row, (label, text) in enumerate(lines):
        page.write_string(row, 0, str(safe(label)), formats.label)
        page.write_string(row, 1, str(safe(text)), formats.text)
        # Not every spreadsheet makes a row as high as its text; some cut the second line off.
        page.set_row(row, LINE_HIGH * (1 + len(text) // ON_A_LINE))
    page.set_column(0, 0, LONGEST_NAME)
    page.set_column(1, 1, NOTES_WIDE)


def _fill(page: Worksheet, sheet: Sheet, formats: Formats) -> None:
    for column, name in enumerate(headings(sheet.table)):
        page.write_string(0, column, name, formats.heading)
    columns = zip(*rows(sheet.table), strict=True)
    for place, cells in enumerate(columns):
        _fill_column(page, place, cells, formats)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_header("&L" + sheet.title.replace("&", "&&")[:LONGEST_HEADER])


def _fill_column(page: Worksheet, place: int, cells: Sequence[Cell], formats: Formats) -> None:
    is_broken = any(isinstance(cell, float) for cell in cells)
    form = formats.broken if is_broken else formats.whole
    for row, cell in enumerate(cells, start=1):
        if isinstance(cell, str):
            page.write_string(row, place, cell)
        elif isinstance(cell, date):
            page.write_datetime(row, place, cell, formats.day)
        elif cell is not None:
            page.write_number(row, place, cell, form)
