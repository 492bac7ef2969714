"""Whether a person is still at work 3, 6 and 12 months after the first day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from db import audit
from db.actions.facts import agencies_for
from db.codes import WORKING, RetentionStatus
from db.errors import InvalidInput, NotAllowed, NotFound, Problem, invalid
from db.inputs.placements import RetentionInput, answerable_from, due_dates
from db.models import Case, Placement, RetentionCheck
from db.models.base import now
from db.permissions import (
    CORRECTION_DAYS,
    AccountId,
    Permission,
    require,
    today,
)


def plan(session: Session, placement: Placement) -> None:
    """Make the checks of a new placement, or move those not yet done to its corrected start."""
    due = due_dates(placement.starts_on)
    found = {check.month: check for check in _checks(session, placement)}
    for month, day in due.items():
        check = found.get(month)
        if check is None:
            session.add(RetentionCheck(placement_id=placement.id or 0, month=month, due_on=day))
        elif check.done_on is None:
            check.due_on = day


def cancel(session: Session, placement: Placement) -> None:
    """Ask no more about a placement that was voided; answers already given stay."""
    _cancel(_checks(session, placement), now())


def answer(session: Session, data: RetentionInput, *, by: AccountId) -> RetentionCheck:
    """Answer one check, from 15 days before it is due; the same answer twice is one.

    ``LEFT`` cancels the person's later checks, ``DIED`` all that are open, this one included: it
    keeps its answer but counts nowhere (``domain.md``, 7b). Raises ``InvalidInput`` and, for a
    check that is not of the account's agencies, ``NotFound``.
    """
    viewer = require(session, by, Permission.PLACEMENT_WRITE)
    check, placement = _of_own_agency(session, data.check_id, data.done_on, by)
    if check.done_on is not None and _answered(check) == (data.status, data.still_cnss):
        return check
    _refuse_untimely(session, check, placement, data)
    moment = now()
    check.done_on, check.status, check.still_cnss = data.done_on, data.status, data.still_cnss
    check.entered_by, check.entered_at = by, moment
    _cancel(_ended_by(session, check, placement), moment)
    if data.status is RetentionStatus.DIED:
        check.cancelled_at = moment
    audit.record(
        session,
        viewer,
        "retention.answer",
        "retention_check",
        check.id,
        fields=("done_on", "status", "still_cnss"),
        changes_results=True,
    )
    return check


def undo(session: Session, check_id: int, *, by: AccountId) -> RetentionCheck:
    """Take an answer back, by who gave it and within 7 days; what it cancelled is asked again."""
    viewer = require(session, by, Permission.PLACEMENT_WRITE)
    check, placement = _of_own_agency(session, check_id, today(session), by)
    moment = check.entered_at
    if moment is None:
        return check
    if check.entered_by != by or now() - moment > timedelta(days=CORRECTION_DAYS):
        raise NotAllowed("error.too_late_to_correct")
    for each in _of_person(session, placement.case_id):
        if each.cancelled_at == moment:
            each.cancelled_at = None
    check.done_on = check.status = check.still_cnss = None
    check.entered_by = check.entered_at = None
    audit.record(
        session,
        viewer,
        "retention.undo",
        "retention_check",
        check.id,
        fields=("done_on", "status", "still_cnss"),
        changes_results=True,
    )
    return check


def _of_own_agency(
    session: Session, check_id: int, day: date, by: AccountId
) -> tuple[RetentionCheck, Placement]:
    """The check and its placement, for an agent of the person's present agency."""
    found = session.exec(
        select(RetentionCheck, Placement)
        .join(Placement, col(Placement.id) == RetentionCheck.placement_id)
        .join(Case, col(Case.id) == Placement.case_id)
        .where(
            RetentionCheck.id == check_id,
            col(Placement.voided_at).is_(None),
            col(Case.agency_id).in_(agencies_for(session, by, day)),
        )
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound("error.not_found")
    return found


def _answered(check: RetentionCheck) -> tuple[RetentionStatus | None, bool | None]:
    return check.status, check.still_cnss


def _refuse_untimely(
    session: Session, check: RetentionCheck, placement: Placement, data: RetentionInput
) -> None:
    if check.done_on is not None:
        raise invalid("status", "error.check_already_answered", day=check.done_on)
    if check.cancelled_at is not None:
        raise invalid("status", "error.check_cancelled")
    day, first = today(session), answerable_from(check.due_on)
    if day < first:
        raise invalid("done_on", "error.check_not_due", day=first)
    if problems := _contradictions(data, day, max(first, placement.starts_on)):
        raise InvalidInput(problems)


def _contradictions(data: RetentionInput, day: date, first: date) -> dict[str, Problem]:
    found = {}
    if data.done_on > day:
        found["done_on"] = Problem("error.in_the_future")
    elif data.done_on < first:
        found["done_on"] = Problem("error.before_day", day=first)
    if data.still_cnss is not None and data.status not in WORKING:
        found["still_cnss"] = Problem("error.not_needed")
    return found


def _ended_by(
    session: Session, check: RetentionCheck, placement: Placement
) -> list[RetentionCheck]:
    """The person's other checks that this answer leaves without an object."""
    others = [each for each in _of_person(session, placement.case_id) if each.id != check.id]
    if check.status is RetentionStatus.DIED:
        return others
    if check.status is RetentionStatus.LEFT:
        return [each for each in others if each.due_on > check.due_on]
    return []


def _cancel(checks: Iterable[RetentionCheck], moment: datetime) -> None:
    for check in checks:
        if check.done_on is None and check.cancelled_at is None:
            check.cancelled_at = moment


def _checks(session: Session, placement: Placement) -> list[RetentionCheck]:
    query = select(RetentionCheck).where(RetentionCheck.placement_id == placement.id)
    return list(session.exec(query))


def _of_person(session: Session, case_id: int) -> list[RetentionCheck]:
    query = (
        select(RetentionCheck)
        .join(Placement, col(Placement.id) == RetentionCheck.placement_id)
        .where(Placement.case_id == case_id)
    )
    return list(session.exec(query))
