"""People sent on to centres, associations and other agencies, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from db.codes import REFERRAL_DAYS, ReferralStatus
from seed_data import places
from seed_data.outcomes import entry
from seed_data.people import Person
from seed_data.plan import Plan
from seed_data.store import Row

#: How many of those met are sent on, and why: to whom goes by the reason.
SENT = 0.42
REASONS = {
    "TRAINING": 38,
    "LANGUAGE": 16,
    "WORK": 8,
    "SELF_EMP": 6,
    "SOCIAL": 14,
    "PROCEDURES": 12,
    "FINANCE": 6,
}
#: The organisations that answer each reason, by code.
PLACES = {
    "TRAINING": ("CEF-RBT", "CEF-CAS", "CFA-SAL", "OFPPT-RBT", "OFPPT-CAS"),
    "LANGUAGE": ("ASSO-2",),
    "SOCIAL": ("EN", "ASSO-1"),
    "PROCEDURES": ("ASSO-1",),
    "FINANCE": ("ASSO-1",),
    "SELF_EMP": ("ASSO-1",),
}
REFUSALS = {"FULL": 45, "NOT_ELIGIBLE": 30, "NOT_OURS": 10, "LATER": 10, "OTHER": 5}
_RESULTS = {"SERVED": 46, "ACCEPTED": 10, "NO_SHOW": 12, "REFUSED": 12, "NO_REPLY": 20}
_ORGANISATIONS = {code: number for number, (code, *_) in enumerate(places.ORGANISATIONS, start=1)}


def rows(plan: Plan, people: list[Person]) -> Iterator[Row]:
    """A referral for some of the people, within the three months after they first came."""
    for person in people:
        if plan.happens(SENT):
            last = min(plan.today, person.first + timedelta(days=90))
            yield _row(plan, person, plan.day_between(person.first, last))


def _row(plan: Plan, person: Person, day: date) -> Row:
    reason = plan.pick(REASONS)
    organisation, agency = _place(plan, person, reason)
    status, after, since = _what_came(plan, day)
    return {
        **entry(plan, person, day),
        "type": reason,
        "organisation_id": organisation,
        "to_agency_id": agency,
        "may_share": plan.happens(0.88),
        "sent_on": day,
        "status": status,
        "status_on": day + timedelta(days=since),
        "refusal_reason": plan.pick(REFUSALS) if status is ReferralStatus.REFUSED else None,
        "answered_after": after,
        "earlier_status": None,
        "earlier_status_on": None,
    }


def _place(plan: Plan, person: Person, reason: str) -> tuple[int | None, int | None]:
    """Another agency for work, else an organisation that answers the reason."""
    if codes := PLACES.get(reason):
        return _ORGANISATIONS[plan.dice.choice(codes)], None
    others = [each for each in range(1, len(places.AGENCIES) + 1) if each != person.agency]
    return None, plan.dice.choice(others)


def _what_came(plan: Plan, day: date) -> tuple[ReferralStatus, int | None, int]:
    """The status, after how many days it was first answered, and since how many it holds."""
    age = (plan.today - day).days
    status, after = ReferralStatus(plan.pick(_RESULTS)), plan.dice.randint(1, 45)
    if status is ReferralStatus.NO_REPLY:
        wait = REFERRAL_DAYS[ReferralStatus.SENT] * 2
        return (status, None, wait) if age >= wait else (ReferralStatus.SENT, None, 0)
    if after > age:
        return ReferralStatus.SENT, None, 0
    if status is ReferralStatus.ACCEPTED and age > after + REFERRAL_DAYS[status]:
        return ReferralStatus.SERVED, after, after + plan.dice.randint(1, REFERRAL_DAYS[status])
    return status, after, after
