"""The believable demo: the published figures, laid over the 48 months that end today."""

from __future__ import annotations

import sys
from datetime import date, timedelta

from sqlmodel import Session

from db import audit
from db.derived import first_contacts
from db.models import (
    AgencyCount,
    Case,
    FollowUp,
    Intervention,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)
from db.operating import approval_backfill
from db.store.engine import writing
from seed_data import (
    approvals,
    consents,
    contacts,
    counts,
    courses,
    duplicates,
    facts,
    group_people,
    groups,
    jobs,
    marks,
    outcomes,
    people,
    places,
    referrals,
    settled,
    surveys,
    targets,
)
from seed_data.people import Person
from seed_data.plan import Plan
from seed_data.store import Row, insert, restart_sequences

TRAINED, PLACED = 0.30, 0.38


def fill(plan: Plan) -> None:
    """All stages in one transaction: a demo is stored completely or not at all."""
    with writing() as session:
        _say("Programme, agencies, accounts")
        places.fill(session, plan)
        _say("People and interventions")
        crowd = _people(plan)
        insert(session, Case, (people.case_row(plan, person) for person in crowd))
        events = _events(plan, crowd)
        insert(session, Intervention, events)
        first_contacts.rebuild(session)
        acts = [row for row in events if row["group_id"] is None]
        insert(session, FollowUp, groups.follow_up_rows(plan, acts))
        _say("Courses and work")
        fill_outcomes(session, plan, crowd, TRAINED, PLACED)
        _say("Trust survey")
        surveys.fill(session, plan)
        _say("Registers of the agencies")
        insert(session, AgencyCount, counts.rows(plan))
        _say("Referrals")
        # Last, so that what is drawn before it stays as it is.
        insert(session, Referral, referrals.rows(plan, crowd))
        _say("Consents and contacts")
        consents.fill(session, plan)
        contacts.fill(session)
        duplicates.fill(session, crowd)
        _say("Courses of the list")
        courses.fill(session, plan)
        jobs.fill(session, plan)
        restart_sequences(session)
        _managed(session, plan)
        audit.record(session, None, "demo.fill", "programme", 1, changes_results=True)
    _say("Releases")
    from seed_data import releases

    releases.freeze_two(plan)


def _managed(session: Session, plan: Plan) -> None:
    """What managers have settled, aimed at, approved and marked, which rests on what is stored."""
    settled.fill(session, plan)
    targets.fill(session, plan)
    approvals.fill(session, plan)
    marks.fill(session, plan)
    approval_backfill.backfill(session)
    _say("Done")


def fill_outcomes(
    session: Session,
    plan: Plan,
    crowd: list[Person],
    trained: float,
    placed: float,
    first_id: int = 1,
) -> int:
    """Courses, placements and their checks; returns the number of placements."""
    insert(session, TrainingEnrolment, outcomes.training_rows(plan, crowd, trained))
    placements = list(outcomes.placement_rows(plan, crowd, placed, first_id))
    insert(session, Placement, placements)
    insert(session, RetentionCheck, outcomes.check_rows(plan, placements))
    return len(placements)


def _people(plan: Plan) -> list[Person]:
    """774 first sessions by season and arrival; 641 of them registered."""
    days: list[tuple[date, int]] = []
    while len(days) < facts.FIRST_SESSIONS:
        agent = plan.dice.randint(1, len(places.ARRIVALS))
        day = plan.day_between(places.arrival(plan, agent), plan.today - timedelta(days=1))
        if plan.happens(facts.SEASON[day.month] / 1.2):
            days.append((day, agent))
    taken: set[str] = set()
    crowd = [people.made(plan, agent, agent, day, taken) for day, agent in sorted(days)]
    registered = set(plan.dice.sample(range(len(crowd)), facts.REGISTERED))
    for number, person in enumerate(crowd):
        people.journey(plan, person, number in registered)
    return crowd


def _events(plan: Plan, crowd: list[Person]) -> list[Row]:
    rows = [row for person in crowd for row in people.event_rows(plan, person)]
    rows += (sessions := list(groups.rows(plan)))
    rows += groups.today_rows(plan, crowd)
    rows += group_people.rows(plan, sessions, crowd)
    rows.sort(key=lambda row: row["entered_at"])
    for number, row in enumerate(rows, start=1):
        row["id"] = number
        if group := row.pop("group", None):
            row["group_id"] = group["id"]
    return rows


def _say(stage: str) -> None:
    print(f"  {stage}", file=sys.stderr, flush=True)
