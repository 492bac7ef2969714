"""Interventions that were there before a page was opened, and what it has stored since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from db.actions import interventions
from db.engine import reading, writing
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Intervention
from db.models.base import now
from tests.cast import CAST

TODAY = now().date()


def met(case_id: int = CAST.case_rabat, **changes: Any) -> int:
    """Somebody whom the agent of Rabat has seen lately."""
    raw = {
        "submission_id": f"met {case_id}",
        "agency_id": CAST.rabat,
        "type": "RECEPTION",
        "mode": "PHONE",
        "language": "ary",
        "minutes": 20,
        "happened_on": TODAY - timedelta(days=3),
        "case_ids": (case_id,),
    }
    data = validated(InterventionInput, raw | changes)
    with writing() as session:
        return interventions.record(session, data, by=CAST.agent_rabat).ids[0]


def rows(since: str = "met") -> list[Intervention]:
    """What was recorded through the page, in order."""
    with reading() as session:
        query = select(Intervention).order_by(Intervention.id)  # type: ignore[arg-type]
        found = [row for row in session.exec(query) if not row.submission_id.startswith(since)]
        session.expunge_all()
        return found


def count(table: Any) -> int:
    with reading() as session:
        return len(session.exec(select(table)).all())
