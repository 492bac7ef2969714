"""Any volume of made-up cases, in batches, over more agencies than the demo has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import time
from itertools import islice

from sqlmodel import Session

from db import audit
from db.codes import Role
from db.derived import first_contacts, tallies
from db.models import Account, Agency, Case, Intervention, Posting
from db.store.engine import writing
from seed_data import consents, courses, demo, people, places, surveys
from seed_data.people import Person
from seed_data.plan import Plan, at
from seed_data.store import Row, insert, restart_sequences

MANY, AGENCIES = 5_000, 20
BATCH = 4_000
REGISTERED, TRAINED, PLACED = 0.83, 0.15, 0.20


def fill(plan: Plan, cases: int) -> None:
    """The demo's places, more agencies for a large volume, then the cases in batches."""
    with writing() as session:
        places.fill(session, plan)
        agencies = _more_agencies(session, plan) if cases > MANY else list(range(1, 5))
        surveys.fill(session, plan)
    crowd, done, events, placements = _crowd(plan, agencies, cases), 0, 0, 0
    while batch := list(islice(crowd, BATCH)):
        with writing() as session:
            insert(session, Case, (people.case_row(plan, person) for person in batch))
            rows = list(_numbered(plan, batch, events))
            insert(session, Intervention, rows)
            placements += demo.fill_outcomes(
                session, plan, batch, TRAINED, PLACED, first_id=placements + 1
            )
            tallies.leave(session)
        events, done = events + len(rows), done + len(batch)
        print(f"  {done:,} cases, {events:,} interventions", file=sys.stderr, flush=True)
    with writing() as session:
        first_contacts.rebuild(session)
        consents.of_minors(session, plan)
        courses.first_steps(session)
        restart_sequences(session)
        audit.record(session, None, "demo.fill", "programme", 1, changes_results=True)


def _more_agencies(session: Session, plan: Plan) -> list[int]:
    """Agencies 7 to 20, each with an agent of its own; returns all that have one."""
    password = places.password_hash(plan)
    for number in range(len(places.AGENCIES) + 1, AGENCIES + 1):
        session.add(
            Agency(
                id=number,
                code=f"DEMO-{number}",
                name=f"Agence de charge {number} (démo)",
                short_name=f"Charge {number}",
                name_ar=f"وكالة {number}",
                city="Rabat",
                region="MA-04",
                host_id=1,
                sort=number,
                is_demo=True,
            )
        )
        session.add(
            Account(
                id=number + 10,
                username=f"agent.charge{number}",
                display_name=f"Agent·e {number}",
                role=Role.AGENT,
                password_hash=password,
                must_change_password=False,
                is_demo=True,
                created_at=at(plan.start, time(9)),
            )
        )
        session.flush()
        session.add(Posting(account_id=number + 10, agency_id=number, starts_on=plan.start))
    session.flush()
    return [*range(1, 5), *range(len(places.AGENCIES) + 1, AGENCIES + 1)]


def _crowd(plan: Plan, agencies: list[int], cases: int) -> Iterator[Person]:
    taken: set[str] = set()
    for _ in range(cases):
        agency = plan.dice.choice(agencies)
        agent = agency if agency <= len(places.ARRIVALS) else agency + 10
        start = places.arrival(plan, agency) if agency <= len(places.ARRIVALS) else plan.start
        person = people.made(plan, agency, agent, plan.day_between(start, plan.today), taken)
        people.journey(plan, person, plan.happens(REGISTERED))
        yield person


def _numbered(plan: Plan, batch: list[Person], last: int) -> Iterator[Row]:
    rows = (row for person in batch for row in people.event_rows(plan, person))
    for number, row in enumerate(rows, start=last + 1):
        yield {**row, "id": number}
