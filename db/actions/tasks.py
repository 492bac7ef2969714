"""Things that wait: put off to a day, handed over to a colleague, given back, taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.cases import hold, own_case
from db.errors import InvalidInput, NotFound, Problem, invalid
from db.inputs.tasks import MOST_DAYS, Handover, PutOff, TaskKind, Thing
from db.models import Case, FollowUp, Referral, RetentionCheck, Task
from db.models.base import now
from db.queries import colleagues, merges, open_tasks
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
    _one(session, viewer, data)
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
    _one(session, viewer, data)
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
    agencies = {each.agency_id for each in found} or {data.agency_id or 0}
    there = {
        each.agency_id
        for each in colleagues.agents(session, agencies)
        if each.account_id == data.to_account
    }
    if data.to_account == by or agencies - there:
        raise InvalidInput({"to_account": Problem("error.not_a_colleague")})
    for each in found:
        task = _task(session, each.kind, each.id)
        task.account_id, task.is_back = data.to_account, False
        task.handed_by, task.handed_at, task.handed_reason = by, now(), data.reason
        _log(session, viewer, "task.hand_over", each.kind, each.id, data.reason)
    return len(found)


def give_back(session: Session, data: Thing, *, by: AccountId) -> None:
    """Return a thing to whoever handed it over; only the one who has it now may."""
    viewer = require(session, by, Permission.CASE_WRITE)
    _one(session, viewer, data)
    task = _task(session, data.kind, data.id)
    if task.account_id != by or task.handed_by is None or task.is_back:
        raise NotFound("error.not_found")
    task.account_id, task.is_back = task.handed_by, True
    task.handed_by, task.handed_at, task.handed_reason = by, now(), None
    _log(session, viewer, "task.give_back", data.kind, data.id)


def take(session: Session, data: Thing, *, by: AccountId) -> None:
    """See to a thing oneself: nobody's, a colleague's, or one that was handed over by mistake."""
    viewer = require(session, by, Permission.CASE_WRITE)
    _one(session, viewer, data)
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
    for each in found:
        task = _task(session, each.kind, each.id)
        task.account_id, task.is_back = to_account, False
        task.handed_by = task.handed_at = task.handed_reason = None
    return len(found)


def _meant(session: Session, data: Handover, viewer: Viewer) -> list[Found]:
    if data.thing is not None:
        return [_one(session, viewer, data.thing)]
    if data.case_id is not None:
        return _of_person(session, viewer, data.case_id)
    agency_id = data.agency_id
    if agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    return _locked(session, lambda: open_tasks.found(session, None, agency_id, viewer.account_id))


def _of_person(session: Session, viewer: Viewer, case_id: int) -> list[Found]:
    """All that waits for a person, whichever of their cases stands by then."""

    def waiting() -> list[Found]:
        standing = merges.surviving_cases(session, [case_id])[case_id]
        return open_tasks.found(session, Case.id == standing)

    found = _locked(session, waiting, case_id)
    own_case(session, case_id, viewer.agencies)
    return found


def _one(session: Session, viewer: Viewer, data: Thing) -> Found:
    """A thing that waits at one of the viewer's agencies."""
    meant, kinds = TABLES[data.kind].id == data.id, (data.kind,)
    for each in _locked(session, lambda: open_tasks.found(session, meant, kinds=kinds)):
        if each.agency_id in viewer.agencies:
            return each
    raise NotFound("error.not_waiting")


def _locked(session: Session, waiting: Callable[[], list[Found]], *case_ids: int) -> list[Found]:
    """What ``waiting`` finds, locked in the order of all locks and read afresh: two acts on a thing
    queue up here, and what waits no more by then, or waits elsewhere, is not among it."""
    meant = waiting()
    _lock(session, TaskKind.REFERRAL, meant)
    hold(session, {*case_ids, *(each.case_id for each in meant if each.case_id is not None)})
    for kind in (TaskKind.FOLLOW_UP, TaskKind.CHECK):
        _lock(session, kind, meant)
    locked = {(each.kind, each.id) for each in meant}
    return [each for each in waiting() if (each.kind, each.id) in locked]


def _lock(session: Session, kind: TaskKind, found: Sequence[Found]) -> None:
    number = TABLES[kind].id
    if ids := [each.id for each in found if each.kind is kind]:
        query = sa.select(number).where(number.in_(ids)).order_by(number)
        session.execute(query.with_for_update(key_share=True))


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
