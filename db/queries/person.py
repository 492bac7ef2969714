"""One person as their page shows them: what is known, how far they have come, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


@dataclass(frozen=True, kw_only=True)
class Way:
    """How far a person has come: each step in its order, with the day on which it was first
    reached; and what waits for them, the longest due first."""

    steps: tuple[Step, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """What stands of a person: courses, jobs by id with the last begun first, all checks of these
    by the day they fall due."""

    courses: Sequence[TrainingEnrolment]
    jobs: Mapping[int, Placement]
    checks: Sequence[RetentionCheck]


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


def way(session: Session, case_id: int, *, viewer: Viewer) -> Way:
    """The way of a person of the viewer's agencies; any other raises ``NotFound``."""
    theirs(session, case_id, viewer)
    jobs, day = _jobs(session, case_id), today(session)
    rows = _Rows(courses=_courses(session, case_id), jobs=jobs, checks=_checks_of(session, jobs))
    due = [
        *_follow_ups_due(session, case_id, day),
        *_checks_due(rows, day),
        *_courses_due(rows, day),
        *_referrals_due(session, case_id, day),
    ]
    return Way(
        steps=(*_met(session, case_id), _trained(rows), *_worked(rows)),
        due=tuple(sorted(due, key=lambda each: (each.due_on or date.max, each.kind, each.id))),
    )


def _courses(session: Session, case_id: int) -> Sequence[TrainingEnrolment]:
    query = select(TrainingEnrolment).where(
        TrainingEnrolment.case_id == case_id, col(TrainingEnrolment.voided_at).is_(None)
    )
    return session.exec(query).all()


def _jobs(session: Session, case_id: int) -> dict[int, Placement]:
    query = select(Placement).where(
        Placement.case_id == case_id, col(Placement.voided_at).is_(None)
    )
    jobs = session.exec(query.order_by(col(Placement.starts_on).desc(), col(Placement.id).desc()))
    return {each.id: each for each in jobs}


def _checks_of(session: Session, jobs: Collection[int]) -> Sequence[RetentionCheck]:
    """Nothing else is asked of them: a database would rather look through all that are open."""
    query = select(RetentionCheck).where(col(RetentionCheck.placement_id).in_(jobs))
    return sorted(session.exec(query), key=lambda check: (check.due_on, check.id)) if jobs else []


def _met(session: Session, case_id: int) -> tuple[Step, Step]:
    first = session.get(FirstContact, case_id)
    registered = None
    if first is not None and first.registered_after is not None:
        registered = first.contacted_on + timedelta(days=first.registered_after)
    met = Step(name="contact", on=first.contacted_on if first else None)
    return met, Step(name="registered", on=registered)


def _trained(rows: _Rows) -> Step:
    done = [each for each in rows.courses if each.status in TRAINED]
    if not done:
        return Step(name="trained")
    first = min(done, key=lambda course: course.status_on)
    return Step(name="trained", on=first.status_on, kind=first.type)


def _worked(rows: _Rows) -> tuple[Step, Step]:
    """The last job begun with the last news of it, and whether any has lasted half a year."""
    if not rows.jobs:
        return Step(name="working"), Step(name="retained")
    job = next(iter(rows.jobs.values()))
    answered = [each for each in rows.checks if each.done_on is not None]
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


def _follow_ups_due(session: Session, case_id: int, day: date) -> list[Due]:
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


def _checks_due(rows: _Rows, day: date) -> list[Due]:
    """Checks that may be answered now; of those to come the first alone."""
    latest = day + timedelta(days=RETENTION_EARLY_DAYS)
    answered: dict[int, int] = {}
    for each in rows.checks:
        if each.done_on is not None:
            answered[each.placement_id] = max(each.month, answered.get(each.placement_id, 0))
    waiting = [
        each
        for each in rows.checks
        if each.done_on is None
        and each.cancelled_at is None
        # A later one was answered: this one was passed over.
        and each.month > answered.get(each.placement_id, 0)
    ]
    now = [each for each in waiting if each.due_on <= latest]
    return [
        Due(
            kind="check",
            id=each.id,
            due_on=each.due_on,
            days_late=(day - each.due_on).days,
            is_open=each.due_on <= latest,
            code=rows.jobs[each.placement_id].type.value,
            month=each.month,
        )
        for each in waiting[: len(now) + 1]
    ]


def _courses_due(rows: _Rows, day: date) -> list[Due]:
    return [
        Due(
            kind="training",
            id=each.id,
            due_on=each.planned_end_on,
            days_late=(day - (each.planned_end_on or day)).days,
            is_open=True,
            code=each.type,
        )
        for each in rows.courses
        if each.status in OPEN_TRAINING
    ]


def _referrals_due(session: Session, case_id: int, day: date) -> list[Due]:
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
