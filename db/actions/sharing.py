"""Whether both places may speak of somebody who was sent on: a consent, also when it is corrected.

``db.actions.consents`` gives and withdraws it; a referral asks for it beside its own row.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from db.access.clock import today
from db.access.permissions import Permission, may
from db.access.viewer import Viewer
from db.actions.facts import refuse
from db.codes import ConsentPurpose
from db.errors import Problem
from db.inputs import case_codes
from db.inputs.referrals import ReferralCorrection, ReferralInput
from db.models import Case, Referral
from db.queries.consents import waits_for_guardian, withdrawn_since


def check_new(session: Session, data: ReferralInput, case: Case, viewer: Viewer) -> None:
    """Refuse a consent of a day that has gone which was taken back since.

    It is said to whoever reads the person's consents; for anybody else ``form_consents.note``
    revives none.
    """
    is_of_today = data.sent_on >= today(session)
    if data.may_share and not is_of_today and case.agency_id in viewer.agencies:
        refuse(_taken_back(session, case.id, data.sent_on))


def corrected(
    session: Session, data: ReferralCorrection, referral: Referral, viewer: Viewer
) -> bool:
    """The answer after a correction: a "no" of whoever corrects, a "yes" of those alone who may
    record this consent today.

    Whoever reads no consents says nothing of it, and is refused whatever stands: else the refusal
    would tell it.
    """
    if data.may_share is None:
        return referral.may_share
    if not may(viewer.role, Permission.CASE_WRITE):
        refuse({"may_share": Problem("error.sharing_elsewhere")})
    if data.may_share and not referral.may_share:
        refuse(_problems(session, referral, min(referral.sent_on, data.sent_on), viewer))
    return data.may_share


def _problems(
    session: Session, referral: Referral, since: date, viewer: Viewer
) -> dict[str, Problem]:
    case = session.get_one(Case, referral.case_id)
    # As who gives or withdraws a consent does.
    session.refresh(case, with_for_update={"key_share": True})
    if case.agency_id not in viewer.agencies:
        return {"may_share": Problem("error.sharing_elsewhere")}
    if waits_for_guardian(session, case):
        code = case_codes.written(case.code)
        return {"may_share": Problem("error.guardian_first", code=code)}
    return _taken_back(session, case.id, since)


def _taken_back(session: Session, case_id: int, since: date) -> dict[str, Problem]:
    day = withdrawn_since(session, case_id, ConsentPurpose.REFERRAL, since)
    return {} if day is None else {"may_share": Problem("error.sharing_withdrawn", day=day)}
