"""Record whom we sent where, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from db.access.clock import today
from db.access.permissions import Permission, require
from db.access.viewer import AccountId, Viewer
from db.actions import corrections, drafts, form_consents, last_steps, sharing
from db.actions.cases import own_case, own_open_case
from db.actions.facts import agencies_for, check_start, person_of, refuse, start_problems
from db.actions.minors import require_guardian
from db.actions.rows import Stored, log, stored
from db.codes import (
    ANSWERED_REFERRAL,
    REFERRAL_ANSWERS,
    REFERRAL_STEPS,
    ConsentPurpose,
    ReferralStatus,
)
from db.errors import NotFound, Problem
from db.inputs.partial_validation import collected, value_or_none
from db.inputs.referrals import (
    FIELDS,
    Answer,
    AnswerInput,
    ReferralCorrection,
    ReferralInput,
    Sending,
    answer_day_problems,
    place_problems,
    reason_problems,
)
from db.models import Agency, Case, Organisation, Referral, ReferralLink
from db.models.base import now
from db.queries.codes import require_active, require_all_active

ANSWER_FIELDS = ("status", "status_on", "refusal_reason")


def record(session: Session, data: ReferralInput, *, by: AccountId) -> Stored[Referral]:
    """Store one referral in the case's present agency; it waits for an answer from its day on.

    A repeated ``submission_id`` returns the row already stored. Raises ``InvalidInput`` by field,
    ``NotFound`` for a case that is not of the account's agencies.
    """
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    drafts.finish(session, "referral", data, viewer)
    asked = data.model_dump(include={*FIELDS, "case_id"})
    if known := stored(session, Referral, data.submission_id, by, asked):
        return known
    here = agencies_for(session, by, data.sent_on)
    case = own_open_case(session, data.case_id, here, data.sent_on)
    refuse(_problems(session, data, case))
    sharing.check_new(session, data, case, viewer)
    referral = Referral(
        agency_id=case.agency_id,
        case_id=case.id,
        status_on=data.sent_on,
        entered_by=by,
        submission_id=data.submission_id,
        **data.model_dump(include=set(FIELDS)),
    )
    session.add(referral)
    session.flush()
    _agreed(session, viewer, referral, case)
    log(session, viewer, "referral.record", referral, FIELDS)
    return Stored(rows=(referral,), codes=(case.code,))


def correct(session: Session, data: ReferralCorrection, *, by: AccountId) -> Referral:
    """Put a referral right; its day cannot come after its answer, and that both places may speak of
    it is said by ``sharing`` alone.

    Raises as ``record`` does, and ``AppError`` when somebody changed it meanwhile.
    """
    viewer = require(session, by, Permission.ENTRIES_CORRECT)
    referral = corrections.correctable(session, Referral, data, viewer)
    check_start(session, viewer, referral, data.sent_on)
    case = session.get_one(Case, referral.case_id)
    refuse(_problems(session, data, case, referral))
    wanted = data.model_dump(include=set(FIELDS))
    wanted["may_share"] = sharing.corrected(session, data, referral, viewer)
    wanted |= _moved(referral, data.sent_on)
    changed = corrections.write(referral, wanted)
    if {"organisation_id", "to_agency_id", "type", "may_share"} & set(changed):
        close_links(session, referral.id)
    if "may_share" in changed:
        _agreed(session, viewer, referral, case)
    if changed:
        log(session, viewer, "referral.correct", referral, changed, data.reason)
    return referral


def answer(session: Session, data: AnswerInput, *, by: AccountId) -> Referral:
    """Say what became of a referral, one step of ``REFERRAL_STEPS``; twice the same is one.

    Who looked at another status than it has by now is told so, and nothing is stored. Raises
    ``InvalidInput`` by field, ``NotFound`` for one of a person who is not of the account's agencies
    now.
    """
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    referral = own(session, data.referral_id, data.status_on, by)
    said = (data.status, data.refusal_reason, data.status_on)
    if (referral.status, referral.refusal_reason, referral.status_on) == said:
        return referral
    require_guardian(session, session.get_one(Case, referral.case_id))
    if referral.status is data.status is not ReferralStatus.SENT:
        refuse({"status": Problem("error.referral_answered", day=referral.status_on)})
    if data.seen is not None and data.seen is not referral.status:
        refuse({"status": Problem("error.referral_step")})
    step(session, referral, data)
    log(session, viewer, "referral.answer", referral, ANSWER_FIELDS)
    return referral


def step(session: Session, referral: Referral, data: Answer) -> None:
    """Move a referral one step; raises ``InvalidInput`` by field."""
    if data.status not in REFERRAL_STEPS.get(referral.status, ()):
        refuse({"status": Problem("error.referral_step")})
    day = today(session)
    refuse(
        answer_day_problems(data.status_on, referral.status_on, day),
        reason_problems(data.status, data.refusal_reason),
    )
    if data.refusal_reason is not None:
        require_active(session, "refusal_reason", "REFERRAL_REFUSAL", data.refusal_reason, day)
    referral.earlier_status = referral.status
    referral.earlier_status_on = referral.status_on
    for name in ANSWER_FIELDS:
        setattr(referral, name, getattr(data, name))
    if data.status in ANSWERED_REFERRAL and referral.answered_after is None:
        referral.answered_after = (data.status_on - referral.sent_on).days


def undo_answer(session: Session, referral_id: int, *, by: AccountId) -> Referral:
    """Undo the last answer, within 7 days: its author's own, or the place's by a link."""
    viewer = require(session, by, Permission.REFERRAL_WRITE)
    referral = own(session, referral_id, today(session), by)
    if referral.earlier_status is None:
        return referral
    last_steps.require_own(session, REFERRAL_ANSWERS, referral_id, by, or_nobodys=True)
    step_back(referral)
    log(session, viewer, "referral.undo_answer", referral, ANSWER_FIELDS)
    return referral


def step_back(referral: Referral) -> None:
    """Put back the status before the last step; nothing where there was none."""
    if referral.earlier_status is None or referral.earlier_status_on is None:
        return
    referral.status, referral.refusal_reason = ReferralStatus(referral.earlier_status), None
    referral.status_on = referral.earlier_status_on
    referral.earlier_status = referral.earlier_status_on = None
    if referral.status not in ANSWERED_REFERRAL:
        referral.answered_after = None


def _agreed(session: Session, viewer: Viewer, referral: Referral, case: Case) -> None:
    """A person who agrees that both places speak of them has agreed to sharing, unless they had.

    In which language is not asked: that which they speak, where it is known.
    """
    if referral.may_share:
        form_consents.note(
            session,
            viewer,
            case.id,
            ConsentPurpose.REFERRAL,
            referral.sent_on,
            case.language,
            referral.submission_id,
        )


def _answered_on(referral: Referral) -> date:
    """The first day on which something was answered."""
    after = referral.answered_after
    return referral.status_on if after is None else referral.sent_on + timedelta(days=after)


def _answered_problems(referral: Referral, sent_on: date) -> dict[str, Problem]:
    """Nobody is sent after what was answered."""
    known = _answered_on(referral)
    if referral.status is ReferralStatus.SENT or sent_on <= known:
        return {}
    return {"sent_on": Problem("error.answered_before", day=known)}


def _moved(referral: Referral, sent_on: date) -> dict[str, object]:
    """What a new day of sending changes beside itself."""
    if referral.status is ReferralStatus.SENT:
        return {"status_on": sent_on}
    moved: dict[str, object] = {}
    if referral.earlier_status == ReferralStatus.SENT:
        # Or undoing the answer would bring back the day that was wrong.
        moved["earlier_status_on"] = sent_on
    if referral.answered_after is None:
        return moved
    return moved | {"answered_after": (_answered_on(referral) - sent_on).days}


def new_problems(session: Session, data: Any, viewer: Viewer) -> dict[str, Problem]:
    """What is wrong with a new referral that was refused, as far as it could be read."""
    case = person_of(session, data, viewer.account_id, "sent_on")
    return collected(
        lambda: require_guardian(session, case),
        lambda: _problems(session, data, case),
    )


def corrected_problems(session: Session, data: Any, viewer: Viewer) -> dict[str, Problem]:
    """The same of a correction."""
    row = corrections.changeable(session, Referral, data.id, viewer)
    case = session.get_one(Case, row.case_id)
    return collected(
        lambda: check_start(session, viewer, row, data.sent_on),
        lambda: _problems(session, data, case, row),
    )


def _problems(
    session: Session, data: Sending, case: Case, row: Referral | None = None
) -> dict[str, Problem]:
    day, kind = today(session), {"type": "REFERRAL_REASON"}
    agency_id = value_or_none(row or case, "agency_id")
    return collected(
        lambda: start_problems(session, data.sent_on, case, latest=day, field="sent_on"),
        lambda: place_problems(data) or _closed_problems(session, data, agency_id),
        lambda: require_all_active(session, data, kind, data.sent_on),
        lambda: _answered_problems(row, data.sent_on) if row else {},
    )


def _closed_problems(session: Session, data: Sending, agency_id: int | None) -> dict[str, Problem]:
    """The place is one of the directory, open on that day, and not the agency itself."""
    place = (
        session.get(Agency, data.to_agency_id)
        if data.organisation_id is None
        else session.get(Organisation, data.organisation_id)
    )
    if place is None or data.to_agency_id == agency_id:
        return {"organisation_id": Problem("error.unknown_choice")}
    if not place.is_open(data.sent_on):
        return {"organisation_id": Problem("error.place_closed", day=place.closed_on)}
    return {}


def close_links(session: Session, referral_id: int) -> None:
    """No link of a referral opens any more: what it asked, or whom, is no longer so."""
    query = select(ReferralLink).where(
        ReferralLink.referral_id == referral_id,
        col(ReferralLink.used_at).is_(None),
        col(ReferralLink.closed_at).is_(None),
    )
    for link in session.exec(query):
        link.closed_at = now()


def own(session: Session, referral_id: int, day: date, by: AccountId) -> Referral:
    """The referral, locked, when its person is of the account's agencies."""
    referral = session.get(Referral, referral_id, with_for_update=True)
    if referral is None or referral.voided_at is not None:
        raise NotFound("error.not_found")
    own_case(session, referral.case_id, agencies_for(session, by, day))
    return referral
