"""What a void changes besides its own row, for every kind of record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from db.actions import interventions, retention, trust
from db.models.events import RecordedEvent


def nothing(session: Session, voided: RecordedEvent) -> None:
    """No other row follows from such a record."""


#: By the names of ``db.records``; called once the row is marked, before it is logged.
WHEN_VOIDED: dict[str, Callable[[Session, Any], None]] = {
    "intervention": interventions.when_voided,
    "training": nothing,
    "placement": retention.cancel,
    "trust": trust.when_voided,
}
