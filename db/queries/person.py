"""One person as their page shows them: what is known, how far they have come, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, viewer_now
from db.access.viewer import Viewer
from db.codes import (
    OPEN_TRAINING,
    REFERRAL_DAYS,
    RETENTION_EARLY_DAYS,
    WORKING,
    Role,
    TrainingStatus,
)
from db.errors import NotFound
from db.inputs.people import FACTS
from db.models import (
    Case,
    FirstContact,
    FollowUp,
    Placement,
    Referral,
    RetentionCheck,
    TrainingEnrolment,
)

#: What is for whoever helps the person find the right door, and for nobody else.
FOR_AGENTS = frozenset({"status_group"})
#: The check that says whether work has lasted, as the programme's figure does.
LASTED = 6
TRAINED = (TrainingStatus.COMPLETED, TrainingStatus.CERTIFIED)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of a person; ``facts`` by column, without those that the viewer may not see."""

    id: int
    code: str
    agency_id: int
    facts: Mapping[str, Any]
    opened_on: date
    closed_on: date | None
    close_reason: str | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the way; without a day it has not been reached.

    ``kind`` is the course or the kind of work, ``status`` the last news of it, of ``status_on``.
    """

    name: str
    on: date | None = None
    kind: str = ""
    status: str = ""
    status_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that waits: a ``follow_up``, a ``check`` or a ``training`` by its ``kind``.

    ``code`` is the kind of work or course, ``is_open`` whether it can be done today.
    """

    kind: str
    id: int
    due_on: date | None
    days_late: int
    is_open: bool
    due_at: time | None = None
    code: str = ""
    month: int | None = None


def one(session: Session, case_id: int, *, viewer: Viewer) -> Person:
    """What is known of a person of the viewer's agencies; any other raises ``NotFound``."""
    viewer, case = theirs(session, case_id, viewer)
    hidden = frozenset[str]() if viewer.role is Role.AGENT else FOR_AGENTS
    return Person(
        id=case.id,
        code=case.code,
        agency_id=case.agency_id,
        facts={name: getattr(case, name) for name in FACTS if name not in hidden},
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        close_reason=case.close_reason,
    )


def theirs(session: Session, case_id: int, viewer: Viewer) -> tuple[Viewer, Case]:
    """The viewer as they are now, and the case, if it is of one of their agencies."""
    viewer = viewer_now(session, viewer, Permission.PEOPLE_READ)
    case = session.get(Case, case_id)
    if case is None or case.agency_id not in viewer.agencies:
        raise NotFound("error.case_not_found")
    return viewer, case


def path(session: Session, case_id: int, *, viewer: Viewer) -> tuple[Step, ...]:
    """The steps of the way, in their order, each with the day on which it was first reached."""
    theirs(session, case_id, viewer)
    first = session.get(FirstContact, case_id)
    registered = None
    if first is not None and first.registered_after is not None:
        registered = first.contacted_on + timedelta(days=first.registered_after)
    return (
        Step(name="contact", on=first.contacted_on if first else None),
        Step(name="registered", on=registered),
        _trained(session, case_id),
        *_worked(session, case_id),
    )


def _trained(session: Session, case_id: int) -> Step:
    query = (
        select(TrainingEnrolment)
        .where(
            TrainingEnrolment.case_id == case_id,
            col(TrainingEnrolment.voided_at).is_(None),
            col(TrainingEnrolment.status).in_(TRAINED),
        )
        .order_by(col(TrainingEnrolment.status_on))
    )
    done = session.exec(query).first()
    return Step(name="trained", on=done.status_on, kind=done.type) if done else Step(name="trained")


def _jobs(session: Session, case_id: int) -> dict[int, Placement]:
    """The placements that stand, the last begun first."""
    query = select(Placement).where(
        Placement.case_id == case_id, col(Placement.voided_at).is_(None)
    )
    jobs = session.exec(query.order_by(col(Placement.starts_on).desc(), col(Placement.id).desc()))
    return {each.id: each for each in jobs}


