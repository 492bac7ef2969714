"""Load ``codelists.csv`` into the database; a code is added, updated or retired, never deleted,
and what the programme has decided about its lists stays as it is. With the codes of indicators come
their first definitions."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.models import Code
from db.store.engine import writing
from seed_data import indicators

FILE = Path(__file__).parent / "codelists.csv"


def rows() -> list[dict[str, Any]]:
    """The rows of the file, as columns of ``Code``."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [{**row, "sort": int(row["sort"])} for row in csv.DictReader(file)]


def bring_up_to_date() -> int:
    """``load`` in a transaction of its own: at each start of the server, and by command."""
    with writing() as session:
        return load(session)


def load(session: Session) -> int:
    """Bring the code lists up to date; returns the number of codes in the file.

    A code that left the file is retired as of yesterday; one that came back is in use again. What
    the programme has decided stays: its labels, its order, its retired codes and its own codes.
    """
    _take_turns(session)
    wanted = rows()
    known = {(code.list, code.code): code for code in session.exec(select(Code))}
    fresh = [row for row in wanted if (row["list"], row["code"]) not in known]
    changed = [
        _not_decided(known[row["list"], row["code"]], row)
        for row in wanted
        if (row["list"], row["code"]) in known
    ]
    moved = [row for row in changed if _differs(known[row["list"], row["code"]], row)]
    gone = known.keys() - {(row["list"], row["code"]) for row in wanted}
    retired = [known[each] for each in gone if _is_to_retire(known[each])]
    if fresh:
        session.execute(sa.insert(Code), _behind_what_was_moved(fresh, known.values()))
    for row in moved:
        session.execute(sa.update(Code), [row])
    for code in retired:
        code.valid_to = today(session) - timedelta(days=1)
    defined = indicators.load(session, [row for row in wanted if row["list"] == "INDICATOR"])
    if fresh or moved or retired or defined:
        audit.raise_reference(session)
    return len(wanted)


def _take_turns(session: Session) -> None:
    """Of two processes that start at once, the later finds what the first has loaded."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(sa.text("LOCK TABLE codes IN SHARE ROW EXCLUSIVE MODE"))


def _not_decided(code: Code, row: dict[str, Any]) -> dict[str, Any]:
    """What the file says of a code, without what the programme has decided."""
    found = row | {"valid_to": None}
    ours = ["valid_to"] if code.is_redated else []
    ours += ["sort"] if code.is_moved else []
    ours += [f"label_{each}" for each in ("fr", "en", "ar")] if code.is_relabelled else []
    return {name: value for name, value in found.items() if name not in ours}


def _is_to_retire(code: Code) -> bool:
    return code.valid_to is None and not (code.is_added or code.is_redated)


def _behind_what_was_moved(
    fresh: list[dict[str, Any]], known: Iterable[Code]
) -> list[dict[str, Any]]:
    """New codes with their place: at the end of a list that the programme has put in order."""
    last: dict[str, int] = {}
    for code in known:
        if code.is_moved:
            last[code.list] = max(code.sort, last.get(code.list, 0))
    return [row | {"sort": row["sort"] + last.get(row["list"], 0)} for row in fresh]


def _differs(code: Code, row: dict[str, Any]) -> bool:
    return any(getattr(code, name) != value for name, value in row.items())
