"""What each figure of the results pages counts, row by row: the same conditions that count it.

Trust is not among them and never is: an answer is nobody's. Nor are the agencies' registers, which
are numbers from elsewhere, nor agents, whom the postings list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from db.codes import COORDINATION, OUTCOME_GROUPS, POSITIONING, REGISTERED_WITHIN
from db.measures import (
    activity,
    checks,
    cohorts,
    courses,
    funnel_steps,
    placements,
    referrals,
    training,
)
from db.measures.events import Condition, Events
from db.models import FirstContact, Placement, Referral, RetentionCheck
from db.models import TrainingEnrolment as Enrolment

Day = Callable[[date], Condition]
Part = Callable[[str, date], Condition]


class Cut(StrEnum):
    """Whom a filter by sex or age leaves: persons; persons and the heads of group sessions; or
    everybody, for it does not apply."""

    PERSONS = "persons"
    HEADS = "heads"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The rows of one figure.

    ``rows``: the tables; ``kinds``: the list that names ``kind``; ``which``: their conditions, by
    today. ``is_persons``: each person is counted once, by their last row. ``counted``: of a share,
    which of its rows are the numerator. ``parts``: by name, what a part of the figure holds.
    ``value``: a number of days to be read on each row.
    """

    rows: Any
    id: Any
    case_id: Any
    agency_id: Any
    day: Any
    kind: Any
    kinds: str
    which: Callable[[date], tuple[Condition, ...]]
    is_persons: bool = False
    counted: Day | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    value: Any = None
    cut: Cut = Cut.PERSONS


def _source(events: Events, kinds: str, *which: Day, **more: Any) -> Source:
    return Source(
        rows=events.table,
        id=events.id,
        case_id=events.case_id,
        agency_id=events.agency_id,
        day=events.day,
        kind=events.kind,
        kinds=kinds,
        which=lambda day: (*events.conditions, *(each(day) for each in which)),
        **more,
    )


def _met(*which: Day, **more: Any) -> Source:
    first = FirstContact
    return Source(
        rows=first,
        id=col(first.case_id),
        case_id=col(first.case_id),
        agency_id=col(first.agency_id),
        day=col(first.contacted_on),
        kind=sa.null(),
        kinds="",
        which=lambda day: tuple(each(day) for each in which),
        **more,
    )


def _checks(*which: Day, **more: Any) -> Source:
    parts: dict[str, Part] = {
        "group": _group,
        "check": _number(col(RetentionCheck.month)),
        **more.pop("parts", {}),
    }
    return Source(
        rows=checks.joined(),
        id=col(RetentionCheck.id),
        case_id=col(Placement.case_id),
        agency_id=col(Placement.agency_id),
        day=col(RetentionCheck.due_on),
        kind=col(Placement.type),
        kinds="OUTCOME_TYPE",
        which=lambda day: (*checks.STANDING, *(each(day) for each in which)),
        parts=parts,
        **more,
    )


def _is(column: Any) -> Part:
    """A part is one code of a column, or several joined by "+"; a column of an enumeration refuses
    what is not in it."""
    plain = sa.cast(column, sa.String) if isinstance(column.type, sa.Enum) else column
    return lambda code, _: sa.func.coalesce(plain, "").in_(code.split("+"))


def _group(code: str, _: date) -> Condition:
    return col(Placement.type).in_(OUTCOME_GROUPS.get(code, frozenset()))


def _asked(day: date) -> Condition:
    """Done, or long overdue."""
    return checks.state_on(day).in_([*checks.DONE, "overdue"])


def _working(day: date) -> Condition:
    return checks.state_on(day) == "working"


def _six_months(_: date) -> Condition:
    """Internships are no work of their own: ``placements.retained_at_six_months``."""
    is_work = col(Placement.type).not_in(OUTCOME_GROUPS["INTERN"])
    return sa.and_(col(RetentionCheck.month) == 6, is_work)


def _number(column: Any) -> Part:
    def part(code: str, _: date) -> Condition:
        is_one = code.isascii() and code.isdecimal() and len(code) < 10
        return column == int(code) if is_one else sa.false()

    return part


def _place(code: str, day: date) -> Condition:
    """An organisation ("o12") or another agency ("a3"), or several of one name."""

    def one(each: str) -> Condition:
        column = col(Referral.organisation_id if each[:1] == "o" else Referral.to_agency_id)
        return _number(column)(each[1:], day)

    return sa.or_(*map(one, code.split("+")))


def _step(code: str, day: date) -> Condition:
    return cohorts.reached(day).get(
        code, sa.true() if code == funnel_steps.FIRST_CONTACT else sa.false()
    )


def _under_way(code: str, _: date) -> Condition:
    return funnel_steps.waiting().get(code, sa.false())


