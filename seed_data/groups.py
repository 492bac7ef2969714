"""Group sessions with head counts, and the follow-ups that make an agent's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta

from seed_data import facts, places
from seed_data.people import event_row
from seed_data.plan import Plan
from seed_data.store import Row

KINDS = {"INFO_SESSION": 45, "OUTREACH": 35, "JOB_WORKSHOP": 10, "COORD": 6, "STAFF": 4}


def rows(plan: Plan) -> Iterator[Row]:
    """About three sessions an agent and month, by season."""
    for agent in range(1, len(places.ARRIVALS) + 1):
        day = places.arrival(plan, agent) + timedelta(days=12)
        while day < plan.today:
            if plan.happens(min(1.0, facts.SEASON[day.month])):
                women, men = plan.dice.randint(2, 14), plan.dice.randint(3, 18)
                yield event_row(
                    plan,
                    agent,
                    agent,
                    plan.day_between(day, min(plan.today, day + timedelta(days=9))),
                    plan.pick(KINDS),
                    heads=(women, men, int(plan.happens(0.1))),
                )
            day += timedelta(days=10)


def follow_up_rows(plan: Plan, events: list[Row]) -> Iterator[Row]:
    """Promises of the last weeks: most kept, some late, some ahead."""
    recent = plan.today - timedelta(days=70)
    for event in events:
        if event["case_id"] is None or event["happened_on"] < recent or event["voided_at"]:
            continue
        if not plan.happens(0.35):
            continue
        due = event["happened_on"] + timedelta(days=plan.dice.choice([7, 14, 14, 30]))
        is_kept = due < plan.today and plan.happens(0.8)
        yield {
            "case_id": event["case_id"],
            "intervention_id": event["id"],
            "agency_id": event["agency_id"],
            "due_on": due,
            "due_at": time(plan.dice.choice([9, 10, 11, 14, 15]), 0) if plan.happens(0.4) else None,
            "settled_at": plan.entered(due) if is_kept else None,
            "settled_by_id": None,
        }
