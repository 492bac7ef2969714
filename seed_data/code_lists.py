"""Load ``codelists.csv`` into the database; a code is added, updated or retired, never deleted."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.models import Code

FILE = Path(__file__).parent / "codelists.csv"


def rows() -> list[dict[str, Any]]:
    """The rows of the file, as columns of ``Code``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [{**row, "sort": int(row["sort"])} for row in csv.DictReader(file)]


def load(session: Session) -> int:
    """Bring the code lists up to date; returns the number of codes in the file.

    A code that left the file is retired as of yesterday; one that came back is in use again.
    """
    wanted = rows()
    known = {(code.list, code.code): code for code in session.exec(select(Code))}
    fresh = [row for row in wanted if (row["list"], row["code"]) not in known]
    kept = [row | {"valid_to": None} for row in wanted if (row["list"], row["code"]) in known]
    moved = [row for row in kept if _differs(known[row["list"], row["code"]], row)]
    gone = known.keys() - {(row["list"], row["code"]) for row in wanted}
    retired = [known[each] for each in gone if known[each].valid_to is None]
    if fresh:
        session.execute(sa.insert(Code), fresh)
    if moved:
        session.execute(sa.update(Code), moved)
    for code in retired:
        code.valid_to = today(session) - timedelta(days=1)
    if fresh or moved or retired:
        audit.raise_reference(session)
    return len(wanted)


def _differs(code: Code, row: dict[str, Any]) -> bool:
    return any(getattr(code, name) != value for name, value in row.items())
