"""A release of made-up cells of every kind: shown, hidden, not applicable, of one way and two."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from components.releases import words
from components.releases.words import ReleasedTable
from db.models import Release
from db.queries.released import CELL_COLUMNS
from db.releases.names import NO_COLUMN, TWO_WAY

HIDDEN, ABSENT = "hidden", "na"
Cells = dict[str, int | str]
SHARE = (50, 40, 60, 1265)


def a_release(**other: Any) -> Release:
    """The third edition of a half-year."""
    said: dict[str, Any] = {
        "number": 2,
        "edition": 3,
        "series": 2,
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 6, 30),
        "threshold": 10,
        "base": 5,
        "frozen_by": 3,
        "submission_id": "one",
        "frozen_at": datetime(2026, 8, 1, tzinfo=UTC),
    }
    return Release(**said | other)


def one_way(code: str, cells: Cells) -> list[tuple[object, ...]]:
    """Rows of ``released.cells``: a number, or the mark in its place."""
    return [_row(code, row, NO_COLUMN, shown) for row, shown in cells.items()]


def two_way(code: str, cells: dict[str, Cells]) -> list[tuple[object, ...]]:
    """The same by row and column."""
    return [
        _row(code, row, column, shown)
        for row, line in cells.items()
        for column, shown in line.items()
    ]


def _row(code: str, row: str, column: str, shown: int | str) -> tuple[object, ...]:
    if isinstance(shown, int):
        return code, row, column, "published", shown, None, None, None
    return code, row, column, shown, None, None, None, None


def trust(code: str, shown: tuple[str, ...], hidden: tuple[str, ...]) -> list[tuple[object, ...]]:
    """A table of the survey."""
    cells = [(code, row, NO_COLUMN, "published", *SHARE) for row in shown]
    return cells + [_row(code, row, NO_COLUMN, HIDDEN) for row in hidden]


def tables(*rows: list[tuple[object, ...]]) -> list[ReleasedTable]:
    """The tables that these rows make."""
    frame = pd.DataFrame([row for each in rows for row in each], columns=CELL_COLUMNS)
    numbers = dict.fromkeys(("value", "lower", "upper", "n"), "Int64")
    return words.tables(frame.astype(numbers), 5)


def of_every_kind() -> list[ReleasedTable]:
    """A table that is shown, one with its total alone, one that is hidden, one of two ways, and
    two of the survey."""
    everything = {"F": HIDDEN, "M": HIDDEN, "X": HIDDEN}
    return tables(
        one_way("registrations.agency", {"RABAT": 625, "TANGER": ABSENT, "TOTAL": 1250}),
        one_way("registrations.sex", {"F": 600, "M": HIDDEN, "X": HIDDEN, "TOTAL": 1250}),
        two_way(
            f"enrolments.{TWO_WAY}",
            {
                "OFPPT": {"RABAT": 40, "CASA": HIDDEN, "TOTAL": 60},
                "TAEHIL": {"RABAT": 30, "CASA": HIDDEN, "TOTAL": 40},
                "TOTAL": {"RABAT": 70, "CASA": 30, "TOTAL": 100},
            },
        ),
        one_way("wage.sex", {**everything, "TOTAL": 15}),
        one_way("internship.sex", {**everything, "TOTAL": HIDDEN}),
        trust("trust.T1.3", ("TOTAL",), ("RABAT",)),
        trust("trust.D_FAI.3", (), ("RABAT", "TOTAL")),
    )
