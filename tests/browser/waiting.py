"""A person of Rabat about whom something of each kind waits in the agent's day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, select

from db.actions import courses, interventions, placements, referrals, training
from db.codes import Sex
from db.inputs import case_codes
from db.inputs.courses import CourseInput
from db.inputs.interventions import InterventionInput
from db.inputs.parse import validated
from db.inputs.placements import PlacementInput
from db.inputs.referrals import ReferralInput
from db.inputs.training import TrainingInput
from db.models import Case, FollowUp, RetentionCheck
from db.models.base import random_id
from db.store.engine import connect
from tests.browser.server import Server
from tests.cast import CAST, ago, today

#: The organisation of the cast to which people are sent.
CEF = 2


@dataclass(frozen=True)
class Known:
    """Whom no other journey knows, and what waits: ids of a check, a referral, a follow-up."""

    id: int
    code: str
    check: int
    referral: int
    follow_up: int

    @property
    def card(self) -> str:
        """The code as a card has it."""
        return f"{self.code[:3]}-{self.code[3:]}"


def known(server: Server) -> Known:
    """Met a week ago, at work for a hundred days, sent on three weeks ago, expected today."""
    engine = connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        found = _made(session)
        session.commit()
    engine.dispose()
    return found


def a_course(server: Server, who: Known) -> int:
    """One that goes on, with one person in it."""
    offered = {
        "type": "EN_CEF", "centre_id": CEF, "title": "Couture", "starts_on": ago(30),
        "ends_on": ago(-60), "places": "3", "agency_ids": [CAST.rabat], "submission_id": _new(),
    }  # fmt: skip
    engine = connect(server.database_url)
    with Session(engine.execution_options(writes=True)) as session:
        course = courses.add(session, validated(CourseInput, offered), by=CAST.manager)
        joins = {
            "course_id": course, "type": "EN_CEF", "starts_on": today(), "case_id": who.id,
            "status": "ONGOING", "submission_id": _new(),
        }  # fmt: skip
        training.record(session, validated(TrainingInput, joins), by=CAST.agent_rabat)
        session.commit()
    engine.dispose()
    return course


def _made(session: Session) -> Known:
    case = Case(
        id=random_id(), code=case_codes.make(), agency_id=CAST.rabat, sex=Sex.WOMAN,
        birth_year=1993, nationality="CI", opened_on=ago(200), opened_by=CAST.agent_rabat,
    )  # fmt: skip
    case_id, code = case.id or 0, case.code
    session.add(case)
    session.flush()
    by = CAST.agent_rabat
    met = InterventionInput(
        agency_id=CAST.rabat, type="RECEPTION", mode="AGENCY", happened_on=today(),
        case_ids=(case_id,), follow_up_on=today() + timedelta(days=1), submission_id=_new(),
    )  # fmt: skip
    session_id = interventions.record(session, met, by=by).ids[0]
    follow_up = session.exec(select(FollowUp).where(FollowUp.intervention_id == session_id)).one()
    follow_up.due_on = today()
    job = {
        "case_id": case_id, "type": "WAGE", "starts_on": ago(100), "contract": "CDI",
        "evidence": "SELF", "submission_id": _new(),
    }  # fmt: skip
    job_id = placements.record(session, validated(PlacementInput, job), by=by).row.id
    check = select(RetentionCheck).where(RetentionCheck.placement_id == job_id)
    sent = {
        "case_id": case_id, "type": "TRAINING", "organisation_id": CEF, "may_share": True,
        "sent_on": ago(20), "submission_id": _new(),
    }  # fmt: skip
    referral = referrals.record(session, validated(ReferralInput, sent), by=by).row
    return Known(
        id=case_id,
        code=code,
        check=session.exec(check.where(RetentionCheck.month == 3)).one().id or 0,
        referral=referral.id or 0,
        follow_up=follow_up.id or 0,
    )


def _new() -> str:
    return str(uuid.uuid4())
