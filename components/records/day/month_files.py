"""The activity sheet on paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
from babel.dates import format_date

from components.cards import pdf_pages as papers
from components.cards import workbooks
from components.cards.pdf_pages import GREY, Paper, lines
from components.cards.workbooks import About, Sheet
from components.language.catalogue import Language
from components.records.day.month_words import Cell, Said, Table

#: An A4 page lying down would be turned at a desk: it stands, with narrow columns of numbers.
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0
DAY_WIDTH, NUMBER_WIDTH, ROW = 17.0, 15.0, 5.2
SMALL, USUAL, LARGE = 7.5, 9.0, 15.0
#: The room that the signatures take.
SIGNED = 38.0


def xlsx(said: Said, *, rtl: bool) -> bytes:
    """A sheet by kind, one by day, and one that says what they are."""
    sheets = [
        Sheet(name=name, title=f"{said.title} · {name}", table=_frame(table))
        for name, table in ((said.by_kind, said.kinds), (said.by_day, said.days))
    ]
    about = About(name=said.title, lines=[*said.about, ("", said.how)], contents=said.title)
    return workbooks.xlsx_bytes(sheets, about, rtl=rtl)


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame(list(table.rows), columns=list(table.headings))


def pdf(said: Said, language: Language) -> bytes:
    """Sheets of A4: who and when, both tables, a place to sign."""
    paper = papers.blank()
    paper.add_page()
    wide = WIDTH - 2 * MARGIN
    y = lines(paper, language, said.title, LARGE, MARGIN, MARGIN, wide, bold=True) + 2
    for label, text in said.about:
        line = f"{label}\u00a0: {text}" if label else text
        y = lines(paper, language, line, USUAL + 1, MARGIN, y, wide) + 0.6
    for title, table in ((said.by_kind, said.kinds), (said.by_day, said.days)):
        y = _room(paper, y + 5, 3 * ROW)
        y = lines(paper, language, title, USUAL + 2, MARGIN, y, wide, bold=True) + 1.5
        y = _table(paper, language, table, y)
    y = _room(paper, y + 3, SIGNED)
    y = lines(paper, language, said.how, SMALL, MARGIN, y, wide) + 5
    half = wide / 2
    for place, text in enumerate(said.signed):
        column = 1 - place if language == "ar" else place
        left = MARGIN + column * half
        lines(paper, language, text, USUAL, left, y, half - 4)
        paper.set_draw_color(GREY)
        paper.line(left, y + 24, left + half - 8, y + 24)
    return bytes(paper.output())


def _table(paper: Paper, language: Language, table: Table, y: float) -> float:
    y = _row(paper, language, table.headings, y, bold=True)
    for row in table.rows:
        if y + ROW > HEIGHT - MARGIN:
            paper.add_page()
            y = _row(paper, language, table.headings, MARGIN, bold=True)
        y = _row(paper, language, [_written(cell, language) for cell in row], y)
    return y


def _row(
    paper: Paper, language: Language, cells: Sequence[str], y: float, *, bold: bool = False
) -> float:
    """From the side on which a line begins; the first columns are words, the others numbers."""
    widths = _widths(len(cells))
    x, ends = MARGIN, [y + ROW]
    order = list(zip(cells, widths, strict=True))
    for text, width in reversed(order) if language == "ar" else order:
        if text:
            ends.append(lines(paper, language, text, SMALL, x, y + 0.8, width - 1, bold=bold) + 0.8)
        x += width
    paper.set_draw_color(GREY)
    paper.line(MARGIN, max(ends), WIDTH - MARGIN, max(ends))
    return max(ends)


def _widths(columns: int) -> list[float]:
    """The word column takes what the others leave; a table of days has one more before it."""
    days, numbers = [DAY_WIDTH] * (columns - 8), [NUMBER_WIDTH] * 7
    return [*days, WIDTH - 2 * MARGIN - sum(days) - sum(numbers), *numbers]


def _written(cell: Cell, language: Language) -> str:
    if isinstance(cell, date):
        return str(format_date(cell, "dd/MM", locale=language))
    return cell if isinstance(cell, str) else str(cell or "")


def _room(paper: Paper, y: float, needed: float) -> float:
    """Where a block begins that may not be torn."""
    if y + needed <= HEIGHT - MARGIN:
        return y
    paper.add_page()
    return MARGIN
