"""Load ``codelists.csv`` into the database; a code is added, updated or retired, never deleted."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

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
    known = set(session.exec(select(Code.list, Code.code)))
    fresh = [row for row in wanted if (row["list"], row["code"]) not in known]
    kept = [row | {"valid_to": None} for row in wanted if (row["list"], row["code"]) in known]
    gone = known - {(row["list"], row["code"]) for row in wanted}
    if fresh:
        session.execute(sa.insert(Code), fresh)
    if kept:
        session.execute(sa.update(Code), kept)
    for code in session.exec(select(Code).where(col(Code.valid_to).is_(None))):
        if (code.list, code.code) in gone:
            code.valid_to = today(session) - timedelta(days=1)
    audit.raise_reference(session)
    return len(wanted)
