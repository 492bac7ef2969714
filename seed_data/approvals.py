"""What was said of the agencies' months, and a few values to be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db.inputs.dates import months_after
from db.models import (
    Account,
    ApprovalState,
    Intervention,
    PeriodApproval,
    Placement,
    Posting,
    RetentionCheck,
    TrainingEnrolment,
    TrainingStep,
)
from db.records import KINDS
from seed_data.plan import Plan, at

#: One agency of each city, whose agents the sign-in page offers.
RABAT, CASABLANCA = 1, 3
#: Days after a month at which it is approved, unless something of it came later.
PROMPTLY = 6
COUNTED = tuple(kind for kind in KINDS if kind.is_of_a_person)
#: How many months back something is said.
MONTHS = 13
#: How long some acts took, in minutes, and hours of one job a week: each to be looked at.
LONG, MANY = (255, 300, 480), 72.0


def fill(session: Session, plan: Plan) -> None:
    """No dice are thrown, and no figure of a results page rests on what is changed here."""
    manager = session.exec(select(Account.id).where(Account.username == "manager")).one()
    for month in _months(plan):
        for agency_id in _agencies(session, month):
            _say(session, plan, (agency_id, manager), month)
    session.flush()
    _doubts(session, plan)


def _months(plan: Plan) -> Iterator[date]:
    """The last ones that are over, the oldest first."""
    running = plan.today.replace(day=1)
    month = months_after(running, -MONTHS)
    while month < running:
        yield month
        month = months_after(month, 1)


def _agencies(session: Session, month: date) -> list[int]:
    """Those with somebody in post."""
    query = select(Posting.agency_id).where(Posting.starts_on < months_after(month, 1))
    return sorted(set(session.exec(query)))


def _say(session: Session, plan: Plan, by: tuple[int, int], month: date) -> None:
    """Approved, mostly; of the last two, one returned, some proposed, some not spoken of. ``by``:
    the agency, whose number its agent has too, and the manager."""
    agency_id, manager = by
    ago = (plan.today.year - month.year) * 12 + plan.today.month - month.month
    proposed = _at(plan, month, 3)
    if ago == 1 and agency_id not in (RABAT, CASABLANCA):
        return
    _add(session, agency_id, month, ApprovalState.PROPOSED, agency_id, proposed)
    if ago == 1:
        return
    if (ago, agency_id) == (2, CASABLANCA):
        note = "La deuxième semaine est vide : était-ce un congé ?"
        _add(session, agency_id, month, ApprovalState.RETURNED, manager, _at(plan, month, 5), note)
        return
    said_at = _at(plan, month, PROMPTLY)
    changed_at = _last_change(session, agency_id, month)
    if (ago, agency_id) == (3, RABAT):
        # The last entry or correction of this month came after its approval.
        said_at = changed_at - timedelta(minutes=1)
    else:
        said_at = min(max(said_at, changed_at + timedelta(hours=1)), plan.latest)
    row = _add(session, agency_id, month, ApprovalState.APPROVED, manager, said_at)
    row.counted = _counted(session, row)


def _at(plan: Plan, month: date, days: int) -> datetime:
    """So many days after a month, and yesterday at the latest."""
    day = months_after(month, 1) + timedelta(days=days)
    return at(min(day, plan.today - timedelta(days=1)), time(17, days))


def _add(
    session: Session,
    agency_id: int,
    month: date,
    state: ApprovalState,
    by: int,
    said_at: datetime,
    note: str = "",
) -> PeriodApproval:
    row = PeriodApproval(
        agency_id=agency_id,
        starts_on=month,
        ends_on=months_after(month, 1) - timedelta(days=1),
        state=state,
        said_by=by,
        said_at=said_at,
        note=note,
    )
    session.add(row)
    session.flush()
    return row


def _last_change(session: Session, agency_id: int, month: date) -> datetime:
    """When something of the month was last entered, corrected or voided."""
    end = months_after(month, 1) - timedelta(days=1)
    moments = [at(end, time(18))]

    def look(columns: tuple[Any, ...], *where: Any) -> None:
        found = session.execute(sa.select(*(sa.func.max(each) for each in columns)).where(*where))
        moments.extend(each for each in found.one() if each)

    for kind in COUNTED:
        table: Any = kind.table
        within = getattr(table, kind.day).between(month, end)
        columns = table.entered_at, table.corrected_at, table.voided_at
        look(columns, table.agency_id == agency_id, within)
    look(
        (col(RetentionCheck.entered_at),),
        col(RetentionCheck.placement_id) == col(Placement.id),
        col(Placement.agency_id) == agency_id,
        col(RetentionCheck.done_on).between(month, end),
    )
    look(
        (col(TrainingStep.entered_at),),
        col(TrainingStep.enrolment_id) == col(TrainingEnrolment.id),
        col(TrainingEnrolment.agency_id) == agency_id,
        col(TrainingStep.status_on).between(month, end),
    )
    return max(moments)


def _counted(session: Session, approval: PeriodApproval) -> str:
    """What stood there at that moment."""
    found = {}
    for kind in COUNTED:
        table: Any = kind.table
        query = sa.select(sa.func.count()).where(
            table.agency_id == approval.agency_id,
            getattr(table, kind.day).between(approval.starts_on, approval.ends_on),
            table.entered_at <= approval.said_at,
            sa.or_(table.voided_at.is_(None), table.voided_at > approval.said_at),
        )
        found[kind.name] = session.execute(query).scalar_one()
    answers = sa.select(sa.func.count()).select_from(RetentionCheck).join(Placement)
    answers = answers.where(
        col(Placement.agency_id) == approval.agency_id,
        col(RetentionCheck.done_on).between(approval.starts_on, approval.ends_on),
        col(RetentionCheck.entered_at) <= approval.said_at,
    )
    return json.dumps(found | {"check": session.execute(answers).scalar_one()})


def _doubts(session: Session, plan: Plan) -> None:
    """A few hardly likely values of the last months."""
    acts = (
        select(Intervention)
        .where(
            col(Intervention.happened_on) > plan.today - timedelta(days=90),
            col(Intervention.case_id).is_not(None),
            col(Intervention.group_id).is_(None),
            col(Intervention.voided_at).is_(None),
        )
        .order_by(col(Intervention.id))
    )
    for act, minutes in zip(session.exec(acts.limit(len(LONG))), LONG, strict=False):
        act.minutes = minutes
    jobs = select(Placement).where(
        Placement.starts_on > plan.today - timedelta(days=300),
        col(Placement.hours_per_week).is_not(None),
        col(Placement.voided_at).is_(None),
    )
    job = session.exec(jobs.order_by(col(Placement.id))).first()
    if job is not None:
        job.hours_per_week = MANY
