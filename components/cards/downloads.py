"""Tables as text files, holding exactly what a card shows, in the form that its reader's
spreadsheet opens by a double click (docs/decisions/0042-a-csv-is-a-table.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from components.cards.cells import headings, rows, safe, written
from components.language.catalogue import Language

#: A line of the notes: what it says, and what about; the latter is empty where it goes on.
Line = tuple[str, str]


@dataclass(frozen=True)
class Form:
    """What stands between two cells, and before the decimals of a number."""

    separator: str
    decimal: str


#: Spreadsheets set to French part cells with ";", since "," is in their numbers.
FORMS: dict[Language, Form] = {
    "fr": Form(";", ","),
    "en": Form(",", "."),
    "ar": Form(",", "."),
}


def csv_bytes(table: pd.DataFrame, language: Language) -> bytes:
    """The heading, then the rows, and nothing else; its first column names the rows in words.

    With a byte-order mark, by which a spreadsheet knows the letters.
    """
    form = FORMS[language]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=form.separator)
    writer.writerow(headings(table))
    for row in rows(table):
        writer.writerow(
            [written(cell, form.decimal) if isinstance(cell, int | float) else cell for cell in row]
        )
    return out.getvalue().encode("utf-8-sig")


def notes_bytes(lines: Sequence[Line]) -> bytes:
    """The notes as paragraphs under their labels, for the reader of a table that carries none."""
    said: list[str] = []
    for about, text in lines:
        if about:
            said += ["", str(safe(about))] if said else [str(safe(about))]
        said.append(str(safe(text)))
    return "".join(f"{line}\r\n" for line in said).encode("utf-8-sig")
