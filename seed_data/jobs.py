"""What is known of the demo's jobs beside their first day; drawn after all else, so that nothing
that was drawn before is another."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import RetentionStatus
from db.inputs.placement_details import has_employer
from db.models import Organisation, Placement, RetentionCheck
from seed_data.plan import Plan
from seed_data.store import Row

_SEED = 24
SECTORS = {"N": 24, "I": 20, "F": 14, "G": 14, "C": 8, "T": 6, "RS": 6, "H": 4, "A": 2, "J": 2}
MEASURES = {"NONE": 45, "SUBSIDY": 20, "TAHFIZ": 15, "MENTOR": 20}
OWN_MEASURES = {"AUTO_ENT": 35, "MICRO": 30, "MENTOR": 25, "NONE": 10}
ENDS = {"CONTRACT_END": 50, "RESIGNED": 22, "DISMISSED": 16, "CLOSED": 6, "MOVED": 6}
#: The answers after which a job is known to have ended.
OVER = (RetentionStatus.OTHER, RetentionStatus.NOT_WORK, RetentionStatus.TRAIN)
#: How many days before such an answer it ended, at most.
BEFORE = 40


def fill(session: Session, plan: Plan) -> None:
    """Employer, sector, measure and end of the placements, as far as somebody asked."""
    own = replace(plan, dice=random.Random(_SEED))
    employers = session.exec(select(Organisation.id).where(Organisation.type == "EMPL")).all()
    answers: dict[int, list[RetentionCheck]] = defaultdict(list)
    done = select(RetentionCheck).where(col(RetentionCheck.done_on).is_not(None))
    for check in session.exec(done.order_by(col(RetentionCheck.done_on))):
        answers[check.placement_id].append(check)
    rows = [
        {"id": job.id, **_known(own, job, list(employers)), **_end(own, job, answers[job.id])}
        for job in session.exec(select(Placement).order_by(col(Placement.id)))
    ]
    if rows:
        session.execute(sa.update(Placement), rows)


def _known(plan: Plan, job: Placement, employers: list[int]) -> Row:
    is_employed = has_employer(job.type)
    measures = MEASURES if is_employed else OWN_MEASURES
    named, asked, helped = (plan.happens(share) for share in (0.5, 0.85, 0.7))
    employer, sector, measure = (
        plan.dice.choice(employers),
        plan.pick(SECTORS),
        plan.pick(measures),
    )
    if job.contract == "IDMAJ":
        measure = "IDMAJ"
    return {
        "employer_id": employer if is_employed and named else None,
        "sector": sector if asked else None,
        "measure": measure if helped or job.contract == "IDMAJ" else None,
    }


def _end(plan: Plan, job: Placement, answers: list[RetentionCheck]) -> Row:
    """Of a job that is over, a day after the last news that it went on."""
    over = next((each for each in answers if each.status in OVER), None)
    went_on = [each.done_on for each in answers if each.status is RetentionStatus.SAME]
    ended_on, reason = None, plan.pick(ENDS)
    if over is not None and over.done_on is not None:
        day = over.done_on - timedelta(days=plan.dice.randint(5, BEFORE))
        if day >= job.starts_on and all(day >= each for each in went_on if each is not None):
            ended_on = day
    return {"ended_on": ended_on, "end_reason": reason if ended_on else None}
