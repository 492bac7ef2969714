"""What was there before a page was opened, and what it has stored since."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from db.actions import interventions
from db.codes import Sex
from db.inputs import case_codes
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.models import Case, Intervention
from db.store.engine import reading, writing
from tests.cast import CAST, ago, today

Row = TypeVar("Row", bound=SQLModel)
PERSON, OTHER = str(CAST.case_rabat), str(CAST.case_rabat_2)


def met(case_id: int = CAST.case_rabat, **changes: Any) -> int:
    """Somebody whom the agent of Rabat has seen lately."""
    raw = {
        "submission_id": f"met {case_id}",
        "agency_id": CAST.rabat,
        "type": "RECEPTION",
        "mode": "PHONE",
        "language": "ary",
        "minutes": 20,
        "happened_on": ago(3),
        "case_ids": (case_id,),
    }
    data = validated(InterventionInput, raw | changes)
    with writing() as session:
        return interventions.record(session, data, by=CAST.agent_rabat).ids[0]


def a_case(agency_id: int = CAST.rabat) -> str:
    """A person with id 999 whom nobody has met yet; returns their code."""
    code = case_codes.make()
    with writing() as session:
        session.add(
            Case(
                id=999,
                code=code,
                agency_id=agency_id,
                sex=Sex.WOMAN,
                birth_year=1990,
                opened_on=today(),
                opened_by=CAST.agent_rabat,
            )
        )
    return code


def rows(since: str = "met") -> list[Intervention]:
    """Interventions recorded through the page, in order."""
    return [row for row in stored(Intervention) if not row.submission_id.startswith(since)]


def stored(table: type[Row]) -> list[Row]:
    """All rows of a table, in the order of their keys."""
    with reading() as session:
        found = list(session.exec(select(table).order_by(*sa.inspect(table).primary_key)))
        session.expunge_all()
        return found
