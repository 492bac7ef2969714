"""A link by which the place that a person was sent to answers once, without an account."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, select

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId
from db.actions.facts import refuse
from db.actions.minors import require_guardian
from db.actions.one_time_codes import random_code
from db.actions.referrals import ANSWER_FIELDS, close_links, own, step
from db.codes import REFERRAL_STEPS, ConsentPurpose, ReferralStatus
from db.errors import AppError, Problem
from db.inputs.referrals import Answer
from db.models import Case, Referral, ReferralLink
from db.models.base import now
from db.queries.code_hashes import hash_of
from db.queries.consents import active_consent
from db.queries.referral_links import Standing, behind

#: So long a link takes an answer.
LINK_DAYS = 30
REFUSALS = {
    Standing.UNKNOWN: "error.referral_link_unknown",
    Standing.USED: "answer_form.stored",
    Standing.OVER: "error.referral_link_over",
}


def make(session: Session, referral_id: int, *, by: AccountId) -> str:
    """A new code in groups of four, shown once; an earlier one of the same referral is closed.

    Only where the person agrees that both places speak about it, and the guardian of a minor.
    Raises ``InvalidInput`` where they do not or nothing is to be answered any more, ``NotFound`` as
    ``referrals.answer`` does.
    """
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    day = today(session)
    referral = own(session, referral_id, day, by)
    require_guardian(session, session.get_one(Case, referral.case_id))
    agrees = active_consent(session, referral.case_id, ConsentPurpose.REFERRAL) is not None
    if not (referral.may_share and agrees):
        refuse({"form": Problem("error.referral_not_shared")})
    if referral.status not in REFERRAL_STEPS:
        refuse({"form": Problem("error.referral_not_open")})
    close_links(session, referral_id)
    code = random_code()
    session.add(
        ReferralLink(
            referral_id=referral_id,
            code_hash=hash_of(code),
            made_by=by,
            until=day + timedelta(days=LINK_DAYS),
        )
    )
    audit.record(session, viewer, "referral_link.make", "referral", referral_id)
    return code


def answer(session: Session, code: str, status: ReferralStatus, reason: str | None) -> None:
    """Store the answer of whoever has the code, of today, and use the code up.

    Raises ``AppError`` with the sentence of a code that opens no form, ``InvalidInput`` by field.
    """
    query = select(ReferralLink).where(ReferralLink.code_hash == hash_of(code))
    link = session.exec(query).first()
    if link is None:
        raise AppError(REFUSALS[Standing.UNKNOWN])
    # Locked as by the agent: the referral first. What the link is now is looked at under the lock.
    referral = session.get_one(Referral, link.referral_id, with_for_update=True)
    session.refresh(link)
    found = behind(session, code)
    if found.asked is None:
        raise AppError(REFUSALS[found.standing])
    if status not in found.asked.steps:
        refuse({"status": Problem("error.referral_step")})
    said = Answer(status=status, status_on=today(session), refusal_reason=reason)
    step(session, referral, said)
    link.used_at = now()
    audit.record(
        session,
        None,
        "referral_link.answer",
        "referral",
        referral.id,
        fields=ANSWER_FIELDS,
        changes_results=True,
    )
