"""A person goes on at another agency: asked here, accepted or declined there.

Every act locks the case first, so that of two that meet (accepted and withdrawn, accepted twice)
the later one finds what the earlier one did.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import contact_rows, tasks
from db.actions.cases import own_case
from db.actions.minors import require_guardian
from db.errors import AppError, NotFound, Problem, invalid
from db.inputs.tasks import TransferAsked, TransferDeclined
from db.models import Agency, Case, CaseChange, Transfer
from db.models.base import now
from db.models.tasks import TransferState
from db.queries import colleagues
from db.queries.codes import require_active

#: The name under which a person's history holds their agency.
AGENCY = "agency_id"


def ask(session: Session, data: TransferAsked, *, by: AccountId) -> int:
    """Ask another agency to go on with a person; the same twice is one. Nothing changes yet.

    Raises ``InvalidInput`` by field, and on ``form`` for a minor whose guardian has not agreed;
    ``AppError`` when another agency has been asked already.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    case = _locked(session, own_case(session, data.case_id, viewer.agencies))
    if case.agency_id not in viewer.agencies:
        raise NotFound("error.case_not_found")
    day = today(session)
    if case.closed_on is not None:
        raise AppError("error.case_closed", day=case.closed_on)
    require_guardian(session, case)
    require_active(session, "reason", "TRANSFER_REASON", data.reason, day)
    if problem := no_place(session, data.to_agency_id, case.agency_id):
        raise invalid("to_agency_id", problem.key)
    pending = Transfer.case_id == case.id, Transfer.state == TransferState.PENDING
    if known := session.exec(select(Transfer).where(*pending)).first():
        if known.to_agency_id == data.to_agency_id:
            return known.id
        raise AppError("error.transfer_pending")
    transfer = Transfer(
        case_id=case.id,
        from_agency_id=case.agency_id,
        to_agency_id=data.to_agency_id,
        reason=data.reason,
        asked_by=by,
    )
    session.add(transfer)
    session.flush()
    _log(session, viewer, "transfer.ask", transfer, data.reason)
    return transfer.id


def withdraw(session: Session, transfer_id: int, *, by: AccountId) -> None:
    """Ask no more; whoever is at the agency that asked may, until there is an answer."""
    viewer = require(session, by, Permission.CASE_WRITE)
    transfer, _ = _found(session, transfer_id)
    if transfer.from_agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    if transfer.state is TransferState.WITHDRAWN:
        return
    _decide(transfer, TransferState.WITHDRAWN, by)
    _log(session, viewer, "transfer.withdraw", transfer)


def end(session: Session, viewer: Viewer, case: Case) -> bool:
    """Ask no more for a person who cannot go now: their case is closed, or a minor's guardian does
    not agree any more. The caller has locked the case. Whether anybody had been asked."""
    pending = Transfer.case_id == case.id, Transfer.state == TransferState.PENDING
    transfer = session.exec(select(Transfer).where(*pending)).first()
    if transfer is None:
        return False
    _decide(transfer, TransferState.WITHDRAWN, viewer.account_id)
    _log(session, viewer, "transfer.withdraw", transfer)
    return True


def accept(session: Session, transfer_id: int, *, by: AccountId) -> str:
    """Go on with a person here from now on; returns their code.

    Their agency changes, and what waits for them comes along and is the accepting agent's. What was
    done with them stays where it was done, so no figure changes.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    transfer, case = _found(session, transfer_id)
    if transfer.to_agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    if (transfer.state, transfer.decided_by) == (TransferState.ACCEPTED, by):
        return case.code
    if case.closed_on is not None or case.agency_id != transfer.from_agency_id:
        raise AppError("error.transfer_over")
    _decide(transfer, TransferState.ACCEPTED, by)
    move(session, viewer, [case], transfer.to_agency_id)
    tasks.assign(session, case.id, case.agency_id, by)
    _log(session, viewer, "transfer.accept", transfer)
    return case.code


def move(session: Session, viewer: Viewer, cases: Collection[Case], agency_id: int) -> None:
    """Bring cases to another agency, which stands in their history; the caller has locked them."""
    for case in cases:
        session.add(
            CaseChange(
                case_id=case.id,
                changed_by=viewer.account_id,
                field=AGENCY,
                before=str(case.agency_id),
                after=str(agency_id),
            )
        )
        case.agency_id = agency_id
    session.flush()
    contact_rows.forget_drafts(session, [case.id for case in cases])


def decline(session: Session, data: TransferDeclined, *, by: AccountId) -> None:
    """Say no, with a reason; the person stays where they are."""
    viewer = require(session, by, Permission.CASE_WRITE)
    transfer, _ = _found(session, data.transfer_id)
    if transfer.to_agency_id not in viewer.agencies:
        raise NotFound("error.not_found")
    require_active(session, "reason", "TRANSFER_REFUSAL", data.reason, today(session))
    if (transfer.state, transfer.decided_by) == (TransferState.DECLINED, by):
        return
    _decide(transfer, TransferState.DECLINED, by)
    transfer.refusal_reason = data.reason
    _log(session, viewer, "transfer.decline", transfer, data.reason)


def no_place(session: Session, agency_id: int, from_agency_id: int) -> Problem | None:
    """Why nobody can go from one agency to another: it is theirs, closed, or nobody is there."""
    agency = session.get(Agency, agency_id)
    if agency is None or agency_id == from_agency_id or not agency.is_open(today(session)):
        return Problem("error.unknown_choice")
    if not colleagues.agents(session, [agency_id]):
        return Problem("error.transfer_no_agent")
    return None


def _found(session: Session, transfer_id: int) -> tuple[Transfer, Case]:
    """The transfer as it is once its case is locked."""
    known = session.get(Transfer, transfer_id)
    if known is None:
        raise NotFound("error.not_found")
    case = _locked(session, session.get_one(Case, known.case_id))
    session.refresh(known)
    return known, case


def _locked(session: Session, case: Case) -> Case:
    session.refresh(case, with_for_update={"key_share": True})
    return case


def _decide(transfer: Transfer, state: TransferState, by: AccountId) -> None:
    if transfer.state is not TransferState.PENDING:
        raise AppError("error.transfer_over")
    transfer.state, transfer.decided_by, transfer.decided_at = state, by, now()


def _log(session: Session, viewer: Viewer, act: str, transfer: Transfer, reason: str = "") -> None:
    audit.record(session, viewer, act, "case", transfer.case_id, fields=(AGENCY,), reason=reason)
