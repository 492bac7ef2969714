"""What a void changes besides its own row, for the kinds of record that have consequences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from db.actions import interventions, retention, trust

#: By the names of ``db.records``; called once the row is marked, before it is logged.
WHEN_VOIDED: dict[str, Callable[[Session, Any], None]] = {
    "intervention": interventions.when_voided,
    "placement": retention.cancel,
    "trust": trust.when_voided,
}