def _checks_of(session: Session, jobs: Collection[int]) -> list[RetentionCheck]:
    """All checks of these placements, by the day they fall due.

    Nothing else is asked of them here: a database would rather look through all that are open.
    """
    query = select(RetentionCheck).where(col(RetentionCheck.placement_id).in_(jobs))
    return sorted(session.exec(query), key=lambda check: (check.due_on, check.id)) if jobs else []


def _worked(session: Session, case_id: int) -> tuple[Step, Step]:
    """The last job begun with the last news of it, and whether any has lasted half a year."""
    jobs = _jobs(session, case_id)
    if not jobs:
        return Step(name="working"), Step(name="retained")
    job = next(iter(jobs.values()))
    answered = [each for each in _checks_of(session, jobs) if each.done_on is not None]
    answered.sort(key=lambda check: check.done_on or date.min)
    lasted = [each for each in answered if each.month >= LASTED and each.status in WORKING]
    news = next((each for each in reversed(answered) if each.placement_id == job.id), None)
    working = Step(
        name="working",
        on=job.starts_on,
        kind=job.type.value,
        status=news.status.value if news and news.status else "",
        status_on=news.done_on if news else None,
    )
    return working, Step(name="retained", on=lasted[0].done_on if lasted else None)


def due(session: Session, case_id: int, *, viewer: Viewer) -> tuple[Due, ...]:
    """What waits for a person: appointments, courses that go on, checks, answers to referrals; the
    longest due first."""
    theirs(session, case_id, viewer)
    day = today(session)
    found = [
        *_follow_ups(session, case_id, day),
        *_checks(session, case_id, day),
        *_courses(session, case_id, day),
        *_referrals(session, case_id, day),
    ]
    return tuple(sorted(found, key=lambda each: (each.due_on or date.max, each.kind, each.id)))


def _follow_ups(session: Session, case_id: int, day: date) -> list[Due]:
    query = select(FollowUp).where(FollowUp.case_id == case_id, col(FollowUp.settled_at).is_(None))
    return [
        Due(
            kind="follow_up",
            id=each.id,
            due_on=each.due_on,
            due_at=each.due_at,
            days_late=(day - each.due_on).days,
            is_open=True,
        )
        for each in session.exec(query)
    ]


def _checks(session: Session, case_id: int, day: date) -> list[Due]:
    """Checks that may be answered now; of those to come the first alone."""
    jobs, latest = _jobs(session, case_id), day + timedelta(days=RETENTION_EARLY_DAYS)
    waiting = [
        each
        for each in _checks_of(session, jobs)
        if each.done_on is None and each.cancelled_at is None
    ]
    now = [each for each in waiting if each.due_on <= latest]
    return [
        Due(
            kind="check",
            id=each.id,
            due_on=each.due_on,
            days_late=(day - each.due_on).days,
            is_open=each.due_on <= latest,
            code=jobs[each.placement_id].type.value,
            month=each.month,
        )
        for each in waiting[: len(now) + 1]
    ]


def _courses(session: Session, case_id: int, day: date) -> list[Due]:
    query = select(TrainingEnrolment).where(
        TrainingEnrolment.case_id == case_id,
        col(TrainingEnrolment.voided_at).is_(None),
        col(TrainingEnrolment.status).in_(OPEN_TRAINING),
    )
    return [
        Due(
            kind="training",
            id=each.id,
            due_on=each.planned_end_on,
            days_late=(day - (each.planned_end_on or day)).days,
            is_open=True,
            code=each.type,
        )
        for each in session.exec(query)
    ]


def _referrals(session: Session, case_id: int, day: date) -> list[Due]:
    query = select(Referral).where(
        Referral.case_id == case_id,
        col(Referral.voided_at).is_(None),
        col(Referral.status).in_(tuple(REFERRAL_DAYS)),
    )
    found = []
    for each in session.exec(query):
        due_on = each.status_on + timedelta(days=REFERRAL_DAYS[each.status])
        found.append(
            Due(
                kind="referral",
                id=each.id,
                due_on=due_on,
                days_late=(day - due_on).days,
                is_open=True,
                code=each.type,
            )
        )
    return found
