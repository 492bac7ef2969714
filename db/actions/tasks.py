"""Things that wait: put off to a day, handed over to a colleague, given back, taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.cases import own_case
from db.errors import InvalidInput, NotFound, Problem, invalid
from db.inputs.tasks import MOST_DAYS, Handover, PutOff, TaskKind, Thing
from db.models import Case, FollowUp, Referral, RetentionCheck, Task
from db.models.base import now
from db.queries import colleagues, open_tasks
from db.queries.codes import require_active
from db.queries.open_tasks import Found

#: The column of a task for each kind of thing.
COLUMNS = {
    TaskKind.FOLLOW_UP: "follow_up_id",
    TaskKind.CHECK: "check_id",
    TaskKind.REFERRAL: "referral_id",
}
#: What the log calls the thing.
ENTITIES = {
    TaskKind.FOLLOW_UP: "follow_up",
    TaskKind.CHECK: "retention_check",
    TaskKind.REFERRAL: "referral",
}
TABLES: dict[TaskKind, Any] = {
    TaskKind.FOLLOW_UP: FollowUp,
    TaskKind.CHECK: RetentionCheck,
    TaskKind.REFERRAL: Referral,
}


def put_off(session: Session, data: PutOff, *, by: AccountId) -> int:
    """Keep a thing out of sight until a day; how often it has been put off by now.

    The same day twice is one. Raises ``InvalidInput`` on ``to``, ``NotFound`` for a thing that
    waits no more or is not of the account's agencies.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    _locked(session, viewer, data.kind, data.id)
    day = today(session)
    latest = day + timedelta(days=MOST_DAYS)
    if not day < data.to <= latest:
        raise invalid("to", "error.put_off_range", day=latest)
    task = _task(session, data.kind, data.id)
    if task.put_off_to != data.to:
        task.put_off_to, task.put_off_times = data.to, task.put_off_times + 1
        _log(session, viewer, "task.put_off", data.kind, data.id)
    return task.put_off_times


def bring_back(session: Session, data: Thing, *, by: AccountId) -> None:
    """Undo the last putting off: the thing waits on its own day again."""
    viewer = require(session, by, Permission.CASE_WRITE)
    _locked(session, viewer, data.kind, data.id)
    task = _task(session, data.kind, data.id)
    if task.put_off_to is None:
        return
    task.put_off_to, task.put_off_times = None, max(task.put_off_times - 1, 0)
    _log(session, viewer, "task.bring_back", data.kind, data.id)


def hand_over(session: Session, data: Handover, *, by: AccountId) -> int:
    """Give things to a colleague of their agency; returns how many.

    Raises ``InvalidInput`` for whoever is not an agent there, ``NotFound`` as ``put_off`` does.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    found = _meant(session, data, viewer)
    require_active(session, "reason", "HANDOVER_REASON", data.reason, today(session))
    agencies = {agency_id for _, _, agency_id in found} or {data.agency_id or 0}
    there = {
        each.agency_id
        for each in colleagues.agents(session, agencies)
        if each.account_id == data.to_account
    }
    if data.to_account == by or agencies - there:
        raise InvalidInput({"to_account": Problem("error.not_a_colleague")})
    for kind, thing, _ in found:
        task = _task(session, kind, thing)
        task.account_id, task.is_back = data.to_account, False
        task.handed_by, task.handed_at, task.handed_reason = by, now(), data.reason
        _log(session, viewer, "task.hand_over", kind, thing, data.reason)
    return len(found)


def give_back(session: Session, data: Thing, *, by: AccountId) -> None:
    """Return a thing to whoever handed it over; only the one who has it now may."""
    viewer = require(session, by, Permission.CASE_WRITE)
    _locked(session, viewer, data.kind, data.id)
    task = _task(session, data.kind, data.id)
    if task.account_id != by or task.handed_by is None or task.is_back:
        raise NotFound("error.not_found")
    task.account_id, task.is_back = task.handed_by, True
    task.handed_by, task.handed_at, task.handed_reason = by, now(), None
    _log(session, viewer, "task.give_back", data.kind, data.id)


def take(session: Session, data: Thing, *, by: AccountId) -> None:
    """See to a thing oneself: nobody's, a colleague's, or one that was handed over by mistake."""
    viewer = require(session, by, Permission.CASE_WRITE)
    _locked(session, viewer, data.kind, data.id)
    task = _task(session, data.kind, data.id)
    task.account_id, task.is_back = by, False
    task.handed_by = task.handed_at = task.handed_reason = None
    _log(session, viewer, "task.take", data.kind, data.id)


def assign(session: Session, case_id: int, agency_id: int, to_account: AccountId) -> int:
    """All that waits for a person goes to an agency with them, and there to one agent."""
    planned = select(FollowUp).where(
        FollowUp.case_id == case_id, col(FollowUp.settled_at).is_(None)
    )
    for follow_up in session.exec(planned):
        follow_up.agency_id = agency_id
    session.flush()
    found = open_tasks.found(session, Case.id == case_id)
    for kind, thing, _ in found:
        task = _task(session, kind, thing)
        task.account_id, task.is_back = to_account, False
        task.handed_by = task.handed_at = task.handed_reason = None
    return len(found)


def _meant(session: Session, data: Handover, viewer: Viewer) -> list[Found]:
    if data.thing is not None:
        agency_id = _locked(session, viewer, data.thing.kind, data.thing.id)
        return [(data.thing.kind, data.thing.id, agency_id)]
    if data.case_id is not None:
        case = own_case(session, data.case_id, viewer.agencies)
        return open_tasks.found(session, Case.id == case.id)
    if data.agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    return open_tasks.found(session, None, data.agency_id, viewer.account_id)


def _locked(session: Session, viewer: Viewer, kind: TaskKind, thing: int) -> int:
    """The agency of a thing that waits, once its row is locked: two acts on it queue up here."""
    table = TABLES[kind]
    session.get(table, thing, with_for_update={"key_share": True}, populate_existing=True)
    for _, _, agency_id in open_tasks.found(session, table.id == thing, kinds=(kind,)):
        if agency_id in viewer.agencies:
            return agency_id
    raise NotFound("error.not_waiting")


def _task(session: Session, kind: TaskKind, thing: int) -> Task:
    """What was settled of a thing so far; made when nothing was."""
    column = COLUMNS[kind]
    query = select(Task).where(col(getattr(Task, column)) == thing)
    task = session.exec(query.with_for_update()).first()
    if task is None:
        task = Task()
        setattr(task, column, thing)
        session.add(task)
        session.flush()
    return task


def _log(
    session: Session, viewer: Viewer, act: str, kind: TaskKind, thing: int, reason: str = ""
) -> None:
    audit.record(session, viewer, act, ENTITIES[kind], thing, reason=reason)
