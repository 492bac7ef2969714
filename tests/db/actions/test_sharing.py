"""That both places may speak of somebody is a consent: no correction gives it by the way."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session, col, select

from db.actions import consents, referrals
from db.codes import ConsentPurpose
from db.errors import InvalidInput, Problem
from db.inputs.consents import ConsentInput, ConsentWithdrawal
from db.inputs.referrals import ReferralCorrection, ReferralInput
from db.models import AuditEntry, Case, Consent, Posting, Referral
from db.queries import received_referrals
from db.queries.consents import active_consent
from tests.cast import CAST, ago, today

AGENT, MANAGER = CAST.agent_rabat, CAST.manager
SHARING = ConsentPurpose.REFERRAL
ELSEWHERE = Problem("error.sharing_elsewhere")


def sent(session: Session, *, may_share: bool, day: date | None = None) -> Referral:
    data = ReferralInput(
        case_id=CAST.case_rabat, type="WORK", to_agency_id=CAST.casablanca, may_share=may_share,
        sent_on=day or ago(3), submission_id=f"sent {may_share} {day}",
    )  # fmt: skip
    return referrals.record(session, data, by=AGENT).row


def corrected(
    session: Session, row: Referral, may_share: bool | None, *, by: int = AGENT, **more: object
) -> Referral:
    raw = {
        "id": row.id, "seen": row.seen, "type": row.type, "to_agency_id": row.to_agency_id,
        "sent_on": row.sent_on, "may_share": may_share, "reason": "MISTAKE", **more,
    }  # fmt: skip
    return referrals.correct(session, ReferralCorrection.model_validate(raw), by=by)


def refused(session: Session, *asked: object, **more: object) -> Problem:
    with pytest.raises(InvalidInput) as told:
        corrected(session, *asked, **more)  # type: ignore[arg-type]
    assert list(told.value.problems) == ["may_share"]
    return told.value.problems["may_share"]


def withdraw(session: Session) -> None:
    taken = ConsentWithdrawal(case_id=CAST.case_rabat, purpose=SHARING)
    consents.withdraw(session, taken, by=AGENT)


def give(session: Session) -> None:
    given = ConsentInput(case_id=CAST.case_rabat, purpose=SHARING, language="fr")
    consents.give(session, given, by=AGENT)


def seen_there(session: Session) -> list[str]:
    """The codes that the other agency reads."""
    viewer = CAST.viewer(session, CAST.agent_casablanca)
    return [each.case_code for each in received_referrals.waiting(session, viewer=viewer)]


def gone(session: Session) -> None:
    session.get_one(Case, CAST.case_rabat).agency_id = CAST.casablanca
    session.flush()


def test_an_agent_of_the_person_corrects_a_mistouch(session: Session) -> None:
    row = sent(session, may_share=False)
    corrected(session, row, True)
    consent = active_consent(session, row.case_id, SHARING)
    assert consent is not None
    assert (consent.given_on, consent.recorded_by) == (row.sent_on, AGENT)
    assert len(seen_there(session)) == 1
    corrected(session, row, False)
    assert seen_there(session) == []


@pytest.mark.parametrize("stands", [True, False])
def test_a_manager_says_nothing_of_it_and_a_refusal_tells_nothing(
    session: Session, stands: bool
) -> None:
    row = sent(session, may_share=stands)
    before = session.exec(select(Consent)).all()
    for said in (True, False):
        assert refused(session, row, said, by=MANAGER) == ELSEWHERE
    corrected(session, row, None, by=MANAGER, type="TRAINING")
    assert (row.may_share, row.type) == (stands, "TRAINING")
    assert session.exec(select(Consent)).all() == before
    entry = session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None and entry.fields == "type"


def test_what_was_taken_back_is_given_again_on_the_persons_page_alone(session: Session) -> None:
    row = sent(session, may_share=True)
    withdraw(session)
    assert seen_there(session) == []
    corrected(session, row, False)
    told = Problem("error.sharing_withdrawn", day=today())
    assert refused(session, row, True) == told
    # Nor by a day that is moved behind the withdrawal.
    assert refused(session, row, True, sent_on=today()) == told
    assert (row.may_share, active_consent(session, row.case_id, SHARING)) == (False, None)
    give(session)
    corrected(session, row, True)
    assert len(seen_there(session)) == 1


def test_a_withdrawal_before_the_referral_is_no_hindrance(session: Session) -> None:
    sent(session, may_share=True, day=ago(20))
    withdraw(session)
    session.exec(select(Consent)).one().withdrawn_on = ago(10)
    session.flush()
    row = sent(session, may_share=False)
    corrected(session, row, True)
    assert active_consent(session, row.case_id, SHARING) is not None


def test_the_author_may_take_back_and_not_give_once_the_person_has_gone(session: Session) -> None:
    row = sent(session, may_share=False)
    gone(session)
    assert refused(session, row, True) == ELSEWHERE
    assert session.exec(select(Consent)).all() == []
    row.may_share = True
    session.flush()
    assert not corrected(session, row, False).may_share


def test_a_minor_needs_the_guardian_also_for_a_correction(session: Session) -> None:
    row = sent(session, may_share=False)
    case = session.get_one(Case, CAST.case_rabat)
    case.birth_year = today().year - 16
    session.flush()
    assert refused(session, row, True).key == "error.guardian_first"
    assert session.exec(select(Consent)).all() == []


def test_a_referral_entered_late_revives_nothing(session: Session) -> None:
    sent(session, may_share=True, day=ago(20))
    withdraw(session)
    with pytest.raises(InvalidInput) as told:
        sent(session, may_share=True)
    assert told.value.problems == {"may_share": Problem("error.sharing_withdrawn", day=today())}
    # Of today it is asked anew.
    sent(session, may_share=True, day=today())
    assert active_consent(session, CAST.case_rabat, SHARING) is not None


def test_whoever_has_left_enters_late_revives_nothing_and_learns_nothing(session: Session) -> None:
    sent(session, may_share=True, day=ago(20))
    withdraw(session)
    session.exec(select(Posting).where(Posting.account_id == AGENT)).one().ends_on = ago(2)
    session.flush()
    assert sent(session, may_share=True).may_share
    assert active_consent(session, CAST.case_rabat, SHARING) is None
    assert seen_there(session) == []
