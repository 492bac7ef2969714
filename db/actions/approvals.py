"""Say that an agency's month is complete, take that back, approve it, return it with a sentence.

Every word is a row of its own. The agency's row is locked first, so that of two words that meet the
later one is said of what stands, or not at all.
"""

from __future__ import annotations

from sqlmodel import Session

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.postings import recently_left
from db.access.viewer import AccountId, Viewer
from db.errors import AppError, NotFound
from db.inputs.approvals import MonthOf, Returned
from db.models import Agency, ApprovalState, PeriodApproval
from db.queries import approval_revisions, approvals

ENTITY = "period_approval"


def propose(session: Session, data: MonthOf, *, by: AccountId) -> int:
    """An agent of the agency says that a month is complete; the same twice is one.

    Raises ``AppError`` for a month that is not over, or that was approved meanwhile.
    """
    viewer = _agent(session, data, by)
    last = _last(session, data)
    if last is not None and last.state is ApprovalState.PROPOSED:
        return last.id
    _refuse_overtaken(last, data)
    if last is not None and last.state is ApprovalState.APPROVED:
        raise AppError("error.approval_stands")
    return _say(session, viewer, data, ApprovalState.PROPOSED, "propose")


def take_back(session: Session, data: MonthOf, *, by: AccountId) -> int:
    """An agent of the agency takes back that a month is complete, while no manager has answered;
    the same twice is one. Raises ``AppError`` once somebody has."""
    viewer = _agent(session, data, by)
    last = _last(session, data)
    if last is not None and last.state is ApprovalState.WITHDRAWN:
        return last.id
    _refuse_overtaken(last, data)
    if last is None or last.state is not ApprovalState.PROPOSED:
        raise AppError("error.approval_meanwhile")
    return _say(session, viewer, data, ApprovalState.WITHDRAWN, "take_back")


def approve(session: Session, data: MonthOf, *, by: AccountId) -> int:
    """A manager approves a month, also one that nobody proposed or that has changed since its last
    approval; the same twice is one.

    Raises ``AppError`` for a month that is not over, or of which somebody else said something
    meanwhile.
    """
    viewer = _manager(session, data, by)
    last = _last(session, data)
    if last is not None and _is_settled(session, last):
        return last.id
    _refuse_overtaken(last, data)
    return _say(session, viewer, data, ApprovalState.APPROVED, "approve")


def send_back(session: Session, data: Returned, *, by: AccountId) -> int:
    """A manager returns a month that was proposed or approved, with a sentence to its agents; the
    same twice is one. Raises as ``approve``, and where there is nothing to return."""
    viewer = _manager(session, data, by)
    last = _last(session, data)
    if last is not None and (last.state, last.note) == (ApprovalState.RETURNED, data.note):
        return last.id
    _refuse_overtaken(last, data)
    if last is None or last.state in (ApprovalState.RETURNED, ApprovalState.WITHDRAWN):
        raise AppError("error.approval_nothing")
    return _say(session, viewer, data, ApprovalState.RETURNED, "send_back", data.note)


def _agent(session: Session, data: MonthOf, by: AccountId) -> Viewer:
    viewer = require(session, by, Permission.PERIOD_PROPOSE)
    if data.agency_id not in viewer.agencies | recently_left(session, by):
        raise NotFound("error.not_found")
    return viewer


def _manager(session: Session, data: MonthOf, by: AccountId) -> Viewer:
    viewer = require(session, by, Permission.PERIOD_APPROVE)
    if data.agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    return viewer


def _last(session: Session, data: MonthOf) -> PeriodApproval | None:
    agency = session.get(Agency, data.agency_id)
    if agency is None or not approvals.has_agent(session, agency.id, data.month):
        raise NotFound("error.not_found")
    if data.last_day >= today(session):
        raise AppError("error.approval_goes_on")
    session.refresh(agency, with_for_update={"key_share": True})
    return approvals.last_word(session, agency.id, data.month)


def _is_settled(session: Session, last: PeriodApproval) -> bool:
    """Whether it is approved, and nothing has changed since."""
    is_approved = last.state is ApprovalState.APPROVED
    return is_approved and not approval_revisions.since(session, [last]).get(last.id)


def _refuse_overtaken(last: PeriodApproval | None, data: MonthOf) -> None:
    if (last.id if last else 0) != data.seen_id:
        raise AppError("error.approval_meanwhile")


def _say(
    session: Session,
    viewer: Viewer,
    data: MonthOf,
    state: ApprovalState,
    verb: str,
    note: str = "",
) -> int:
    month = data.month, data.last_day
    is_approval = state is ApprovalState.APPROVED
    counted = approval_revisions.noted(session, data.agency_id, *month) if is_approval else ""
    row = PeriodApproval(
        agency_id=data.agency_id,
        starts_on=data.month,
        ends_on=data.last_day,
        state=state,
        said_by=viewer.account_id,
        note=note,
        counted=counted,
    )
    session.add(row)
    session.flush()
    # Figures say beside them whether they are approved.
    audit.record(session, viewer, f"period_approval.{verb}", ENTITY, row.id, changes_results=True)
    return row.id
