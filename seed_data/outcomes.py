"""Courses, first days worked and the checks whether they lasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from db.codes import OutcomeType, RetentionStatus, TrainingStatus
from db.inputs.placements import due_dates
from seed_data import facts, places
from seed_data.people import Person
from seed_data.plan import Plan
from seed_data.store import Row

#: Published: 34 women in the centres of Entraide Nationale.
WOMEN_IN_EN = 34
_SELF_EMPLOYED = ("AUTO_ENT", "OWN_ACC", "COOP", "COMPANY")
_STILL = {
    "SAME": 52,
    "OTHER": 12,
    "NOT_WORK": 14,
    "UNREACH": 13,
    "TRAIN": 3,
    "REFUSED": 3,
    "LEFT": 3,
}


def entry(plan: Plan, person: Person, day: date) -> Row:
    """What every recorded event of one person has in common."""
    return {
        "agency_id": person.agency,
        "entered_at": plan.entered(day, person.entered),
        "entered_by": person.agent,
        "submission_id": plan.identity(),
        "position": 0,
        "corrected_at": None,
        "voided_at": None,
        "voided_by": None,
        "void_reason": None,
        "case_id": person.id,
    }


def training_rows(plan: Plan, people: list[Person], share: float) -> Iterator[Row]:
    """A course for some of those who registered; the first women go to the centres of EN."""
    women_left = WOMEN_IN_EN
    for person in people:
        if person.registered is None or not plan.happens(share):
            continue
        kind = plan.pick(facts.COURSES)
        if person.sex == "F" and women_left > 0:
            kind, women_left = plan.dice.choice(["EN_CEF", "EN_CFA"]), women_left - 1
        elif person.sex == "F" and kind.startswith("EN_"):
            kind = "LANGUAGE"
        yield _training_row(plan, person, kind)


def _training_row(plan: Plan, person: Person, kind: str) -> Row:
    known = person.registered or person.first
    first = plan.day_between(known, min(plan.today, known + timedelta(days=120)))
    end = first + timedelta(days=plan.dice.choice([30, 60, 90, 180, 270]))
    status, on, reason = _how_it_went(plan, first, end)
    centres = [
        number
        for number, (_, _, _, course) in enumerate(places.ORGANISATIONS, start=1)
        if course == kind
    ]
    return {
        **entry(plan, person, first),
        "type": kind,
        "centre_id": plan.dice.choice(centres) if centres else None,
        "starts_on": first,
        "planned_end_on": end,
        "status": status,
        "status_on": on,
        "drop_reason": reason,
    }


def _how_it_went(plan: Plan, first: date, end: date) -> tuple[TrainingStatus, date, str | None]:
    ended = end <= plan.today
    drawn = plan.dice.random()
    if drawn < 0.17:
        last = min(end, plan.today)
        return TrainingStatus.DROPPED, plan.day_between(first, last), plan.pick(facts.DROPS)
    if ended and drawn < 0.60:
        return TrainingStatus.CERTIFIED, end, None
    if ended and drawn < 0.93:
        return TrainingStatus.COMPLETED, end, None
    if drawn > 0.97:
        return TrainingStatus.APPLIED, first, None
    return TrainingStatus.ONGOING, first, None


def placement_rows(plan: Plan, people: list[Person], share: float, first_id: int) -> Iterator[Row]:
    """A first day worked for some of those who registered; ids count from ``first_id``."""
    placed = [
        (person, person.registered + timedelta(days=10))
        for person in people
        if person.registered is not None
        and person.registered + timedelta(days=10) <= plan.today
        and plan.happens(share)
    ]
    cooperatives = round(facts.COOPERATIVES * len(people) / facts.FIRST_SESSIONS)
    chosen = set(plan.dice.sample(range(len(placed)), min(cooperatives, len(placed))))
    for place, (person, earliest) in enumerate(placed):
        day = plan.day_between(earliest, min(plan.today, earliest + timedelta(days=330)))
        kind = "COOP" if place in chosen else plan.pick(facts.OUTCOMES)
        yield _placement_row(plan, person, first_id + place, day, kind)


def _placement_row(plan: Plan, person: Person, number: int, day: date, kind: str) -> Row:
    contract = "NA" if kind in _SELF_EMPLOYED else plan.pick(facts.CONTRACTS[kind])
    written = contract in ("CDI", "CDD", "INTERIM", "IDMAJ")
    declared = kind == "WAGE" and written and plan.happens(0.7)
    evidence = ["REGISTER", "SELF"] if kind in _SELF_EMPLOYED else ["EMPLOYER", "SELF"]
    if written:
        evidence = ["CONTRACT", "CONTRACT", *evidence, *(["CNSS"] if declared else [])]
    return {
        **entry(plan, person, day),
        "id": number,
        "type": OutcomeType(kind),
        "starts_on": day,
        "contract": contract,
        "evidence": plan.dice.choice(evidence),
        "hours_per_week": float(plan.dice.choice([20, 30, 40, 44, 44, 48])),
        "cnss_declared": None if kind in _SELF_EMPLOYED else declared,
    }


def check_rows(plan: Plan, placements: list[Row]) -> Iterator[Row]:
    """Checks at 3, 6 and 12 months: done, late, due and coming."""
    for placement in placements:
        left = None
        for month, due in due_dates(placement["starts_on"]).items():
            row = _check_row(plan, placement, month, due, left)
            if row["status"] is RetentionStatus.LEFT:
                left = row["entered_at"]
            yield row


def _check_row(
    plan: Plan, placement: Row, month: int, due: date, cancelled: datetime | None
) -> Row:
    done = None
    # Overdue checks have mostly been answered, after four months all of them.
    days_late = (plan.today - due).days
    chance = 0.5 if days_late < 30 else 0.85 if days_late < 120 else 1.0
    if cancelled is None and due <= plan.today and plan.happens(chance):
        done = plan.day_between(due, min(plan.today, due + timedelta(days=25)))
    status = RetentionStatus(plan.pick(_STILL)) if done else None
    works = status in (RetentionStatus.SAME, RetentionStatus.OTHER)
    return {
        "placement_id": placement["id"],
        "month": month,
        "due_on": due,
        "done_on": done,
        "status": status,
        "still_cnss": placement["cnss_declared"] if works else None,
        "entered_by": placement["entered_by"] if done else None,
        "entered_at": plan.entered(done, placement["entered_at"]) if done else None,
        "cancelled_at": cancelled,
    }
