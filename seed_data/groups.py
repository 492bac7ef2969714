"""Group sessions with head counts, and the follow-ups that make an agent's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from seed_data import facts, places
from seed_data.people import Person, event_row
from seed_data.plan import Plan, day_of
from seed_data.store import Row

KINDS = {"INFO_SESSION": 45, "OUTREACH": 35, "JOB_WORKSHOP": 10, "COORD": 6, "STAFF": 4}
#: Days from today on which open follow-ups are due, so that every agent's day has some of each.
WAITING = (0, -2, 3, -8, 1, 6, -4, 12, -15, 0, 5, 20)


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
    """Follow-ups of the last weeks: settled by the person's next entry, overdue, or ahead."""
    recent = plan.today - timedelta(days=70)
    told = [row for row in events if row["case_id"] is not None and row["voided_at"] is None]
    told.sort(key=lambda row: (row["happened_on"], row["id"]))
    after: dict[int, Row] = {}
    waiting = {agency: list(WAITING) for agency in range(1, len(places.ARRIVALS) + 1)}
    for event in reversed(told):
        kept_by = after.get(event["case_id"])
        after[event["case_id"]] = event
        if event["happened_on"] < recent or not plan.happens(0.5):
            continue
        if kept_by is not None:
            due = min(kept_by["happened_on"], _weekday(plan, event["happened_on"]))
        else:
            due = _waiting_day(plan, event, waiting[event["agency_id"]])
        # A follow-up is planned for a later day.
        if due is not None and due > day_of(event["entered_at"]):
            yield _follow_up(plan, event, due, kept_by)


def _waiting_day(plan: Plan, event: Row, offsets: list[int]) -> date | None:
    """The first of the agent's days still to be filled that lies after the entry."""
    for offset in offsets:
        due = plan.today + timedelta(days=offset)
        if due > day_of(event["entered_at"]):
            offsets.remove(offset)
            return due
    return None


def _weekday(plan: Plan, day: date) -> date:
    due = day + timedelta(days=plan.dice.choice([7, 14, 14, 30]))
    return due - timedelta(days=max(0, due.weekday() - 4))


def _follow_up(plan: Plan, event: Row, due: date, kept_by: Row | None) -> Row:
    return {
        "case_id": event["case_id"],
        "intervention_id": event["id"],
        "agency_id": event["agency_id"],
        "due_on": due,
        "due_at": time(plan.dice.choice([9, 10, 11, 14, 15]), 0) if plan.happens(0.4) else None,
        "settled_at": kept_by["entered_at"] if kept_by else None,
        "settled_by_id": kept_by["id"] if kept_by else None,
    }


def today_rows(plan: Plan, people: list[Person]) -> Iterator[Row]:
    """Two entries of today for each agent, so that a live page has something to show."""
    for agent in range(1, len(places.ARRIVALS) + 1):
        known = [person for person in people if person.agent == agent]
        for person, kind in zip(known[-6:-4], ("FOLLOW_UP", "CV"), strict=False):
            yield event_row(
                plan,
                person.agency,
                agent,
                plan.today,
                kind,
                case_id=person.id,
                after=person.entered,
            )
