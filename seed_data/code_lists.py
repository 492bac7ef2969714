"""Load ``codelists.csv`` into the database; a code is updated or added, never deleted."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.models import Code

FILE = Path(__file__).parent / "codelists.csv"


def rows() -> list[dict[str, Any]]:
    """The rows of the file, as columns of ``Code``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [{**row, "sort": int(row["sort"])} for row in csv.DictReader(file)]


def load(session: Session) -> int:
    """Bring the code lists up to date; returns the number of codes in the file."""
    wanted = rows()
    known = set(session.execute(sa.select(Code.list, Code.code)).tuples())
    fresh = [row for row in wanted if (row["list"], row["code"]) not in known]
    kept = [row for row in wanted if (row["list"], row["code"]) in known]
    if fresh:
        session.execute(sa.insert(Code), fresh)
    if kept:
        session.execute(sa.update(Code), kept)
    return len(wanted)
