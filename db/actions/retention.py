"""Whether a person is still at work 3, 6 and 12 months after the first day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.postings import CORRECTION_DAYS
from db.access.viewer import AccountId, Viewer
from db.actions import drafts, placement_details
from db.actions.facts import agencies_for, refuse
from db.actions.minors import require_guardian
from db.codes import UNDO, WORKING, RetentionStatus, Role
from db.derived import cancelled_checks
from db.errors import NotAllowed, NotFound, Problem, Problems, invalid
from db.inputs.partial_validation import collected
from db.inputs.placement_details import CODES, DETAILS
from db.inputs.placements import RetentionInput, answerable_from, due_dates
from db.models import Case, Placement, RetentionCheck
from db.models.base import now
from db.queries.codes import require_active, require_all_active
from db.records import CHECK, form_of

FIELDS = ("done_on", "status", "still_cnss")


def plan(session: Session, placement: Placement) -> None:
    """Create the checks of a new placement, or move their due dates to its corrected start; what is
    known of the person by then cancels the same checks as if it were learned later."""
    found = {check.month: check for check in _checks(session, placement)}
    for month, day in due_dates(placement.starts_on).items():
        if check := found.get(month):
            check.due_on = day
        else:
            session.add(RetentionCheck(placement_id=placement.id, month=month, due_on=day))
    cancelled_checks.settle(session, placement.case_id)


def start_problems(session: Session, placement: Placement, starts_on: date) -> dict[str, Problem]:
    """Why a placement cannot begin so late: a check would have been answered before its time."""
    if starts_on == placement.starts_on:
        return {}
    due = due_dates(starts_on)
    for check in _checks(session, placement):
        first = max(answerable_from(due[check.month]), starts_on)
        if check.done_on is not None and check.done_on < first:
            return {"starts_on": Problem("error.check_answered_before", day=check.done_on)}
    return {}


def cancel(session: Session, placement: Placement) -> None:
    """Cancel the open checks of a voided placement; answers already given stay."""
    cancelled_checks.settle(session, placement.case_id)


def answer(session: Session, data: RetentionInput, *, by: AccountId) -> RetentionCheck:
    """Answer one check, from 15 days before it is due; the same answer twice is one.

    ``LEFT`` cancels the person's later checks, ``DIED`` all that are open, this one included: it
    keeps its answer but counts nowhere (``docs/domain.md#retention``). Raises ``InvalidInput``
    and, for a check that is not of the account's agencies, ``NotFound``.
    """
    viewer = require(session, by, Permission.PLACEMENT_WRITE)
    drafts.finish(session, form_of(CHECK, data.check_id), data, viewer)
    check, placement, agency_id = _found(session, data.check_id)
    here = agencies_for(session, by, data.done_on)
    if placement.voided_at is not None or agency_id not in here:
        raise NotFound("error.not_found")
    if _is_said(check, placement, data):
        return check
    _check_guardian(session, session.get_one(Case, placement.case_id), data.status)
    refuse(_problems(session, check, placement, data))
    check.done_on, check.status, check.still_cnss = data.done_on, data.status, data.still_cnss
    check.entered_by, check.entered_at = by, now()
    added = placement_details.add(session, placement, check, data)
    cancelled_checks.settle(session, placement.case_id)
    audit.record(
        session,
        viewer,
        "retention.answer",
        "retention_check",
        check.id,
        fields=(*FIELDS, *added),
        changes_results=True,
    )
    return check


def undo(session: Session, check_id: int, reason: str = UNDO, *, by: AccountId) -> RetentionCheck:
    """Undo an answer: its check is open again, and so are the checks that it cancelled.

    Its author may within 7 days; a manager always, with a reason of the list ``VOID_REASON``.
    """
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    check, placement, agency_id = _found(session, check_id)
    _refuse_undo(session, viewer, check, agency_id, reason)
    if check.entered_at is None:
        return check
    check.done_on = check.status = check.still_cnss = None
    check.entered_by = check.entered_at = None
    emptied = placement_details.take_back(placement, check)
    cancelled_checks.settle(session, placement.case_id)
    audit.record(
        session,
        viewer,
        "retention.undo",
        "retention_check",
        check.id,
        fields=(*FIELDS, *emptied),
        reason=reason,
        changes_results=True,
    )
    return check


def _refuse_undo(
    session: Session, viewer: Viewer, check: RetentionCheck, agency_id: int, reason: str
) -> None:
    if viewer.role is Role.AGENT:
        day = check.done_on or today(session)
        if agency_id not in agencies_for(session, viewer.account_id, day):
            raise NotFound("error.not_found")
        if check.entered_at is not None and (
            check.entered_by != viewer.account_id
            or now() - check.entered_at > timedelta(days=CORRECTION_DAYS)
        ):
            raise NotAllowed("error.too_late_to_correct")
    elif reason == UNDO:
        raise invalid("reason", "error.unknown_choice")
    if reason != UNDO:
        require_active(session, "reason", "VOID_REASON", reason, today(session))


def _found(session: Session, check_id: int) -> tuple[RetentionCheck, Placement, int]:
    """The check, its placement, and the person's present agency; locked in the order of all acts
    on a person, and read afresh."""
    placement_id = session.exec(
        select(RetentionCheck.placement_id).where(RetentionCheck.id == check_id)
    ).first()
    if placement_id is None:
        raise NotFound("error.not_found")
    placement = session.get_one(
        Placement, placement_id, with_for_update=True, populate_existing=True
    )
    case = session.get_one(
        Case, placement.case_id, with_for_update={"key_share": True}, populate_existing=True
    )
    check = session.get_one(RetentionCheck, check_id, with_for_update=True, populate_existing=True)
    return check, placement, case.agency_id


def _is_said(check: RetentionCheck, placement: Placement, data: RetentionInput) -> bool:
    """Whether just this answer stands, with all that it adds to the job."""
    known = {name: getattr(placement, name) for name in DETAILS}
    return all(getattr(check, name) == getattr(data, name) for name in FIELDS) and all(
        getattr(data, name) in (None, known[name]) for name in DETAILS
    )


def answer_problems(session: Session, data: Any, viewer: Viewer) -> Problems:
    """What is wrong with an answer that was refused, as far as it could be read."""
    check, placement, agency_id = _found(session, data.check_id)
    if agency_id not in agencies_for(session, viewer.account_id, today(session)):
        return {}
    case = session.get_one(Case, placement.case_id)
    return collected(
        lambda: _check_guardian(session, case, data.status),
        lambda: _problems(session, check, placement, data),
    )


def _check_guardian(session: Session, case: Case, status: RetentionStatus) -> None:
    if status is not RetentionStatus.REFUSED:
        require_guardian(session, case)


def _problems(
    session: Session, check: RetentionCheck, placement: Placement, data: RetentionInput
) -> Problems:
    if check.done_on is not None:
        return {"status": Problem("error.check_already_answered", day=check.done_on)}
    if check.cancelled_at is not None:
        return {"status": Problem("error.check_cancelled")}
    day, first = today(session), answerable_from(check.due_on)
    if day < first:
        return {"done_on": Problem("error.check_not_due", day=first)}
    return collected(
        lambda: _day_problems(data, day, max(first, placement.starts_on)),
        lambda: _cnss_problems(data),
        lambda: placement_details.answer_problems(session, data, placement),
        lambda: require_all_active(session, data, CODES, day),
    )


def _day_problems(data: RetentionInput, day: date, first: date) -> Problems:
    if data.done_on > day:
        return {"done_on": Problem("error.in_the_future")}
    return {"done_on": Problem("error.before_day", day=first)} if data.done_on < first else {}


def _cnss_problems(data: RetentionInput) -> Problems:
    is_asked = data.still_cnss is None or data.status in WORKING
    return {} if is_asked else {"still_cnss": Problem("error.not_needed")}


def _checks(session: Session, placement: Placement) -> list[RetentionCheck]:
    query = select(RetentionCheck).where(RetentionCheck.placement_id == placement.id)
    return list(session.exec(query))