def _gone_on(code: str, day: date) -> Condition:
    """Of a step at which people wait: who has reached it, and is no longer under way there."""
    if code not in funnel_steps.WAITING_STEPS:
        return sa.false()
    return sa.and_(_step(code, day), sa.not_(sa.func.coalesce(_under_way(code, day), sa.false())))


def _begun(day: date) -> Condition:
    return training.ENTERED.day <= day


def _persons(events: Events, kinds: str, *which: Day, **more: Any) -> Source:
    return _source(events, kinds, *which, is_persons=True, **more)


def _registered(within: int | None) -> Day:
    after = col(FirstContact.registered_after)
    return lambda _: after.is_not(None) if within is None else after <= within


ACTS, COURSES, WORK, SENT = "INTERVENTION_TYPE", "TRAINING_TYPE", "OUTCOME_TYPE", "REFERRAL_REASON"
_OVER: Day = training.is_over
_TYPE = {"type": _is(col(Enrolment.type))}
_CENTRE = {"centre": _number(courses.CENTRE)}
_OUTCOME = {"type": _is(col(Placement.type)), "group": _group}
_TO = {"place": _place}
#: All figures whose rows can be opened, by the names that links give them.
SOURCES: dict[str, Source] = {
    "interventions": _source(activity.ACTS, ACTS, cut=Cut.HEADS),
    "people_seen": _persons(activity.INTERVENTIONS, ACTS),
    "registrations": _persons(activity.REGISTRATIONS, ACTS),
    "positioned": _persons(activity.of_type(POSITIONING), ACTS),
    "self_employment_advice": _persons(activity.of_type("SELF_EMP"), ACTS),
    "meetings": _source(activity.of_type(COORDINATION), ACTS, cut=Cut.NOBODY),
    "registered_30_days": _met(
        lambda day: cohorts.met_before(day, REGISTERED_WITHIN),
        counted=_registered(REGISTERED_WITHIN),
    ),
    "registered_so_far": _met(counted=_registered(None)),
    "funnel": _met(parts={"step": _step, "under_way": _under_way, "gone_on": _gone_on}),
    "enrolled": _persons(training.ENTERED, COURSES, _begun),
    "enrolments": _source(training.ENTERED, COURSES, _begun),
    "courses": _source(
        training.ENROLMENTS, COURSES, parts=_TYPE | {"status": _is(col(Enrolment.status))}
    ),
    "centres": _persons(
        training.ENTERED, COURSES, _begun, parts={"centre_type": _is(training.CENTRE_TYPE)}
    ),
    "completion": _source(
        training.ENTERED, COURSES, _OVER, counted=lambda _: training.COMPLETED, parts=_TYPE
    ),
    "leaving": _source(
        training.ENTERED, COURSES, _OVER, counted=lambda _: courses.LEFT, parts=_CENTRE
    ),
    "drop_reasons": _source(
        training.ENTERED.where(courses.LEFT),
        COURSES,
        _OVER,
        parts=_CENTRE | {"reason": _is(col(Enrolment.drop_reason))},
    ),
    **{
        name: _persons(placements.of_group(group), WORK)
        for name, group in placements.GROUPS.items()
    },
    "outcomes": _source(
        placements.PLACEMENTS,
        WORK,
        parts=_OUTCOME
        | {"contract": _is(col(Placement.contract)), "evidence": _is(col(Placement.evidence))},
    ),
    "outcome_persons": _persons(
        placements.PLACEMENTS, WORK, parts={"type": _is(col(Placement.type))}
    ),
    "declared": _source(placements.of_group("WAGE"), WORK, counted=lambda _: placements.DECLARED),
    "checks": _checks(parts={"state": lambda code, day: checks.state_on(day).in_(code.split("+"))}),
    "retention": _checks(_asked, counted=_working),
    "kept_six_months": _checks(_asked, _six_months, counted=_working),
    "referrals": _source(referrals.SENT, SENT, parts=_TO),
    "sent_to_training": _persons(referrals.TO_COURSES, SENT),
    "feedback": _source(
        referrals.SENT,
        SENT,
        referrals.is_ripe,
        counted=lambda _: referrals.IN_TIME,
        parts=_TO,
        value=col(Referral.answered_after),
    ),
    "answered": _source(referrals.ANSWERED, SENT, parts=_TO, value=col(Referral.answered_after)),
}
#: The figure that each indicator is; trust opens nothing.
OF_INDICATOR: dict[str, str] = {
    "IR1.1": "sent_to_training",
    "IR1.2": "enrolled",
    "IR1.3": "completion",
    "IR2.1": "registrations",
    "IR2.2": "registered_30_days",
    "IR2.3": "positioned",
    "IR2.4": "self_employment_advice",
    "SO.1": "wage",
    "SO.2": "internship",
    "SO.3": "self_employment",
    "SO.4": "kept_six_months",
    "SO.5": "declared",
    "IR3.1": "feedback",
    "IR3.2": "meetings",
}
