"""What the demo's people have agreed to; the guardians of its minors have, all of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.codes import ConsentPurpose, OutcomeType
from db.inputs.cases import MAYBE_MINOR
from db.inputs.consents import asks_turned_18, is_minor
from db.inputs.dates import age
from db.models import Case, Consent, Placement, Referral
from seed_data.plan import Plan
from seed_data.store import Row, insert

#: Dice of their own: what is drawn here moves no other row of the demo.
SEED = 19
#: How many are asked on the first day and agree, and how many of these take it back later.
AGREE = {ConsentPurpose.FOLLOW_UP: 0.6, ConsentPurpose.TRUST: 0.4}
TAKEN_BACK = 0.05


def fill(session: Session, plan: Plan) -> None:
    """The consents of everybody, by the dice of this file."""
    of_minors(session, plan)
    dice = random.Random(SEED)
    insert(session, Consent, _shared(session))
    insert(session, Consent, _asked(session, plan, dice))


def of_minors(session: Session, plan: Plan) -> None:
    """Whoever began work that is no apprenticeship was of age; the guardians of others agreed."""
    _grow_up(session, plan)
    insert(session, Consent, _guardians(session))


def _grow_up(session: Session, plan: Plan) -> None:
    """The year of birth moves by two years at most, within one band of a release."""
    query = (
        sa.select(col(Placement.case_id), sa.func.min(col(Placement.starts_on)))
        .where(col(Placement.type) != OutcomeType.APPRENT)
        .group_by(col(Placement.case_id))
    )
    for case_id, starts_on in session.execute(query).all():
        case = session.get_one(Case, case_id)
        if age(starts_on, case.birth_year) > MAYBE_MINOR:
            continue
        case.birth_year = starts_on.year - MAYBE_MINOR
        case.has_turned_18 = asks_turned_18(case.birth_year, plan.today)
    session.flush()


def _guardians(session: Session) -> Iterator[Row]:
    for case in session.exec(select(Case).order_by(col(Case.opened_on), col(Case.id))):
        if is_minor(case.birth_year, case.opened_on, has_turned_18=case.has_turned_18):
            yield _row(case, ConsentPurpose.GUARDIAN, case.opened_on, case.entered_at)


def _shared(session: Session) -> Iterator[Row]:
    """Asked at the first referral that says so."""
    query = (
        select(Referral, Case)
        .join(Case, col(Case.id) == col(Referral.case_id))
        .where(col(Referral.may_share))
        .order_by(col(Referral.sent_on), col(Referral.id))
    )
    asked = set[int]()
    for referral, case in session.exec(query):
        if case.id not in asked:
            asked.add(case.id)
            yield _row(case, ConsentPurpose.REFERRAL, referral.sent_on, referral.entered_at)


def _asked(session: Session, plan: Plan, dice: random.Random) -> Iterator[Row]:
    for case in session.exec(select(Case).order_by(col(Case.opened_on), col(Case.id))):
        for purpose, share in AGREE.items():
            if dice.random() < share:
                row = _row(case, purpose, case.opened_on, case.entered_at)
                yield row | _end(plan, dice, case)


def _end(plan: Plan, dice: random.Random, case: Case) -> Row:
    on = case.opened_on + timedelta(days=dice.randint(20, 200))
    if dice.random() > TAKEN_BACK or on > plan.today:
        return {}
    return {"withdrawn_on": on, "withdrawn_by": case.opened_by}


def _row(case: Case, purpose: ConsentPurpose, day: date, entered: datetime) -> Row:
    return {
        "case_id": case.id,
        "purpose": purpose,
        "given_on": day,
        "language": case.language,
        "recorded_by": case.opened_by,
        "recorded_at": entered,
        "submission_id": None,
        "withdrawn_on": None,
        "withdrawn_by": None,
    }
