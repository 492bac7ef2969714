"""The answer of the agency to which another one has sent a person, with that person's consent."""

from __future__ import annotations

from sqlmodel import Session

from db import audit
from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import last_steps
from db.actions.facts import agencies_for, refuse
from db.actions.referrals import ANSWER_FIELDS, step, step_back
from db.codes import REFERRAL_ANSWERS, ReferralStatus
from db.errors import NotFound, Problem
from db.inputs.referrals import AnswerInput
from db.models import Case, Referral
from db.queries.consents import may_be_spoken_of
from db.queries.received_referrals import is_in_time


def answer(session: Session, data: AnswerInput, *, by: AccountId) -> Referral:
    """Say what became of a person who was sent to one of the account's agencies.

    Raises ``InvalidInput`` by field, ``NotFound`` where nobody was sent there, or did not agree
    that both agencies speak about it; of a minor, where the guardian has not.
    """
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    referral = _own(session, data.referral_id, by)
    said = (data.status, data.refusal_reason, data.status_on)
    if (referral.status, referral.refusal_reason, referral.status_on) == said:
        return referral
    has_moved = data.seen is not None and data.seen is not referral.status
    if has_moved or data.status is ReferralStatus.NO_REPLY:
        refuse({"status": Problem("error.referral_step")})
    if not is_in_time(session, referral):
        raise NotFound("error.not_found")
    step(session, referral, data)
    _log(session, viewer, "answer", referral)
    return referral


def undo(session: Session, referral_id: int, *, by: AccountId) -> Referral:
    """Undo the last answer: only its author may, within 7 days."""
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    referral = _own(session, referral_id, by)
    if referral.earlier_status is None:
        return referral
    last_steps.require_own(session, REFERRAL_ANSWERS, referral_id, by)
    step_back(referral)
    _log(session, viewer, "undo", referral)
    return referral


def _log(session: Session, viewer: Viewer, verb: str, referral: Referral) -> None:
    audit.record(
        session,
        viewer,
        f"referral_received.{verb}",
        "referral",
        referral.id,
        fields=ANSWER_FIELDS,
        changes_results=True,
    )


def _own(session: Session, referral_id: int, by: AccountId) -> Referral:
    """The referral, locked, when it was sent to an agency of the account's."""
    referral = session.get(Referral, referral_id, with_for_update=True)
    is_theirs = (
        referral is not None
        and referral.voided_at is None
        and may_be_spoken_of(session, referral)
        and referral.to_agency_id in agencies_for(session, by, today(session))
        # Who has gone on to that agency since is one of its own.
        and session.get_one(Case, referral.case_id).agency_id != referral.to_agency_id
    )
    if referral is None or not is_theirs:
        raise NotFound("error.not_found")
    return referral
