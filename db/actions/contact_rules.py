"""Of whom a contact may be written down: a person of one's agencies who has agreed to be called."""

from __future__ import annotations

from sqlmodel import Session

from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions.cases import own_case
from db.codes import ConsentPurpose
from db.models import Case
from db.queries.consents import active_consent

NEEDS_CONSENT = "error.contact_needs_consent"


def theirs(session: Session, case_id: int, by: AccountId) -> tuple[Viewer, Case]:
    """Who asks, and the person; raises where the person is of none of their agencies."""
    viewer = require(session, by, Permission.CONTACTS)
    return viewer, own_case(session, case_id, viewer.agencies)


def has_agreed(session: Session, case: Case) -> bool:
    """Whether the person agrees to be called; none takes that back before the transaction ends."""
    session.refresh(case, with_for_update={"key_share": True})
    return active_consent(session, case.id, ConsentPurpose.FOLLOW_UP) is not None
