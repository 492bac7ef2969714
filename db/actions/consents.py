"""What a person agrees to, and takes back; what follows from it follows at once."""

from __future__ import annotations

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import contact_rows, form_consents, transfers
from db.actions.cases import own_case
from db.actions.minors import require_guardian
from db.actions.referrals import close_links
from db.codes import ConsentPurpose
from db.errors import invalid
from db.inputs.consents import ConsentInput, ConsentWithdrawal
from db.models import Case, Consent, Referral
from db.queries import merges
from db.queries.codes import require_active
from db.queries.consents import is_active, is_minor_now, waits_for_guardian


def give(session: Session, data: ConsentInput, *, by: AccountId) -> None:
    """Record a consent of today; one that stands already stays as it is.

    Raises ``InvalidInput`` for a minor whose guardian has not agreed, for a guardian's of somebody
    of age, and for a language that is not in use.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    case = _locked(session, data.case_id, viewer)
    day = today(session)
    require_active(session, "language", "LANGUAGE", data.language, day)
    if data.purpose is not ConsentPurpose.GUARDIAN:
        require_guardian(session, case)
    elif not is_minor_now(session, case):
        raise invalid("purpose", "error.not_a_minor")
    form_consents.note(session, viewer, case.id, data.purpose, day, data.language)


def withdraw(
    session: Session, data: ConsentWithdrawal, *, by: AccountId
) -> tuple[ConsentPurpose, ...]:
    """Take a consent back, with all that rests on it; returns the purposes that were withdrawn.

    Follow-up: the contact is deleted. Sharing: no link of a referral opens any more. A guardian's:
    all other consents of the minor go with it, and no other agency is asked any more to go on.
    """
    viewer = require(session, by, Permission.CASE_WRITE)
    case = _locked(session, data.case_id, viewer)
    wanted = [data.purpose]
    if data.purpose is ConsentPurpose.GUARDIAN and is_minor_now(session, case):
        wanted = [*(each for each in ConsentPurpose if each is not data.purpose), data.purpose]
    gone = [each for each in wanted if _withdraw(session, viewer, case.id, each)]
    session.flush()
    if waits_for_guardian(session, case):
        transfers.end(session, viewer, case)
    return tuple(gone)


def _withdraw(session: Session, viewer: Viewer, case_id: int, purpose: ConsentPurpose) -> bool:
    """Also what another card of the same person holds: undoing the merge must not bring it back."""
    cards = merges.families(session, [case_id])[case_id]
    rows = session.exec(
        select(Consent)
        .where(col(Consent.case_id).in_(cards), is_active(purpose))
        .order_by(col(Consent.id))
    ).all()
    for row in rows:
        row.withdrawn_on, row.withdrawn_by = today(session), viewer.account_id
        form_consents.log(session, viewer, "consent.withdraw", row.case_id, purpose)
    if rows and purpose is ConsentPurpose.FOLLOW_UP:
        contact_rows.discard(session, case_id)
    if rows and purpose is ConsentPurpose.REFERRAL:
        query = select(Referral.id).where(col(Referral.case_id).in_(cards))
        for referral in session.exec(query).all():
            close_links(session, referral)
    return bool(rows)


def _locked(session: Session, case_id: int, viewer: Viewer) -> Case:
    """The case, so that of two acts on its consents the later sees what the earlier did."""
    case = own_case(session, case_id, viewer.agencies)
    session.refresh(case, with_for_update={"key_share": True})
    return case
