"""Accepted calls of the acts on marked events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from db.actions import marks
from db.inputs.marks import MarkInput
from db.inputs.parse import validated
from tests.cast import CAST, ago


def add(session: Session, by: int = CAST.manager, **instead: Any) -> int:
    raw: dict[str, Any] = {
        "agency_id": CAST.rabat, "kind": "STRIKE", "starts_on": ago(40), "ends_on": ago(38),
        "sentence": "Grève des transports.",
    }  # fmt: skip
    return marks.add(session, validated(MarkInput, raw | instead), by=by)


def remove(session: Session, by: int = CAST.manager, **instead: Any) -> None:
    marks.remove(session, add(session, **instead), by=by)


MARK_ACTS: dict[str, Callable[[Session], object]] = {"marks.add": add, "marks.remove": remove}
