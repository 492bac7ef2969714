"""The people of an agency that is closed go on at another one."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions import transfers
from db.actions.posting_spans import lock_agencies
from db.errors import AppError, NotFound, invalid
from db.inputs.closed_agencies import CasesHandover
from db.models import Agency, Case, FollowUp
from db.queries.closed_agencies import can_go_on


def hand_over(session: Session, data: CasesHandover, *, by: AccountId) -> int:
    """Every open case of an agency that is closed goes to an open one where somebody is posted;
    returns how many. Who waits for the answer of an agency that they asked for themselves stays.

    What waits for them comes along, nobody's unless whose it is works there too. What was done
    with them stays where it was done, as after a transfer: no figure changes. Raises
    ``InvalidInput`` on ``to_agency_id``, ``AppError`` where the agency is open.
    """
    viewer = require(session, by, Permission.CASES_HAND_OVER)
    lock_agencies(session, data.agency_id, data.to_agency_id)
    closed = session.get(Agency, data.agency_id)
    if closed is None:
        raise NotFound("error.not_found")
    if closed.is_open(today(session)):
        raise AppError("error.agency_is_open")
    if problem := transfers.no_place(session, data.to_agency_id, closed.id):
        raise invalid("to_agency_id", problem.key)
    found = _locked(session, closed.id)
    transfers.move(session, viewer, found, data.to_agency_id)
    planned = _bring_along(session, closed.id, data.to_agency_id)
    if found or planned:
        audit.record(
            session, viewer, "agency.hand_over", "agency", closed.id, fields=(transfers.AGENCY,)
        )
    return len(found)


def _locked(session: Session, agency_id: int) -> list[Case]:
    query = select(Case).where(Case.agency_id == agency_id, *can_go_on()).order_by(col(Case.id))
    query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.exec(query).all())


def _bring_along(session: Session, agency_id: int, to_agency_id: int) -> bool:
    """What is planned for these people, and for groups of the closed agency; whether anything."""
    query = (
        select(FollowUp)
        .outerjoin(Case, col(Case.id) == col(FollowUp.case_id))
        .where(
            FollowUp.agency_id == agency_id,
            col(FollowUp.settled_at).is_(None),
            sa.or_(col(FollowUp.case_id).is_(None), col(Case.agency_id) == to_agency_id),
        )
        .order_by(col(FollowUp.id))
        .with_for_update(of=FollowUp)
    )
    found = session.exec(query).all()
    for each in found:
        each.agency_id = to_agency_id
    session.flush()
    return bool(found)
