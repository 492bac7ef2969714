"""Made-up persons with the real population's proportions, and what agents did with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from db.codes import Sex
from db.inputs import case_codes
from seed_data import facts
from seed_data.plan import Plan
from seed_data.store import Row

#: Days after the first session within which work begins, if it does (``outcomes``).
LAST_START = 415


@dataclass(kw_only=True)
class Person:
    """One person: where, when they first came, and whether they registered."""

    id: int
    code: str
    agency: int
    agent: int
    first: date
    sex: str
    birth_year: int
    language: str
    entered: datetime
    submission: str
    registered: date | None = None
    events: list[tuple[date, str]] = field(default_factory=list)


def made(plan: Plan, agency: int, agent: int, first: date, taken: set[str]) -> Person:
    """A new person on their first day."""
    low, high = plan.dice.choices(list(facts.AGES), list(facts.AGES.values()))[0]
    code = case_codes.make(plan.dice)
    while code in taken:
        code = case_codes.make(plan.dice)
    taken.add(code)
    return Person(
        id=plan.dice.getrandbits(53),
        code=code,
        agency=agency,
        agent=agent,
        first=first,
        sex=plan.pick(facts.SEX),
        birth_year=first.year - plan.dice.randint(low, high),
        language=plan.pick(facts.LANGUAGE),
        entered=plan.entered(first),
        submission=plan.identity(),
    )


def journey(plan: Plan, person: Person, registers: bool) -> None:
    """What happened after the first day: registration, then later steps, until today."""
    person.events.append((person.first, "RECEPTION"))
    if registers:
        wait = plan.dice.choices([0, 7, 20, 60], [35, 30, 20, 15])[0]
        last = min(plan.today, person.first + timedelta(days=wait))
        person.registered = plan.day_between(person.first, last)
        person.events.append((person.registered, "REGISTRATION"))
    since = person.registered or person.first
    for _ in range(plan.dice.choices([0, 1, 2, 3, 4, 6], [22, 24, 20, 15, 12, 7])[0]):
        last = min(plan.today, person.first + timedelta(days=plan.dice.choice([30, 90, 300])))
        person.events.append((plan.day_between(since, max(since, last)), plan.pick(facts.LATER)))


def case_row(plan: Plan, person: Person) -> Row:
    """The row of ``cases``."""
    closed_on, reason = _closing(plan, person)
    status = plan.pick(facts.STATUS)
    return {
        "id": person.id,
        "code": person.code,
        "agency_id": person.agency,
        "sex": Sex(person.sex),
        "birth_year": person.birth_year,
        "has_turned_18": False,
        "nationality": plan.pick(facts.REFUGEES if status == "REFUGEE" else facts.NATIONALITY),
        "education": plan.pick(facts.EDUCATION),
        "occupation": plan.pick(facts.OCCUPATION),
        "diploma_recognised": plan.happens(0.2),
        "language": person.language,
        "entry_channel": plan.pick(facts.CHANNEL),
        "status_group": status,
        "opened_on": person.first,
        "opened_by": person.agent,
        "entered_at": person.entered,
        "submission_id": person.submission,
        "closed_on": closed_on,
        "close_reason": reason,
    }


def _closing(plan: Plan, person: Person) -> tuple[date, str] | tuple[None, None]:
    """Half of those not seen for a year, and past the last day on which work may begin."""
    last = max(day for day, _ in person.events)
    day = max(last + timedelta(days=366), person.first + timedelta(days=LAST_START))
    day += timedelta(days=plan.dice.randint(0, 60))
    if day > plan.today or plan.happens(0.5):
        return None, None
    return day, plan.pick(facts.CLOSINGS)


def event_rows(plan: Plan, person: Person) -> Iterator[Row]:
    """The rows of ``interventions`` for a person, without ids."""
    first, *later = sorted(person.events, key=lambda event: event[0])
    row = event_row(plan, person.agency, person.agent, *first, case_id=person.id)
    # The first entry opens the case: one form, one submission.
    yield row | {"entered_at": person.entered, "submission_id": person.submission}
    for event in later:
        yield event_row(
            plan, person.agency, person.agent, *event, case_id=person.id, after=person.entered
        )


def event_row(
    plan: Plan,
    agency: int,
    agent: int,
    day: date,
    kind: str,
    *,
    case_id: int | None = None,
    heads: tuple[int, int, int] | tuple[None, None, None] = (None, None, None),
    after: datetime | None = None,
) -> Row:
    """One row of ``interventions``; one in a hundred was voided, two corrected."""
    entered = plan.entered(day, after)
    is_void = plan.happens(0.01) and kind not in ("RECEPTION", "REGISTRATION")
    is_corrected = plan.happens(0.02) and kind != "RECEPTION"
    return {
        "agency_id": agency,
        "entered_at": entered,
        "entered_by": agent,
        "submission_id": plan.identity(),
        "position": 0,
        "corrected_at": plan.soon(entered, 600) if is_corrected and not is_void else None,
        "voided_at": plan.soon(entered, 4_000) if is_void else None,
        "voided_by": agent if is_void else None,
        "void_reason": plan.dice.choice(["DUPLICATE", "MISTAKE"]) if is_void else None,
        "case_id": case_id,
        "women": heads[0],
        "men": heads[1],
        "other": heads[2],
        "type": kind,
        "mode": plan.pick(facts.MODE),
        "language": plan.pick(facts.LANGUAGE) if case_id else None,
        "minutes": int(plan.pick(facts.MINUTES)),
        "happened_on": day,
        "group_id": None,
    }
