"""What was there before a page was opened, and what it has stored since."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from db.actions import interventions, placements, training
from db.codes import Sex
from db.inputs import case_codes
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.inputs.training import TrainingInput
from db.models import Case, Intervention, RetentionCheck
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


def enrolled(submission_id: str = "given") -> int:
    """A course that goes on, of the person whom everybody has met."""
    raw = {
        "case_id": CAST.case_rabat, "type": "EN_CEF", "starts_on": ago(30), "status": "ONGOING",
        "submission_id": submission_id,
    }  # fmt: skip
    with writing() as session:
        data = validated(TrainingInput, raw)
        return training.record(session, data, by=CAST.agent_rabat).row.id


def a_due_check(submission_id: str = "given") -> int:
    """The first check of a job that the same person began 200 days ago."""
    raw = {
        "case_id": CAST.case_rabat, "type": "WAGE", "starts_on": ago(200), "contract": "CDI",
        "evidence": "CONTRACT", "submission_id": submission_id,
    }  # fmt: skip
    with writing() as session:
        data = validated(PlacementInput, raw)
        job = placements.record(session, data, by=CAST.agent_rabat).row.id
    return next(each.id for each in stored(RetentionCheck) if each.placement_id == job)


def rows(since: str = "met") -> list[Intervention]:
    """Interventions recorded through the page, in order."""
    return [row for row in stored(Intervention) if not row.submission_id.startswith(since)]


def the_entry(entry_id: int) -> Intervention:
    """An intervention as it is stored now."""
    with reading() as session:
        row = session.get_one(Intervention, entry_id)
        session.expunge(row)
        return row


def stored(table: type[Row]) -> list[Row]:
    """All rows of a table, in the order of their keys."""
    with reading() as session:
        found = list(session.exec(select(table).order_by(*sa.inspect(table).primary_key)))
        session.expunge_all()
        return found
